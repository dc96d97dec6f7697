"""Cells of .xls: xlrd with ragged rows, which keeps error cells and never aborts.

It is given the bare stream of records: its own reading of OLE containers refuses some that Excel opens.
"""

from datetime import datetime
from io import StringIO
from typing import Any

import xlrd

from backoffice.workbooks.formats.grid import ErrorValue, Grid, Value
from backoffice.workbooks.refusals import EvidenceRefused

VISIBLE = 0


def grids(stream: bytes) -> list[Grid]:
    """Every worksheet of a stream of BIFF8 records; refused as damaged where xlrd fails."""
    try:
        book = xlrd.open_workbook(file_contents=stream, logfile=StringIO(), ragged_rows=True)
        return [xlrd_grid(sheet, book.datemode) for sheet in book.sheets()]
    except MemoryError:
        raise
    except Exception as problem:
        raise EvidenceRefused("damaged", file_format="xls") from problem


def xlrd_grid(sheet: Any, datemode: int) -> Grid:
    """One sheet of xlrd as a grid."""
    rows = [
        [cell_value(kind, value, datemode) for kind, value in zip(sheet.row_types(r), sheet.row_values(r), strict=True)]
        for r in range(sheet.nrows)
    ]
    return Grid(sheet.name, sheet.visibility != VISIBLE, 1, rows)


def cell_value(kind: int, value: Any, datemode: int) -> Value:
    """One cell; numbers shown as dates become dates, as in .xlsx."""
    if kind in (xlrd.XL_CELL_EMPTY, xlrd.XL_CELL_BLANK):
        return None
    if kind == xlrd.XL_CELL_DATE:
        return date_value(value, datemode)
    if kind == xlrd.XL_CELL_BOOLEAN:
        return bool(value)
    if kind == xlrd.XL_CELL_ERROR:
        return ErrorValue(xlrd.error_text_from_code.get(value, "#N/A"))
    return value if isinstance(value, (str, float, int)) else None


def date_value(serial: float, datemode: int) -> Value:
    """A serial as date and time, which have no zone in cells; the number itself where the calendar has no such day."""
    try:
        moment: datetime = xlrd.xldate_as_datetime(serial, datemode)
    except (OverflowError, ValueError):
        return serial
    return moment
