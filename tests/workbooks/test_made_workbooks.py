"""The workbooks that measurements are made with: an .xls written without any office program, an .xlsx written fast."""

from datetime import date, datetime
from io import BytesIO

import olefile
import python_calamine
import xlrd

from backoffice.workbooks import reading
from backoffice.workbooks.evidence import evidence_of
from backoffice.workbooks.opening import open_workbook
from bench.making import books, xls, xlsx
from bench.making.xls import Sheet
from tests.workbooks.making.evidence import screen

ROWS = (
    ("Ñandú", "漢字 y ñ", "", "a" * 8_000),
    (0, 7, -7, 1_000_000_000, 536_870_911, 536_870_912),
    (0.5, 12.34, -1490.41, 98.3607, 1e300, 0.1 + 0.2),
    (),
    (None, None, date(2026, 9, 15), True, False, None, "fin"),
)
BACK = [
    ["Ñandú", "漢字 y ñ", "", "a" * 8_000],
    [0.0, 7.0, -7.0, 1_000_000_000.0, 536_870_911.0, 536_870_912.0],
    [0.5, 12.34, -1490.41, 98.3607, 1e300, 0.30000000000000004],
    [],
    [None, None, datetime(2026, 9, 15), True, False, None, "fin"],  # noqa: DTZ001
]


def without_end(row: list[object]) -> list[object]:
    """The cells up to the last one that is there."""
    while row and row[-1] is None:
        row = row[:-1]
    return row


def test_xlrd_reads_back_the_cells_of_an_xls_that_is_written() -> None:
    data = xls.workbook([Sheet("Uno", [["x"]]), Sheet("Dos ñ", ROWS, hidden=True)])

    book = xlrd.open_workbook(file_contents=data, ragged_rows=True)
    sheet = book.sheet_by_name("Dos ñ")

    assert book.sheet_names() == ["Uno", "Dos ñ"]
    assert (book.sheet_by_name("Uno").visibility, sheet.visibility) == (0, 1)
    assert sheet.row_values(0) == ["Ñandú", "漢字 y ñ", "", "a" * 8_000]
    assert sheet.row_values(1) == [0, 7, -7, 1_000_000_000, 536_870_911, 536_870_912]
    assert sheet.row_values(2) == [0.5, 12.34, -1490.41, 98.3607, 1e300, 0.30000000000000004]
    assert sheet.row_values(3) == []
    assert list(sheet.row_types(4)) == [xlrd.XL_CELL_EMPTY] * 2 + [
        xlrd.XL_CELL_DATE, xlrd.XL_CELL_BOOLEAN, xlrd.XL_CELL_BOOLEAN, xlrd.XL_CELL_EMPTY, xlrd.XL_CELL_TEXT,
    ]  # fmt: skip
    assert sheet.row_values(4)[2:4] == [46280.0, 1]


def test_our_reader_gives_the_cells_and_pictures_of_an_xls_that_is_written() -> None:
    pictures = [screen(f"Pantalla {number}", number) for number in range(45)]

    opened = open_workbook(xls.workbook([Sheet("Uno", ROWS, pictures[:2]), Sheet("Dos", [], pictures[2:])]))

    assert [without_end(row) for row in opened.grids[0].rows] == BACK
    assert opened.grids[1].rows == []
    assert [(p.sheet, p.format, p.data) for p in opened.pictures] == [
        ("Uno" if number < 2 else "Dos", "png", picture) for number, picture in enumerate(pictures)
    ]


def test_texts_and_pictures_beyond_one_record_go_on_in_the_next() -> None:
    texts = [[f"Texto número {number}", "ñ" * (number % 50)] for number in range(5_000)]

    grid = open_workbook(xls.workbook([Sheet("Textos", texts)])).grids[0]

    assert grid.rows == texts


def test_the_same_rows_as_xls_and_as_xlsx_say_the_same() -> None:
    pictures = books.screens(2, 20)
    as_xls = reading.read(books.as_xls(61, pictures))
    as_xlsx = reading.read(books.as_xlsx(61, pictures))
    in_cells = reading.read(books.as_xlsx(61, pictures, shared=False))

    assert as_xlsx == in_cells
    assert (as_xls.rows, as_xls.sheets, as_xls.cfdi) == (as_xlsx.rows, as_xlsx.sheets, as_xlsx.cfdi)
    assert as_xls.embedded == as_xlsx.embedded
    assert as_xls.pictures == as_xlsx.pictures
    assert [(row.section, row.number) for row in as_xls.rows] == [
        *(("samples", number) for number in range(1, 32)),
        *(("assessment", number) for number in range(1, 31)),
    ]
    assert [file.name for file in as_xls.embedded] == ["avisos.zip", "recibo.xml"]
    assert [finding.code for finding in as_xls.findings] == []


def test_an_xlsx_that_is_written_has_what_other_readers_look_for() -> None:
    for shared in (True, False):
        data = xlsx.workbook([Sheet("Uno", ROWS), Sheet("Dos", [["x & <y>"]], hidden=True)], {}, shared=shared)

        with python_calamine.load_workbook(BytesIO(data)) as book:
            rows = book.get_sheet_by_name("Uno").to_python()
            assert book.get_sheet_by_name("Dos").to_python() == [["x & <y>"]]
        assert rows[0][:2] == ["Ñandú", "漢字 y ñ"]
        assert rows[2][:4] == [0.5, 12.34, -1490.41, 98.3607]
        assert rows[4][2:5] == [date(2026, 9, 15), True, False]


def test_the_compound_file_holds_the_objects_by_their_storages() -> None:
    with olefile.OleFileIO(BytesIO(books.as_xls(4, books.screens(1, 10)))) as compound:
        storages = {path[0] for path in compound.listdir()}

    assert storages == {"Workbook", "MBD01A00001", "MBD01A00002"}


def test_evidence_of_a_thousand_rows_is_read_to_the_last() -> None:
    evidence = evidence_of(books.as_xls(1_000, ()))

    assert len(evidence.rows) == 1_000
    last = evidence.rows[-1]
    assert (last.section, last.number, last.row) == ("assessment", 500, 1_007)
    assert [(step, a.cell, a.shown) for step, a in last.answers.items()] == [("withholding", "W1007", "839.5")]
