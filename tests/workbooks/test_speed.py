"""Reading keeps near what reading the cells alone takes. Margins are wide: this is to see a slip of many times."""

from io import BytesIO, StringIO

import python_calamine
import xlrd

from backoffice.workbooks.evidence import evidence_of
from bench.making import books
from tests.timing import best

ROWS = 5_000


def by_calamine(data: bytes) -> None:
    """The cells of all sheets by python-calamine alone."""
    with python_calamine.load_workbook(BytesIO(data)) as book:
        for name in book.sheet_names:
            book.get_sheet_by_name(name).to_python()


def test_an_xlsx_of_five_thousand_rows_is_read_nearly_as_fast_as_its_cells_alone() -> None:
    data = books.as_xlsx(ROWS, books.screens(4, 40))

    alone, taken = best(lambda: by_calamine(data)), best(lambda: evidence_of(data))

    assert taken <= 12 * alone


def test_an_xls_of_five_thousand_rows_is_read_nearly_as_fast_as_xlrd_reads_its_cells() -> None:
    data = books.as_xls(ROWS, books.screens(4, 40))

    alone = best(lambda: xlrd.open_workbook(file_contents=data, logfile=StringIO()))
    taken = best(lambda: evidence_of(data))

    assert taken <= 5 * alone
