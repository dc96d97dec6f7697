"""``mesa check``: what an applicant may look at before sending, tab by tab."""

import os
import re
import subprocess
import sys
from collections.abc import Callable
from decimal import Decimal

import openpyxl
import pytest

from backoffice.domain.explained.self_check import SECRET
from backoffice.rehearsal.making.filling import AMORTIZATIONS, answer_rows
from backoffice.workbooks import template
from tests.evaluate.applicant import Applicant
from tests.evaluate.conftest import Outcome
from tests.evaluate.reviewing import alone, touched


def test_a_faultless_workbook_is_consistent_and_the_last_line_says_what_was_not_compared(check, test_set):
    outcome = check(Applicant(test_set))

    lines = outcome.out.splitlines()
    assert (outcome.status, outcome.err) == (0, "")
    assert lines[0] == "Sin inconsistencias."
    assert lines[-2] == "Recalculamos 8 de 8 muestras de la sección a)."
    assert lines[-1] == "La sección b) no se compara aquí: sus respuestas son secretas."
    assert max(map(len, lines)) <= 80


def test_its_json_is_that_of_evaluate_and_says_what_was_not_compared(check, test_set):
    outcome = check(Applicant(test_set), "--json")

    assert outcome.status == 0
    assert outcome.json["verdict"] == "consistent"
    assert outcome.json["findings"] == []
    assert outcome.json["test_set_id"] == test_set.id
    assert outcome.json["not_compared"] == ["assessment"]
    assert list(outcome.json) == [
        "verdict", "findings", "diagnosis", "unexplained", "evidence_sha256", "test_set_id", "rules_version",
        "engine_version", "not_compared",
    ]  # fmt: skip


def test_a_mistake_in_the_samples_is_told_as_the_evaluation_tells_it(check, evaluate, test_set):
    forgotten = {
        (row.section, row.number, step): float(row.expected["amortization"]) if step == "withholding" else 0
        for row in test_set.rows
        for step in ("insurance", "withholding")
    }
    applicant = Applicant(test_set, answers=forgotten)

    mine, theirs = check(applicant, "--json"), evaluate(applicant, "--json")

    assert (mine.status, mine.json["diagnosis"][0]["mistake"]) == (1, "insurance_missing")
    of_samples = [finding for finding in theirs.json["findings"] if finding["section"] == "samples"]
    assert of_samples
    assert mine.json["findings"] == of_samples


def test_wrong_amounts_in_b_are_not_told(check, test_set):
    wrong = {("assessment", row.number, "withholding"): 7.5 for row in test_set.section("assessment")}

    outcome = check(Applicant(test_set, answers=wrong), "--json")

    assert (outcome.status, outcome.json["findings"]) == (0, [])


def test_not_even_that_something_does_not_apply_in_b_is_judged(check, test_set):
    claimed = {("assessment", row.number, "withholding"): "No aplica" for row in test_set.section("assessment")}

    outcome = check(Applicant(test_set, answers=claimed), "--json")

    assert outcome.json["findings"] == []


def test_cells_of_b_without_an_amount_are_told_in_the_words_of_the_evaluation(check, evaluate, test_set):
    answers = {
        ("assessment", 2, "withholding"): "=1+1",
        ("assessment", 3, "withholding"): "#N/A",
        ("assessment", 4, "withholding"): "no sé",
        ("assessment", 5, "withholding"): None,
        ("assessment", 6, "withholding"): "$ 1,234.56",
        ("assessment", 7, "withholding"): "2026-09-15",
    }

    mine, theirs = (
        check(Applicant(test_set, answers=answers), "--json"),
        evaluate(Applicant(test_set, answers=answers), "--json"),
    )

    told = {finding["number"]: finding["code"] for finding in mine.json["findings"]}
    assert told == {
        2: "answer_without_value", 3: "answer_is_error", 4: "answer_unreadable", 5: "row_unanswered",
        6: "number_as_text", 7: "answer_is_date",
    }  # fmt: skip
    assert {f["number"]: f["message"] for f in mine.json["findings"]} == {
        f["number"]: f["message"] for f in theirs.json["findings"] if f["code"] != "withholding_differs"
    }
    assert [f["expected"] for f in mine.json["findings"]] == [None] * 6


