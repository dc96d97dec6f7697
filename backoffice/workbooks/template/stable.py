"""The same workbook gives the same bytes: dates of the package and of the document are the test set's."""

import re
from datetime import date
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

CORE = "docProps/core.xml"
STAMPS = re.compile(rb"(<dcterms:(created|modified)[^>]*>)[^<]*(</dcterms:)")
EARLIEST = (1980, 1, 1, 0, 0, 0)


def without_clock(package: bytes, on: date) -> bytes:
    """*package* (xlsx) with every date replaced by *on*; openpyxl stamps the hour of saving."""
    stamp = rb"\g<1>" + f"{on.isoformat()}T00:00:00Z".encode() + rb"\g<3>"
    written = BytesIO()
    with ZipFile(BytesIO(package)) as source, ZipFile(written, "w") as target:
        for name in source.namelist():
            content = source.read(name)
            if name == CORE:
                content = STAMPS.sub(stamp, content)
            entry = ZipInfo(name, EARLIEST)
            entry.compress_type = ZIP_DEFLATED
            entry.external_attr = 0o600 << 16
            target.writestr(entry, content)
    return written.getvalue()
