"""Cells of .xlsx (and .ods): python-calamine, and openpyxl read-only where it fails.

calamine gives '' for error cells and for formulas that were never calculated: the sheet's own XML tells them.
"""

import re
from collections.abc import Iterator
from io import BytesIO
from typing import Any
from xml.parsers import expat

import python_calamine

from backoffice.workbooks.formats.grid import ErrorValue, Grid, Uncalculated, parse_address
from backoffice.workbooks.formats.opc import Package
from backoffice.workbooks.refusals import EvidenceRefused

SPECIAL = re.compile(rb"""<(?:\w+:)?f[\s/>]|\st=["']e["']""")


def grids(data: bytes, file_format: str) -> list[Grid]:
    """Every worksheet, charts left out."""
    try:
        return list(calamine_grids(data))
    except (KeyboardInterrupt, SystemExit, MemoryError):
        raise
    except BaseException:  # noqa: BLE001 — a panic of calamine is no Exception
        return fallback(data, file_format)


def calamine_grids(data: bytes) -> Iterator[Grid]:
    """The sheets as python-calamine sees them."""
    with python_calamine.load_workbook(BytesIO(data)) as book:
        for sheet in book.sheets_metadata:
            if sheet.typ != python_calamine.SheetTypeEnum.WorkSheet:
                continue
            hidden = sheet.visible != python_calamine.SheetVisibleEnum.Visible
            content = book.get_sheet_by_name(sheet.name)
            row, column = content.start or (0, 0)
            rows: list[list[Any]] = content.to_python(skip_empty_area=True)
            if column:
                rows = [[None] * column + cells for cells in rows]
            yield Grid(sheet.name, hidden, row + 1, rows)


def fallback(data: bytes, file_format: str) -> list[Grid]:
    """The sheets as openpyxl sees them; refused as damaged where it fails too."""
    if file_format != "xlsx":
        raise EvidenceRefused("damaged", file_format=file_format)
    try:
        import openpyxl  # noqa: PLC0415 — slow to import, seldom needed

        book = openpyxl.load_workbook(BytesIO(data), read_only=True, data_only=True)
        return [openpyxl_grid(sheet) for sheet in book.worksheets]
    except MemoryError:
        raise
    except Exception as problem:
        raise EvidenceRefused("damaged", file_format=file_format) from problem


def openpyxl_grid(sheet: Any) -> Grid:
    """One sheet of openpyxl, whatever its dimension claims."""
    sheet.reset_dimensions()
    return Grid(
        sheet.title, sheet.sheet_state != "visible", 1, [list(row) for row in sheet.iter_rows(values_only=True)]
    )


def mark_special(grid: Grid, package: Package) -> None:
    """Put errors and uncalculated formulas where the sheet's XML has them."""
    parts = {sheet.name: sheet.part for sheet in package.sheets}
    content = package.part(parts.get(grid.name, ""))
    if not SPECIAL.search(content):
        return
    for reference, value in special_cells(content):
        try:
            row, column = parse_address(reference)
        except ValueError:
            continue
        grid.replace(row, column, value)


def special_cells(content: bytes) -> list[tuple[str, ErrorValue | Uncalculated]]:
    """Addresses of error cells and of formulas without value; what comes after broken XML is left out."""
    reader = SpecialCells()
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler, parser.EndElementHandler = reader.start, reader.end
    parser.CharacterDataHandler = reader.text
    try:
        parser.Parse(content, True)
    except expat.ExpatError:
        pass
    return reader.found


class SpecialCells:
    """Handlers for the XML of a sheet: ``c`` (address, type) holds ``f`` (formula) and ``v`` (stored value)."""

    def __init__(self) -> None:
        self.found: list[tuple[str, ErrorValue | Uncalculated]] = []
        self._cell: dict[str, str] = {}
        self._open = ""

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """A cell, or a part of one."""
        tag = name.rpartition(":")[2]
        if tag == "c":
            self._cell = {"at": attributes.get("r", ""), "kind": attributes.get("t", "")}
        elif tag in {"f", "v"} and self._cell:
            self._cell[tag] = ""
            self._open = tag

    def text(self, characters: str) -> None:
        """Of a formula or of a value."""
        if self._open:
            self._cell[self._open] += characters

    def end(self, name: str) -> None:
        """A whole cell is known at its end."""
        self._open = ""
        if name.rpartition(":")[2] != "c":
            return
        cell, self._cell = self._cell, {}
        if cell.get("kind") == "e":
            self.found.append((cell["at"], ErrorValue(cell.get("v", "")[:20] or "#N/A")))
        elif "f" in cell and not cell.get("v") and cell["kind"] != "str":
            self.found.append((cell["at"], Uncalculated()))
