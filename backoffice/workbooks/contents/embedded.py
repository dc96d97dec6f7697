"""Files embedded in the sheets of a workbook, whatever its format: sheet, file, and what went wrong."""

from io import BytesIO
from typing import NamedTuple

import olefile

from backoffice.workbooks.contents.ole import Payload, payload
from backoffice.workbooks.formats import biff
from backoffice.workbooks.formats.opc import Package, Relation
from backoffice.workbooks.limits import EMBEDDED_OBJECTS
from backoffice.workbooks.refusals import EvidenceRefused
from backoffice.workbooks.sniff import OLE, format_of, kind_of

OBJECT_KINDS = frozenset({"oleObject", "package"})
CONTAINERS = frozenset({"zip", "ole"})


class Embedded(NamedTuple):
    """An embedded file. ``problem`` is the code of a remark: the object is linked, lost or damaged."""

    sheet: str
    name: str = ""
    kind: str = "unknown"
    data: bytes = b""
    problem: str | None = None


def in_xls(compound: olefile.OleFileIO, drawings: list[tuple[str, biff.Drawing]]) -> list[Embedded]:
    """Objects of a BIFF8 workbook: the drawings of its sheets (name, drawing) name the storages that hold them.

    Storages that no drawing names come last, by their names, with '' as their sheet.
    """
    found, seen = [], set()
    held = storages(compound)
    for sheet, drawing in drawings:
        for owner in drawing.objects:
            if owner.storage is not None and owner.storage not in seen:
                seen.add(owner.storage)
                found.append(from_storage(compound, held, sheet, owner))
    for name in sorted(held - {name.casefold() for name in seen}):
        found.append(from_storage(compound, held, "", biff.SheetObject(biff.PICTURE_OBJECT, name.upper())))
    return found[:EMBEDDED_OBJECTS]


def storages(compound: olefile.OleFileIO) -> set[str]:
    """Storages of embedded objects, in lower case."""
    return {path[0].casefold() for path in compound.listdir() if path[0][:3].upper() == "MBD"}


def from_storage(compound: olefile.OleFileIO, held: set[str], sheet: str, owner: biff.SheetObject) -> Embedded:
    """One object of an .xls; *held* are the ``storages`` that it has."""
    if owner.linked:
        return Embedded(sheet, problem="object_linked")
    if str(owner.storage).casefold() not in held:
        return Embedded(sheet, problem="only_icon")
    try:
        return described(sheet, payload(compound, str(owner.storage)))
    except Exception:  # noqa: BLE001 — olefile raises whatever it meets on damaged streams
        return Embedded(sheet, problem="object_unreadable")


def in_xlsx(package: Package) -> list[Embedded]:
    """Objects of an OOXML workbook, by the relationships of its sheets."""
    found = []
    for sheet in package.sheets:
        for relation in package.relations(sheet.part):
            if relation.kind in OBJECT_KINDS:
                found.append(from_part(package, sheet.name, relation))
    return found[:EMBEDDED_OBJECTS]


def from_part(package: Package, sheet: str, relation: Relation) -> Embedded:
    """One object of an .xlsx."""
    if relation.external:
        return Embedded(sheet, problem="object_linked")
    content = package.part(relation.target)
    if not content:
        return Embedded(sheet, problem="only_icon")
    return from_content(sheet, relation.target.rpartition("/")[2], content)


def from_content(sheet: str, name: str, content: bytes) -> Embedded:
    """An object as its part holds it: an OLE compound file, or the file itself by the part's *name*."""
    if not content.startswith(OLE):
        return described(sheet, Payload(name, content))
    try:
        with olefile.OleFileIO(BytesIO(content)) as compound:
            return described(sheet, payload(compound))
    except Exception:  # noqa: BLE001 — olefile raises whatever it meets on damaged streams
        return Embedded(sheet, problem="object_unreadable")


def described(sheet: str, taken: Payload | None) -> Embedded:
    """An embedded file with its kind by content."""
    if taken is None:
        return Embedded(sheet, problem="object_unreadable")
    kind = taken.kind or content_kind(taken.data)
    return Embedded(sheet, taken.name, kind, taken.data, None if taken.whole else "object_unreadable")


def content_kind(data: bytes) -> str:
    """``zip``, ``docx``, ``xml`` …; a container that does not open keeps its general name."""
    kind = kind_of(data)
    if kind not in CONTAINERS:
        return kind
    try:
        return format_of(data)
    except EvidenceRefused:
        return kind