def test_a_row_of_b_that_is_missing_is_told_and_one_that_stands_twice_too(check, test_set):
    lone = next(row for row in test_set.section("assessment") if alone(test_set, row.nss))
    twice = next(row for row in test_set.section("assessment") if alone(test_set, row.nss) and row != lone)

    def change(book: openpyxl.Workbook) -> None:
        sheet = book[AMORTIZATIONS]
        rows = {row.number: index for index, row in answer_rows(sheet, test_set, "assessment")}
        held = [cell.value for cell in sheet[rows[twice.number]]]
        for column, value in enumerate(held, start=1):
            sheet.cell(rows[lone.number], column).value = value

    outcome = check(touched(test_set, change), "--json")

    told = {finding["code"]: finding for finding in outcome.json["findings"] if finding["tab"] == 2}
    assert set(told) == {"row_missing", "row_repeated"}
    assert told["row_missing"]["message"].startswith(f"Falta la fila b-{lone.number} (NSS {lone.nss}).")
    assert outcome.status == 1


def test_workers_without_rows_and_numbers_without_rows_are_told(check, test_set):
    lost = [row for row in test_set.section("assessment") if alone(test_set, row.nss)][:2]
    of_family = next(row for row in test_set.section("assessment") if not alone(test_set, row.nss))

    def without(*rows: object) -> Callable[[openpyxl.Workbook], None]:
        def change(book: openpyxl.Workbook) -> None:
            sheet = book[AMORTIZATIONS]
            for index, row in answer_rows(sheet, test_set, "assessment"):
                if row in rows:
                    for cell in sheet[index]:
                        cell.value = None

        return change

    (two,) = messages(check(touched(test_set, without(*lost)), "--json"))
    (one,) = messages(check(touched(test_set, without(of_family)), "--json"))

    nss = " y ".join(row.nss for row in sorted(lost, key=lambda row: row.nss))
    assert two == (
        f"En la pestaña 2 no están todos los trabajadores de tus avisos: faltan 2 (NSS {nss}). Devuelve sus filas con "
        "sus resultados."
    )
    assert one == (
        f"En la pestaña 2 la numeración se salta b-{of_family.number}. Si quitaste filas, devuélvelas con sus "
        "resultados."
    )


def messages(outcome: Outcome) -> list[str]:
    """The sentences about tab 2 of a review that found errors."""
    assert outcome.status == 1
    return [finding["message"] for finding in outcome.json["findings"] if finding["tab"] == 2]


def test_a_type_or_value_that_is_not_the_notices_is_told(check, test_set):
    row = test_set.row("samples", 2)

    def change(book: openpyxl.Workbook) -> None:
        sheet = book[AMORTIZATIONS]
        index = next(index for index, each in answer_rows(sheet, test_set, "samples") if each == row)
        sheet.cell(index, 8).value = 99.5

    outcome = check(touched(test_set, change), "--json")

    (finding,) = [f for f in outcome.json["findings"] if f["tab"] == 2]
    assert (finding["code"], finding["number"], finding["found"]) == ("given_value_changed", 2, "99.50")


def test_a_changed_given_value_is_told_by_the_evaluation(evaluate, test_set):
    def change(book: openpyxl.Workbook) -> None:
        sheet = book[AMORTIZATIONS]
        sheet.cell(8, 16).value = Decimal("1.23")
        sheet.cell(9, 10).value = sheet.cell(9, 10).value.strftime("%d/%m/%Y")  # only written otherwise

    outcome = evaluate(touched(test_set, change), "--json")

    told = [finding for finding in outcome.json["findings"] if finding["tab"] == 2]
    assert [(f["code"], f["severity"], f["number"], f["found"]) for f in told] == [
        ("given_value_changed", "warning", 2, "1.23")
    ]


def test_a_sample_whose_given_cells_cannot_be_read_is_not_compared_and_that_is_said(check, test_set):
    def change(book: openpyxl.Workbook) -> None:
        book[AMORTIZATIONS].cell(8, 16).value = "como siempre"

    spoilt = touched(test_set, change, answers={("samples", 2, "withholding"): 1})
    outcome, shown = check(spoilt, "--json"), check(spoilt)

    (finding,) = [f for f in outcome.json["findings"] if f["tab"] == 2]
    assert finding["message"] == (
        "La fila a-2 no se comparó: no pudimos leer «SDI». Deja los datos del set como te los dimos y revisa de nuevo."
    )
    assert "Recalculamos 7 de 8 muestras de la sección a)." in shown.out


