"""Cells of .xlsx: python-calamine, and openpyxl read-only where it fails.

calamine never sees the package itself, only one of ours with the sheets as far as they matter.
"""

from io import BytesIO
from typing import Any

import python_calamine

from backoffice.workbooks.formats.abridging import Abridged, abridged
from backoffice.workbooks.formats.grid import LEFT_OUT, NOTHING, Grid, Tells, Value
from backoffice.workbooks.formats.opc import Package
from backoffice.workbooks.formats.special_cells import mark_special
from backoffice.workbooks.formats.stand_in import stand_in
from backoffice.workbooks.refusals import EvidenceRefused


def grids(package: Package, data: bytes, tells: Tells | None) -> list[Grid]:
    """Every worksheet of *package*, which *data* is; of a long one the rows that can matter by what *tells* knows."""
    sheets = [sheet for sheet in package.sheets if sheet.kind == "worksheet"]
    shared = package.shared_texts()
    contents = [abridged(package.sound_part(sheet.part), shared, tells) for sheet in sheets]
    for sheet in sheets:
        package.let_go(sheet.part)
    made = [Grid(sheet.name, sheet.hidden) for sheet in sheets]
    try:
        fill(made, contents, stand_in(package, (part for content in contents for part in content.parts)))
    except (KeyboardInterrupt, SystemExit, MemoryError):
        raise
    except BaseException:  # noqa: BLE001 — a panic of calamine is no Exception
        made = fallback(data)
    by_name = {grid.name: grid for grid in made}
    for sheet, content in zip(sheets, contents, strict=True):
        for part in content.parts if sheet.name in by_name else ():
            mark_special(by_name[sheet.name], part, alike=content.alike)
    return made


def fill(made: list[Grid], contents: list[Abridged], package: bytes) -> None:
    """The cells of each sheet as python-calamine sees those of its parts in *package*."""
    with python_calamine.load_workbook(BytesIO(package)) as book:
        number = 0
        for grid, content in zip(made, contents, strict=True):
            stretches = []
            for _ in content.parts:
                number += 1
                stretches.append(stretch(book.get_sheet_by_name(str(number))))
            lay_out(grid, stretches, content)


def stretch(sheet: python_calamine.CalamineSheet) -> tuple[int, list[list[Value]]]:
    """The number of the first row, and the rows from column A on."""
    row, column = sheet.start or (0, 0)
    rows: list[list[Any]] = sheet.to_python(skip_empty_area=True)
    return row + 1, [[None] * column + cells for cells in rows] if column else rows


def lay_out(grid: Grid, stretches: list[tuple[int, list[list[Value]]]], content: Abridged) -> None:
    """Put the stretches of rows where they stand, and a mark where rows were left out."""
    if len(stretches) == 1 and not content.left_out:
        ((grid.first_row, grid.rows),) = stretches
        return
    ends = [*content.left_out, *(edge for first, rows in stretches if rows for edge in (first, first + len(rows) - 1))]
    grid.left_out_columns, grid.first_row = content.columns, min(ends, default=1)
    grid.rows = [NOTHING] * (max(ends, default=0) + 1 - grid.first_row)
    for number in content.left_out:
        grid.rows[number - grid.first_row] = LEFT_OUT
    for first, rows in stretches:
        grid.rows[first - grid.first_row : first - grid.first_row + len(rows)] = rows


def fallback(data: bytes) -> list[Grid]:
    """The sheets as openpyxl sees them; refused as damaged where it fails too."""
    try:
        import openpyxl  # noqa: PLC0415 — slow to import, seldom needed

        book = openpyxl.load_workbook(BytesIO(data), read_only=True, data_only=True)
        return [openpyxl_grid(sheet) for sheet in book.worksheets]
    except MemoryError:
        raise
    except Exception as problem:
        raise EvidenceRefused("damaged", file_format="xlsx") from problem


def openpyxl_grid(sheet: Any) -> Grid:
    """One sheet of openpyxl, whatever its dimension claims."""
    sheet.reset_dimensions()
    return Grid(
        sheet.title, sheet.sheet_state != "visible", 1, [list(row) for row in sheet.iter_rows(values_only=True)]
    )
