"""The given cells of tab 2: read in the words of ``CASES.csv``, however people and programs write them."""

import json
from datetime import date, datetime, time
from io import BytesIO

import openpyxl
import pytest

from backoffice.domain.evidence import AnswerRow
from backoffice.workbooks import template, transcript
from backoffice.workbooks.evidence import evidence_of
from backoffice.workbooks.formats.grid import ErrorValue, Grid, Uncalculated
from backoffice.workbooks.meaning.amortizations import tables
from backoffice.workbooks.meaning.given import READERS
from backoffice.workbooks.meaning.receipt_asked import receipt_asked
from bench.making.books import as_xlsx

FIRST_SAMPLE = {
    "name": "MUÑOZ ÁVILA, ANA LUCÍA", "rfc": "XAXX010101000", "curp": "XEXX010101HNEXXXA4", "discount_type": "2",
    "discount_value": "3000", "frequency": "fortnight", "period_start": "2026-09-01", "period_end": "2026-09-15",
    "paid_on": "2026-09-15", "hired_on": "", "left_on": "", "daily_wage": "500", "sdi": "524.65", "changed_sdi": "",
    "sdi_changed_on": "", "zone": "general", "absences": "", "wage_available": "3100.5", "first_payroll": "yes",
}  # fmt: skip


@pytest.mark.parametrize(
    ("cell", "read"),
    [
        (date(2024, 3, 14), "2024-03-14"),
        (datetime.fromisoformat("2024-03-14T00:00"), "2024-03-14"),
        (datetime.fromisoformat("2024-03-14T23:59"), "2024-03-14"),
        (45365, "2024-03-14"),
        (45365.0, "2024-03-14"),
        ("45365", "2024-03-14"),
        ("2024-03-14", "2024-03-14"),
        ("2024-03-14T00:00:00", "2024-03-14"),
        ("2024/3/14", "2024-03-14"),
        ("14/03/2024", "2024-03-14"),
        ("4/3/2024", "2024-03-04"),
        ("14-03-24", "2024-03-14"),
        (" 14/mar/2024 ", "2024-03-14"),
        ("14-MAR-2024", "2024-03-14"),
        ("14 de marzo de 2024", "2024-03-14"),
        ("14 marzo 2024", "2024-03-14"),
        ("1 sept. 2024", "2024-09-01"),
        ("No aplica", ""),
        ("N/A", ""),
        ("—", ""),
        ("-", ""),
        ("31/02/2024", None),
        ("03/14/2024", None),
        ("pronto", None),
        ("", None),
        ("   ", None),
        (None, None),
        (True, None),
        (12, None),
        (1e300, None),
        (float("nan"), None),
        (time(12, 0), None),
        (ErrorValue("#N/A"), None),
        (Uncalculated(), None),
        ("9" * 10_000, None),
    ],
)
def test_a_date_is_read_however_it_is_written(cell, read):
    assert READERS["hired_on"](cell) == read


@pytest.mark.parametrize(
    ("column", "cell", "read"),
    [
        ("sdi", 524.65, "524.65"),
        ("sdi", 524.6500000000001, "524.65"),
        ("sdi", "524.65000", "524.65"),
        ("sdi", "$ 2,524.65", "2524.65"),
        ("sdi", 2450, "2450"),
        ("sdi", "no aplica", ""),
        ("sdi", "–", ""),
        ("sdi", "quinientos", None),
        ("sdi", date(2026, 1, 1), None),
        ("sdi", ErrorValue("#REF!"), None),
        ("sdi", "", None),
        ("discount_value", "25 %", "25"),
        ("discount_value", "26.0528", "26.0528"),
        ("discount_type", "2 Cuota fija", "2"),
        ("discount_type", "3 Factor de descuento", "3"),
        ("discount_type", "Porcentaje", "1"),
        ("discount_type", "CUOTA FIJA", "2"),
        ("discount_type", 3.0, "3"),
        ("discount_type", 7, None),
        ("discount_type", "—", ""),
        ("frequency", "Quincenal", "fortnight"),
        ("frequency", "SEMANAL", "weekly"),
        ("frequency", "Catorcenal", "fourteen_day"),
        ("frequency", "mensual ", "month"),
        ("frequency", "Bimestral", "bimester"),
        ("frequency", "diaria", None),
        ("zone", "Frontera norte", "border"),
        ("zone", "Zona libre de la frontera norte", "border"),
        ("zone", "GENERAL", "general"),
        ("first_payroll", "Sí", "yes"),
        ("first_payroll", "SI", "yes"),
        ("first_payroll", "No", "no"),
        ("first_payroll", True, "yes"),
        ("first_payroll", "quizá", None),
        ("absences", "2025-05-03 a 2025-05-05; 2025-05-09", "2025-05-03..2025-05-05;2025-05-09"),
        ("absences", "03/05/2025 al 05/05/2025 y 09/05/2025", "2025-05-03..2025-05-05;2025-05-09"),
        ("absences", "2025-05-03..2025-05-05", "2025-05-03..2025-05-05"),
        ("absences", "3/may/2025 – 5/may/2025, 9/may/2025", "2025-05-03..2025-05-05;2025-05-09"),
        ("absences", date(2025, 5, 3), "2025-05-03"),
        ("absences", "No aplica", ""),
        ("absences", "tres días", None),
        ("absences", "2025-05-03 a 2025-05-05 a 2025-05-07", None),
        ("absences", ";", None),
        ("absences", "2025-05-03;" * 1000, None),
        ("name", "  Ana   Lucía\nMuñoz ", "Ana Lucía Muñoz"),
        ("name", 7, None),
        ("name", "x" * 100_000, "x" * 120),
        ("rfc", "XAXX010101000", "XAXX010101000"),
    ],
)
def test_a_cell_is_read_in_the_words_of_the_cases(column, cell, read):
    assert READERS[column](cell) == read


