"""A workbook opened, whatever its format: grids, embedded files, pictures. Still without meaning.

``EvidenceRefused`` where no cells can be read; what is wrong with objects or pictures is a remark.
"""

from dataclasses import dataclass, field
from io import BytesIO

import olefile

from backoffice.domain.findings import Finding
from backoffice.workbooks.contents import embedded
from backoffice.workbooks.contents.embedded import Embedded
from backoffice.workbooks.formats import biff
from backoffice.workbooks.formats.grid import Grid
from backoffice.workbooks.limits import WORKBOOK_BYTES
from backoffice.workbooks.refusals import EvidenceRefused
from backoffice.workbooks.remarks import remark
from backoffice.workbooks.sniff import readable_format


@dataclass(frozen=True, slots=True)
class RawPicture:
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


def open_workbook(data: bytes) -> Opened:
    """Open *data* by its true format."""
    if len(data) > WORKBOOK_BYTES:
        raise EvidenceRefused("too_large")
    found = readable_format(data)
    opened = OPENERS[found](data)
    if not opened.grids:
        raise EvidenceRefused("no_sheets", file_format=found)
    return opened


def open_xls(data: bytes) -> Opened:
    """BIFF8: cells by xlrd, the rest by our own walkers over the same stream."""
    from backoffice.workbooks.formats import xls_cells  # noqa: PLC0415 — each format loads its own libraries

    with compound_file(data) as compound:
        stream = workbook_stream(compound)
        if biff.version(stream) not in (0, biff.BIFF8):
            raise EvidenceRefused("old_format", file_format="xls")
        if biff.is_encrypted(stream):
            raise EvidenceRefused("encrypted", file_format="xls")
        opened = Opened("xls", xls_cells.grids(stream))
        try:
            opened.embedded = embedded.in_xls(compound, stream)
            opened.pictures = xls_pictures(stream)
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


def xls_pictures(stream: bytes) -> list[RawPicture]:
    """Pictures of the worksheets, in order of tabs and shapes."""
    from backoffice.workbooks.contents import escher  # noqa: PLC0415 — each format loads its own walkers

    store = escher.store(biff.drawing_group(stream))
    found = []
    for sheet in biff.sheets(stream):
        drawing = biff.drawing(stream, sheet.offset)
        for index in escher.shown(bytes(drawing.art), drawing.objects):
            blip = store[index - 1] if index <= len(store) else None
            kind, content = blip or ("", b"")
            found.append(RawPicture(sheet.name, content, kind))
    return found


def open_xlsx(data: bytes) -> Opened:
    """OOXML: the package is checked before any library sees it."""
    from backoffice.workbooks.contents import drawings  # noqa: PLC0415 — each format loads its own libraries
    from backoffice.workbooks.formats import opc, xlsx_cells  # noqa: PLC0415

    package = opc.Package(data)
    package.check_used_range()
    opened = Opened("xlsx", xlsx_cells.grids(data, "xlsx"))
    for grid in opened.grids:
        xlsx_cells.mark_special(grid, package)
    opened.embedded = embedded.in_xlsx(package)
    opened.pictures = [RawPicture(sheet, content) for sheet, content in drawings.pictures(package)]
    opened.drawn = {sheet.name for sheet in package.sheets if drawings.has_drawing(package, sheet)}
    opened.findings += macro_remarks(any(name.endswith("vbaproject.bin") for name in package.names()))
    return opened


def open_ods(data: bytes) -> Opened:
    """OpenDocument: cells alone."""
    from backoffice.workbooks.formats import ods, xlsx_cells  # noqa: PLC0415 — each format loads its own libraries

    ods.check(data)
    found = remark("other_spreadsheet_read", found="de OpenDocument (.ods)")
    return Opened("ods", xlsx_cells.grids(data, "ods"), findings=[found])


def macro_remarks(present: bool) -> list[Finding]:
    """Macros are never run, and told."""
    return [remark("macros_present")] if present else []


OPENERS = {"xls": open_xls, "xlsx": open_xlsx, "ods": open_ods}
