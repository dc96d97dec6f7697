"""Who wrote a workbook and when, as the program that saved it says. Anybody can change that; what it says is told."""

from datetime import datetime
from io import BytesIO
from typing import Any

import olefile

from backoffice.domain.copies.traces import Authorship
from backoffice.workbooks.formats import opc, safe_xml

#: Longer names are cut: nobody is called so.
LONGEST = 200
PARTS = ("docProps/core.xml", "docProps/app.xml")
#: Names of OOXML's properties, and ours.
NAMES = {
    "creator": "author",
    "lastModifiedBy": "last_by",
    "created": "created",
    "modified": "modified",
    "Application": "application",
    "Company": "company",
}


def authorship(data: bytes, file_format: str) -> Authorship:
    """What the properties of an .xls or .xlsx say; nothing where they cannot be read, or of another format."""
    readers = {"xls": of_xls, "xlsx": of_xlsx}
    try:
        return readers[file_format](data) if file_format in readers else Authorship()
    except MemoryError:
        raise
    except Exception:  # noqa: BLE001 — whatever damaged properties make the libraries raise: they are not evidence
        return Authorship()


def of_xls(data: bytes) -> Authorship:
    """The two streams of properties of a compound file."""
    with olefile.OleFileIO(BytesIO(data)) as compound:
        said = compound.get_metadata()
        page = said.codepage if isinstance(said.codepage, int) else 1252
        return Authorship(
            author=_text(said.author, page),
            last_by=_text(said.last_saved_by, page),
            created=_moment(said.create_time),
            modified=_moment(said.last_saved_time),
            application=_text(said.creating_application, page),
            company=_text(said.company, page),
        )


def of_xlsx(data: bytes) -> Authorship:
    """The parts of properties of a package."""
    package, found = opc.Package(data), dict[str, str]()
    for part in PARTS:
        root = package.xml(part)
        for element in root.iter() if root is not None else ():
            name = NAMES.get(safe_xml.local(element))
            if name and element.text:
                found.setdefault(name, element.text.strip()[:LONGEST])
    for moment in ("created", "modified"):
        found[moment] = _to_the_second(found.get(moment, ""))
    return Authorship(**found)


def _text(value: Any, page: int) -> str:
    """A text of a compound file, in the encoding that its code page names."""
    if not isinstance(value, bytes):
        return value.strip()[:LONGEST] if isinstance(value, str) else ""
    encoding = "utf-8" if page in {-535, 65001} else f"cp{page}"
    try:
        return value.decode(encoding, "replace").strip("\0 ")[:LONGEST]
    except LookupError:
        return value.decode("cp1252", "replace").strip("\0 ")[:LONGEST]


def _moment(value: Any) -> str:
    return _to_the_second(value.isoformat()) if isinstance(value, datetime) and value.year > 1980 else ""


def _to_the_second(text: str) -> str:
    """``2026-11-23T00:00:00``, whatever follows; '' where it is no moment."""
    try:
        return datetime.fromisoformat(text).replace(tzinfo=None, microsecond=0).isoformat()
    except ValueError:
        return ""
