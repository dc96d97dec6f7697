"""A workbook opened, whatever its format: grids, embedded files, pictures. Still without meaning.

``EvidenceRefused`` where no cells can be read; what is wrong with objects or pictures is a remark.
"""

from dataclasses import dataclass, field
from io import BytesIO
from typing import TYPE_CHECKING, NamedTuple

import olefile

from backoffice.domain.findings import Finding
from backoffice.workbooks.contents import embedded, escher
from backoffice.workbooks.contents.embedded import Embedded
from backoffice.workbooks.formats import biff
from backoffice.workbooks.formats.grid import Grid, Tells
from backoffice.workbooks.limits import WORKBOOK_BYTES
from backoffice.workbooks.refusals import EvidenceRefused
from backoffice.workbooks.remarks import remark
from backoffice.workbooks.sniff import readable_format

if TYPE_CHECKING:
    from backoffice.workbooks.contents.open_document import Document


class RawPicture(NamedTuple):
    """The bytes of a picture; ``format`` where the container tells it."""

    sheet: str
    data: bytes
    format: str = ""


@dataclass(slots=True)
class Opened:
    """All that a workbook holds. ``drawn`` names sheets with a drawing, be it empty."""

    format: str
    grids: list[Grid]
    embedded: list[Embedded] = field(default_factory=list)
    pictures: list[RawPicture] = field(default_factory=list)
    drawn: set[str] = field(default_factory=set)
    findings: list[Finding] = field(default_factory=list)


def open_workbook(data: bytes, tells: Tells | None = None) -> Opened:
    """Open *data* by its true format. Of a long sheet, only what follows a text that *tells* something need be read."""
    if len(data) > WORKBOOK_BYTES:
        raise EvidenceRefused("too_large")
    found = readable_format(data)
    opened = open_xlsx(data, tells) if found == "xlsx" else OPENERS[found](data)
    if not opened.grids:
        raise EvidenceRefused("no_sheets", file_format=found)
    return opened


def open_xls(data: bytes) -> Opened:
    """BIFF8: cells and drawings in one pass over the stream, then what the drawings show."""
    from backoffice.workbooks.formats import xls_cells  # noqa: PLC0415 — each format loads its own libraries

    with compound_file(data) as compound:
        stream = workbook_stream(compound)
        if biff.version(stream) not in (0, biff.BIFF8):
            raise EvidenceRefused("old_format", file_format="xls")
        if biff.is_encrypted(stream):
            raise EvidenceRefused("encrypted", file_format="xls")
        sheets = xls_cells.sheets(stream)
        drawings = [(name, drawing) for _, name, drawing in sheets]
        opened = Opened("xls", [grid for grid, _, _ in sheets if grid])
        try:
            opened.embedded = embedded.in_xls(compound, drawings)
            opened.pictures = xls_pictures(stream, drawings)
            opened.findings += macro_remarks("_VBA_PROJECT_CUR" in {path[0] for path in compound.listdir()})
        except MemoryError:
            raise
        except Exception:  # noqa: BLE001 — cells were read; whatever damaged drawings raise is a remark
            opened.findings.append(remark("objects_unreadable"))
    return opened


def compound_file(data: bytes) -> olefile.OleFileIO:
    """The OLE file; refused as damaged where it does not open."""
    try:
        return olefile.OleFileIO(BytesIO(data))
    except MemoryError:
        raise
    except Exception as problem:
        raise EvidenceRefused("damaged", file_format="xls") from problem


def workbook_stream(compound: olefile.OleFileIO) -> bytes:
    """The stream of records."""
    try:
        return bytes(compound.openstream("Workbook").read())
    except MemoryError:
        raise
    except Exception as problem:
        raise EvidenceRefused("damaged", file_format="xls") from problem


def xls_pictures(stream: bytes, drawings: list[tuple[str, biff.Drawing]]) -> list[RawPicture]:
    """Pictures of the sheets (name, drawing), in order of tabs and shapes."""
    store = escher.store(biff.drawing_group(stream))
    found = []
    for sheet, drawing in drawings:
        for index in escher.shown(bytes(drawing.art), drawing.objects):
            blip = store[index - 1] if index <= len(store) else None
            kind, content = blip or ("", b"")
            found.append(RawPicture(sheet, content, kind))
    return found


def open_xlsx(data: bytes, tells: Tells | None) -> Opened:
    """OOXML: the package is checked before any library sees it."""
    from backoffice.workbooks.contents import drawings  # noqa: PLC0415 — each format loads its own libraries
    from backoffice.workbooks.formats import opc, xlsx_cells  # noqa: PLC0415

    package = opc.Package(data)
    opened = Opened("xlsx", xlsx_cells.grids(package, data, tells))
    opened.embedded = embedded.in_xlsx(package)
    opened.pictures = [RawPicture(sheet, content) for sheet, content in drawings.pictures(package)]
    opened.drawn = {sheet.name for sheet in package.sheets if drawings.has_drawing(package, sheet)}
    opened.findings += macro_remarks(any(name.endswith("vbaproject.bin") for name in package.names()))
    return opened


def open_ods(data: bytes) -> Opened:
    """OpenDocument as a package."""
    from backoffice.workbooks.contents import open_document  # noqa: PLC0415 — each format loads its own libraries

    return opened_document(open_document.packaged(data), "ods")


def open_fods(data: bytes) -> Opened:
    """OpenDocument as one flat XML file."""
    from backoffice.workbooks.contents import open_document  # noqa: PLC0415 — each format loads its own libraries

    return opened_document(open_document.flat(data), "fods")


def opened_document(document: "Document", found: str) -> Opened:
    """All that an OpenDocument spreadsheet holds, with the remark that the guide asks for another format."""
    opened = Opened(found, document.grids)
    opened.findings += [remark("other_spreadsheet_read", found=f"OpenDocument (.{found})")]
    opened.findings += macro_remarks(document.macros)
    opened.embedded = document.embedded()
    opened.pictures = [RawPicture(sheet, content) for sheet, content in document.pictures()]
    return opened


def macro_remarks(present: bool) -> list[Finding]:
    """Macros are never run, and told."""
    return [remark("macros_present")] if present else []


OPENERS = {"xls": open_xls, "ods": open_ods, "fods": open_fods}
