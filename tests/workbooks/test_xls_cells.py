"""Our pass over the records of an .xls gives every cell that xlrd gives, and what is damaged is refused."""

from collections.abc import Iterable
from io import StringIO
from struct import pack, pack_into
from typing import Any

import pytest
import xlrd

from backoffice.rehearsal.making import compound
from backoffice.workbooks.formats import xls_cells
from backoffice.workbooks.formats.grid import ErrorValue, Grid, Value, used_length
from backoffice.workbooks.formats.xls_numbers import Numbers
from backoffice.workbooks.refusals import EvidenceRefused
from bench.making import books, xls
from bench.making.xls import Sheet
from bench.making.xls_art import record

EOF = record(0x0A)
BOF = record(0x809, pack("<HHHHII", 0x600, 0x20, 0, 0, 0, 0))
TEXT_RESULT, TRUE_RESULT, ERROR_RESULT, EMPTY_RESULT = (
    bytes([kind, 0, value, 0, 0, 0, 0xFF, 0xFF]) for kind, value in ((0, 0), (1, 1), (2, 0x07), (3, 0))
)


def stream_of(data: bytes) -> bytes:
    """The records of a workbook."""
    stream = compound.read(data).children["Workbook"]
    assert isinstance(stream, bytes)
    return stream


def with_records(records: bytes) -> bytes:
    """The stream of a workbook with one sheet that has *records* at its end."""
    stream = stream_of(xls.workbook([Sheet("Hoja", [["arriba", 1.5]])]))
    return stream.removesuffix(EOF) + records + EOF


def formula(column: int, result: bytes) -> bytes:
    """A formula in row 2 with its stored result."""
    return record(0x06, pack("<HHH", 1, column, 15) + result + bytes(8))


def grids(stream: bytes) -> list[Grid]:
    """The worksheets."""
    return [grid for grid, _, _ in xls_cells.sheets(stream) if grid]


def row(stream: bytes, number: int) -> list[Value]:
    """The cells of a row of the first sheet, counted from 1, up to the last that is there."""
    cells = grids(stream)[0].rows[number - 1]
    return cells[: used_length(cells)]


def as_xlrd(sheet: Any, datemode: int) -> Iterable[list[Value]]:
    """The rows of a sheet of xlrd as a grid has them."""
    for number in range(sheet.nrows):
        yield [value_of(cell, datemode) for cell in sheet.row(number)]


def value_of(cell: Any, datemode: int) -> Value:
    """A cell of xlrd as a grid has it."""
    if cell.ctype == xlrd.XL_CELL_DATE:
        return xlrd.xldate_as_datetime(cell.value, datemode)
    if cell.ctype == xlrd.XL_CELL_ERROR:
        return ErrorValue(xlrd.error_text_from_code[cell.value])
    if cell.ctype == xlrd.XL_CELL_BOOLEAN:
        return bool(cell.value)
    return cell.value if cell.ctype in (xlrd.XL_CELL_TEXT, xlrd.XL_CELL_NUMBER) else None


def trimmed(rows: Iterable[list[Value]]) -> list[list[Value]]:
    """Rows without what is empty at their end, and at the end of the sheet."""
    found = [cells[: used_length(cells)] for cells in rows]
    while found and not found[-1]:
        found.pop()
    return found


@pytest.mark.parametrize("kind", ["golden", "made"])
def test_every_cell_is_the_one_that_xlrd_reads(kind: str, xls: bytes) -> None:
    stream = stream_of(xls if kind == "golden" else books.as_xls(50, ()))

    book = xlrd.open_workbook(file_contents=stream, logfile=StringIO(), ragged_rows=True)

    assert [grid.name for grid in grids(stream)] == book.sheet_names()
    for grid, sheet in zip(grids(stream), book.sheets(), strict=True):
        assert trimmed(grid.rows) == trimmed(as_xlrd(sheet, book.datemode))