def test_samples_without_a_column_are_told_together(check, test_set):
    outcome = check(touched(test_set, lambda book: clear(book, "SDI")), "--json")

    (finding,) = [f for f in outcome.json["findings"] if f["tab"] == 2]
    assert finding["message"] == (
        "No se compararon 8 muestras (a-1, a-2, a-3, a-4, a-5 y 3 más): en la a-1, no pudimos leer «SDI». Deja los "
        "datos del set como te los dimos y revisa de nuevo."
    )


def clear(book: openpyxl.Workbook, title: str) -> None:
    """Empty the first heading with this title."""
    cells = (cell for row in book[AMORTIZATIONS].iter_rows(max_row=7) for cell in row)
    next(cell for cell in cells if cell.value == title).value = None


def test_an_empty_template_gets_one_finding_a_tab(check, issued):
    outcome = check(issued / "evidencias.xlsx", "--json")

    assert outcome.status == 1
    assert outcome.codes == ["no_object", "amortizations_empty", "no_pictures", "no_cfdi"]


def test_a_workbook_without_a_table_is_told_what_it_lacks(check, test_set):
    outcome = check(touched(test_set, lambda book: book.remove(book[AMORTIZATIONS])), "--json")

    assert outcome.status == 1
    assert "tab_missing" in outcome.codes
    assert "Recalculamos" not in outcome.out


def test_thousands_of_rows_that_are_nobodys_are_one_finding(check, test_set):
    def change(book: openpyxl.Workbook) -> None:
        sheet = book[AMORTIZATIONS]
        last = [cell.value for cell in sheet[sheet.max_row]]
        for number in range(3000):
            sheet.append([1000 + number, "99999999999", last[2], last[3], last[4], "9999999999", *last[6:]])

    outcome = check(touched(test_set, change), "--json")

    assert outcome.codes.count("rows_unknown") == 1
    assert len(outcome.codes) < 10


@pytest.mark.parametrize(
    ("content", "code"), [(b"", "empty"), (b"Nombre,NSS\n", "text_file"), (b"\xd0\xcf\x11\xe0" * 99, None)]
)
def test_what_cannot_be_read_is_refused_as_in_the_evaluation(check, content, code):
    shown, as_json = check(content), check(content, "--json")

    assert (shown.status, as_json.status, as_json.json["verdict"]) == (2, 2, "refused")
    assert (shown.out, SECRET in shown.err) == ("", False)
    assert code in {None, as_json.codes[0]}


def test_a_workbook_that_is_not_there_is_refused(check, tmp_path):
    outcome = check(tmp_path / "nada.xls")

    assert (outcome.status, outcome.out) == (2, "")
    assert "No existe el archivo" in outcome.err


def test_reviewing_twice_says_the_same(check, test_set):
    applicant = Applicant(test_set, answers={("samples", 1, "withholding"): 1}, screenshots=0)
    workbook = applicant.workbook(template.write(test_set))

    assert check(workbook, "--json").out == check(workbook, "--json").out


def test_it_loads_neither_database_nor_queue_nor_what_makes_reports(issued):
    program = (
        "import sys; from backoffice.cli import main\n"
        "try: main(sys.argv[1:])\n"
        "except SystemExit: print(sorted({m.partition('.')[0] for m in sys.modules}), file=sys.stderr)"
    )
    arguments = ["check", str(issued / "evidencias.xlsx"), "--avisos", str(issued / "avisos")]

    done = subprocess.run(
        [sys.executable, "-c", program, *arguments], capture_output=True, text=True, check=True, env=dict(os.environ)
    )

    loaded = set(re.findall(r"'([\w]+)'", done.stderr))
    assert "pandas" in loaded
    assert not loaded & {
        "sqlalchemy",
        "sqlmodel",
        "psycopg",
        "redis",
        "dramatiq",
        "typst",
        "jinja2",
        "openpyxl",
        "lxml",
        "holidays",
    }