@pytest.mark.parametrize("kind", ["xlsx", "xls", "ods", "fods"])
def test_every_format_gives_the_same(request, kind):
    evidence = evidence_of(request.getfixturevalue(kind))

    rows = {(row.section, row.number): row.given for row in evidence.rows}
    assert rows["samples", 1] == FIRST_SAMPLE
    assert rows["samples", 2]["absences"] == "2026-09-05..2026-09-06;2026-09-09"
    assert rows["samples", 2]["hired_on"] == "2026-09-03"
    assert rows["samples", 3]["sdi_changed_on"] == "2026-09-08"
    assert rows["assessment", 1]["frequency"] == "weekly"
    assert not {"discount_type", "discount_value"} & rows["assessment", 1].keys()


def test_what_tab_4_asks_for_is_read_from_its_labels(xlsx):
    assert evidence_of(xlsx).receipt_asked == {
        "section": "assessment", "number": "2", "nss": "66554433221", "period_start": "2026-09-01",
        "period_end": "2026-09-15",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("rows", "asked"),
    [
        ([], {}),
        ([["NSS"]], {}),
        ([["NSS", None, 66554433221.0]], {"nss": "66554433221"}),
        ([["NSS", "6655-44-3322-1"]], {"nss": "66554433221"}),
        ([["NSS", "no sé"], ["NSS", "66554433221"]], {"nss": "66554433221"}),
        ([["nss:", 3149512340]], {"nss": "03149512340"}),
        ([["Inicio del periodo", date(2026, 9, 1)]], {"period_start": "2026-09-01"}),
        ([["x" * 100_000, "NSS"]], {}),
        ([[None] * 11 + ["NSS", "66554433221"]], {"nss": "66554433221"}),
        ([[None]] * 60 + [["NSS", "66554433221"]], {}),
    ],
)
def test_labels_of_tab_4_are_read_where_they_are_and_nothing_is_guessed(rows, asked):
    assert receipt_asked(Grid("4. CFDI", rows=rows)) == asked


def test_without_a_fourth_tab_nothing_is_asked():
    assert receipt_asked(None) == {}


def test_a_transcript_brings_the_given_cells_back_and_names_its_columns_once(xlsx):
    evidence = evidence_of(xlsx)

    written = json.dumps(transcript.to_json(evidence))

    assert transcript.from_json(json.loads(written)) == evidence
    assert written.count('"sdi_changed_on"') == 2  # once a section


def changed(test_set, touch):
    """The given cells by row after *touch* changed the sheet of tab 2."""
    book = openpyxl.load_workbook(BytesIO(template.write(test_set)))
    touch(book["2. Amortizaciones"])
    out = BytesIO()
    book.save(out)
    return {(row.section, row.number): row.given for row in evidence_of(out.getvalue()).rows}


def heading(sheet, title):
    """The first cell with this heading."""
    return next(cell for row in sheet.iter_rows(max_row=8) for cell in row if cell.value == title)


def test_a_column_that_lost_its_heading_gives_nothing(test_set):
    rows = changed(test_set, lambda sheet: setattr(heading(sheet, "SDI"), "value", None))

    assert rows["samples", 1] == {name: value for name, value in FIRST_SAMPLE.items() if name != "sdi"}


@pytest.mark.parametrize(
    ("kind", "cell", "read"),
    [
        ("1 Porcentaje", 0.25, "25"),
        ("1 Porcentaje", "25%", "25"),
        ("1 Porcentaje", 25, "25"),
        ("1 Porcentaje", "0.25", "0.25"),
        ("1 Porcentaje", 0, "0"),
        ("1 Porcentaje", "No aplica", ""),
        ("3 Factor de descuento", 0.25, "0.25"),
        (None, 0.25, "0.25"),
    ],
)
def test_a_percentage_is_read_from_a_cell_with_that_format_as_well(test_set, kind, cell, read):
    def touch(sheet):
        row = heading(sheet, "NSS").row + 1
        sheet.cell(row, heading(sheet, "Tipo de descuento").column).value = kind
        sheet.cell(row, heading(sheet, "Valor del descuento").column).value = cell

    assert changed(test_set, touch)["samples", 1]["discount_value"] == read


def test_of_a_column_that_stands_twice_nobody_can_say_which_one_was_given(test_set):
    rows = changed(test_set, lambda sheet: setattr(heading(sheet, "Descuento diario"), "value", "SDI"))

    assert "sdi" not in rows["samples", 1]
    assert rows["samples", 1]["daily_wage"] == "500"


def test_columns_in_another_order_and_put_in_between_are_found(test_set):
    rows = changed(test_set, lambda sheet: sheet.insert_cols(1, 3))

    assert rows["samples", 1] == FIRST_SAMPLE


def test_the_first_two_hundred_rows_of_a_section_have_their_given_cells_and_no_more_are_read():
    rows = evidence_of(as_xlsx(600, [])).rows

    samples = [row for row in rows if row.section == "samples"]
    assert [len(samples), sum(bool(row.given) for row in samples)] == [300, 200]
    assert samples[199].given["frequency"] == "fortnight"
    assert samples[200].given == {}


def test_a_row_is_made_without_given_cells_too():
    row = AnswerRow("samples", 1, "03149512340", "0912345678", "2. Amortizaciones", 7, {})

    assert row.given == {}


def test_a_sheet_of_headings_and_nothing_else_is_no_trouble():
    grid = Grid("2", rows=[["No.", "NSS", "SDI", "Retención total"], [1, "03149512340"], [2, "03149512341", None, 5]])

    (table,) = tables(grid)

    assert [row.given for row in table.rows] == [{}, {}]