def test_formulas_are_read_by_their_stored_results() -> None:
    text = record(0x207, pack("<HB", 4, 0) + "año.".encode("latin-1"))

    cells = row(
        with_records(
            formula(0, pack("<d", 1490.41))
            + formula(1, TEXT_RESULT) + text
            + formula(2, TRUE_RESULT)
            + formula(3, ERROR_RESULT)
            + formula(4, EMPTY_RESULT)
            + formula(5, pack("<d", -2.5))
        ),
        2,
    )  # fmt: skip

    assert cells == [1490.41, "año.", True, ErrorValue("#DIV/0!"), "", -2.5]


def test_the_text_of_a_formula_goes_on_in_continue_records_in_either_width() -> None:
    records = (
        formula(0, TEXT_RESULT)
        + record(0x207, pack("<HB", 11, 0) + b"uno ")
        + record(0x3C, b"\x01" + "漢字 ".encode("utf-16-le"))
        + record(0x3C, b"\x00tres y algo que sobra")
    )

    assert row(with_records(records), 2) == ["uno 漢字 tres"]


def test_a_text_that_belongs_to_no_formula_is_passed_over() -> None:
    stray = record(0x207, pack("<HB", 4, 0) + b"nada")

    assert row(with_records(formula(0, pack("<d", 5)) + stray), 2) == [5.0]


def test_labels_truth_and_errors_are_read() -> None:
    rich = pack("<HHHHBH", 1, 1, 15, 3, 0x8, 1) + b"abc" + pack("<HH", 0, 0)
    records = (
        record(0x204, pack("<HHHHB", 1, 0, 15, 2, 1) + "ñ漢".encode("utf-16-le"))
        + record(0xD6, rich)
        + record(0x205, pack("<HHHBB", 1, 2, 15, 1, 0))
        + record(0x205, pack("<HHHBB", 1, 3, 15, 0x2A, 1))
    )

    assert row(with_records(records), 2) == ["ñ漢", "abc", True, ErrorValue("#N/A")]


def test_cells_of_a_chart_in_a_sheet_are_not_the_sheets() -> None:
    chart = BOF + record(0x203, pack("<HHHd", 0, 0, 0, 99)) + EOF

    assert row(with_records(chart + record(0x203, pack("<HHHd", 1, 0, 0, 7))), 1) == ["arriba", 1.5]


def test_more_columns_than_the_sheet_says_are_read() -> None:
    assert row(with_records(record(0x203, pack("<HHHd", 1, 255, 0, 7))), 2) == [None] * 255 + [7.0]


@pytest.mark.parametrize(
    "records",
    [
        record(0x203, pack("<HHHd", 1, 256, 0, 7)),  # beyond the last column
        record(0xFD, pack("<HHHI", 1, 0, 15, 5_000)),  # no such text
        record(0xFD, pack("<HHHi", 1, 0, 15, -1)),
        record(0xFD, pack("<HHHH", 1, 0, 15, 0)),  # a cell cut short
        record(0x27E, pack("<HHHI", 1, 0, 15, 0) + b"?"),
        record(0xBD, pack("<HHHIH", 1, 4, 15, 0, 9)),  # one cell that says it is six
        pack("<HH", 0x1234, 60_000),  # longer than the file
    ],
)
def test_damaged_cells_are_refused(records: bytes) -> None:
    with pytest.raises(EvidenceRefused) as refused:
        grids(with_records(records))

    assert refused.value.code == "damaged"


def test_a_sheet_that_does_not_end_is_damaged() -> None:
    stream = with_records(b"").removesuffix(EOF)

    with pytest.raises(EvidenceRefused):
        grids(stream)


def test_a_sheet_that_does_not_begin_where_it_is_said_to_is_damaged() -> None:
    stream = bytearray(with_records(b""))
    pack_into("<I", stream, stream.index(record(0x85)[:2] + pack("<H", 12)) + 4, 30)

    with pytest.raises(EvidenceRefused):
        grids(bytes(stream))


@pytest.mark.parametrize(
    ("packed", "number"),
    [
        (7 << 2 | 2, 7.0), (-7 << 2 | 2, -7.0), (149_041 << 2 | 3, 1490.41), (0x3FF80000, 1.5), (0x3FF80001, 0.015),
        (-0x40080000, -1.5), (2, 0.0),
    ],
)  # fmt: skip
def test_a_small_number_is_whole_or_of_centavos_or_half_a_double(packed: int, number: float) -> None:
    assert Numbers()[packed] == number
