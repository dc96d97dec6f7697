"""How much of a sheet of an .xlsx has cells, by its XML and whatever its dimension says. Nothing is read of them."""

import re

from backoffice.workbooks.formats.grid import parse_address
from backoffice.workbooks.limits import MEGABYTE, USED_CELLS
from backoffice.workbooks.refusals import EvidenceRefused

CELL_COLUMN = re.compile(rb"""\sr=["']([A-Za-z]{1,3})[0-9]""")
CELL_ROW = re.compile(rb"""\sr=["'][A-Za-z]{1,3}([0-9]{1,7})["']""")
PIECE, LONGEST_ADDRESS = 4 * MEGABYTE, 32


def check_whole(sheet: bytes) -> None:
    """Refuse a sheet with more cells than the limit, or whose cells span more, however its rows are written."""
    check_count(sheet)
    if used_cells(sheet) > USED_CELLS:
        raise EvidenceRefused("too_far", file_format="xlsx")


def check_count(sheet: bytes) -> None:
    """Refuse more cells than the limit, be it that some are there twice."""
    if len(sheet) > USED_CELLS and sheet.count(b"<c ") + sheet.count(b":c ") > USED_CELLS:
        raise EvidenceRefused("expands_too_much", file_format="xlsx")


def used_cells(sheet: bytes) -> int:
    """Rows × columns of the rectangle that the cells of a sheet span; read in stretches, to stay small."""
    columns: set[bytes] = set()
    rows: set[bytes] = set()
    for start in range(0, len(sheet), PIECE):
        stretch = sheet[start : start + PIECE + LONGEST_ADDRESS]
        columns.update(CELL_COLUMN.findall(stretch))
        rows.update(CELL_ROW.findall(stretch))
    if not columns:
        return 0
    numbers = [int(row) for row in rows]
    places = [column_of(letters) for letters in columns]
    return (max(numbers) - min(numbers) + 1) * (max(places) - min(places) + 1)


def column_of(start: bytes) -> int:
    """The column, from 0, of an address of which the beginning is known: ``AB1`` of ``AB12``; 0 where it is none."""
    try:
        return parse_address(start.decode("ascii").rstrip('0123456789"') + "1")[1]
    except ValueError:
        return 0
