"""OpenDocument spreadsheets before their cells are read: size, encryption, DOCTYPE, and repeated cells."""

import re
import zlib
from io import BytesIO
from zipfile import BadZipFile, ZipFile

from backoffice.workbooks.limits import PACKAGE_ENTRIES, PACKAGE_INFLATED, USED_CELLS
from backoffice.workbooks.refusals import EvidenceRefused

REPEATED = re.compile(rb"""number-(?:columns|rows)-repeated=["'](\d{1,12})["']""")
#: LibreOffice ends every sheet with empty cells repeated to its edge; these are no cells.
EDGE = frozenset({16384, 1048576, 1024})
NEAR_EDGE = 2_000


def check(data: bytes) -> None:
    """Refuse what would expand, is encrypted or is damaged."""
    try:
        with ZipFile(BytesIO(data)) as package:
            entries = package.infolist()
            if len(entries) > PACKAGE_ENTRIES:
                raise EvidenceRefused("too_many_parts", file_format="ods")
            if sum(entry.file_size for entry in entries) > PACKAGE_INFLATED:
                raise EvidenceRefused("expands_too_much", file_format="ods")
            manifest = package.read("META-INF/manifest.xml")
            content = package.read("content.xml") if b"encryption-data" not in manifest else b""
    except (
        BadZipFile,
        KeyError,
        ValueError,
        OSError,
        EOFError,
        RuntimeError,
        NotImplementedError,
        zlib.error,
    ) as problem:
        raise EvidenceRefused("damaged", file_format="ods") from problem
    if b"encryption-data" in manifest:
        raise EvidenceRefused("encrypted", file_format="ods")
    if b"<!DOCTYPE" in content:
        raise EvidenceRefused("unsafe_xml", file_format="ods")
    check_repeats(content)


def check_repeats(content: bytes) -> None:
    """Cells or rows repeated by the thousand, short of the sheet's edge, are no table of anybody's."""
    counts = [int(number) for number in REPEATED.findall(content)]
    inner = [count for count in counts if not near_edge(count)]
    if sum(inner) > USED_CELLS // 100:
        raise EvidenceRefused("too_far", file_format="ods")


def near_edge(count: int) -> bool:
    """The count fills a sheet up to its edge."""
    return any(edge - NEAR_EDGE <= count <= edge for edge in EDGE if edge > NEAR_EDGE) or count <= min(EDGE)
