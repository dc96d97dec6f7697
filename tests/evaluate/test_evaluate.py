"""``mesa evaluate`` on workbooks that applicants filled in: what is right, wrong, or not to be read."""

import hashlib
import io
import json
from pathlib import Path

import openpyxl
import pytest

from backoffice.domain.mistakes import CATALOGUE
from backoffice.official import parameters
from backoffice.rehearsal.making.answers import computed_by
from tests.evaluate.applicant import Applicant
from tests.evaluate.conftest import run_command


def test_a_faultless_workbook_is_consistent(evaluate, test_set):
    outcome = evaluate(Applicant(test_set), "--json")

    assert outcome.status == 0
    assert outcome.err == ""
    assert outcome.json["verdict"] == "consistent"
    assert outcome.json["findings"] == []
    assert list(outcome.json) == [
        "verdict", "findings", "diagnosis", "unexplained", "evidence_sha256", "test_set_id", "rules_version",
        "engine_version",
    ]  # fmt: skip


def test_evaluating_twice_says_the_same(evaluate, test_set):
    applicant = Applicant(test_set, answers={("assessment", 1, "withholding"): 1})

    assert evaluate(applicant, "--json").json["findings"] == evaluate(applicant, "--json").json["findings"]


def test_one_mistake_made_in_every_row_is_named(evaluate, test_set):
    forgotten = {
        (row.section, row.number, step): float(row.expected["amortization"]) if step == "withholding" else 0
        for row in test_set.rows
        for step in ("insurance", "withholding")
    }

    outcome = evaluate(Applicant(test_set, answers=forgotten), "--json")

    assert outcome.status == 1
    assert outcome.json["verdict"] == "inconsistent"
    assert outcome.json["diagnosis"][0]["mistake"] == "insurance_missing"
    assert outcome.json["unexplained"] == []
    wrong = [finding for finding in outcome.json["findings"] if finding["code"] == "withholding_differs"]
    assert wrong
    assert all(finding["causes"] == ["insurance_missing"] for finding in wrong)
    assert outcome.json["diagnosis"][0]["of"] == len(wrong)


def test_another_reading_of_a_disputed_rule_is_a_warning_and_no_reason_to_reject(evaluate, test_set):
    method = CATALOGUE["twenty_percent_on_daily_wage"].method
    answers = computed_by(method, test_set, parameters())
    sent = {(*place, step): float(text) for place, steps in answers.items() for step, text in steps.items() if text}

    done = evaluate(Applicant(test_set, answers=sent), "--json")

    findings = done.json["findings"]
    assert (done.status, done.json["verdict"]) == (0, "consistent")
    assert {(f["code"], f["severity"], f["standing"]) for f in findings} == {("criterion_to_confirm", "warning", "?")}
    assert done.json["diagnosis"][0]["mistake"] == "twenty_percent_on_daily_wage"
    assert all("criterio por confirmar" in f["message"] for f in findings)


def test_a_difference_is_told_with_its_cell_and_both_figures(evaluate, test_set):
    outcome = evaluate(Applicant(test_set, answers={("assessment", 1, "withholding"): 7.5}), "--json")

    (finding,) = outcome.json["findings"]
    assert finding["cell"] == "W19"
    assert finding["expected"] == test_set.row("assessment", 1).expected["withholding"]
    assert finding["found"] == "7.50"
    assert outcome.json["unexplained"] == [["assessment", 1]]


def test_people_read_the_conclusion_first_and_within_eighty_columns(evaluate, test_set):
    outcome = evaluate(Applicant(test_set, answers={("assessment", 1, "withholding"): 7.5}, screenshots=0))

    lines = outcome.out.splitlines()
    assert outcome.status == 1
    assert lines[0] == "Con inconsistencias: 2 errores."
    assert lines[1] == " ✔ 1. JSON           sin observaciones"
    assert lines[2] == " ✘ 2. Amortizaciones 1 error"
    assert "Sin causa identificada" in outcome.out
    assert "W19" in outcome.out
    assert max(len(line) for line in lines) <= 80
    assert "\x1b" not in outcome.out


def test_an_empty_template_sent_back_gets_one_finding_a_tab(evaluate, issued):
    outcome = evaluate(issued / "evidencias.xlsx", "--json")

    assert outcome.status == 1
    assert outcome.codes == ["no_object", "amortizations_empty", "no_pictures", "no_cfdi"]


def test_a_workbook_of_another_set_is_told_as_such(evaluate, test_set, tmp_path):
    other = tmp_path / "other"
    assert (
        run_command(
            "test-set", "new", "--round", "correction", "--seed", "ab" * 16, "--on", "2026-11-23", "--out", str(other)
        )
        == 0
    )

    outcome = evaluate(Applicant(test_set), "--json", folder=other)

    assert outcome.status == 1
    assert set(outcome.codes) >= {"evidence_of_another_set", "rows_of_another_set", "notices_of_another_set"}
    assert len(outcome.codes) < 12


def test_faults_of_every_tab_are_told_together(evaluate, test_set):
    name, text = next(iter(test_set.notices.items()))
    edited = {**test_set.notices, name: text.replace('"tipoCredito": "001"', '"tipoCredito": "009"')}

    outcome = evaluate(
        Applicant(
            test_set,
            notices=edited,
            answers={("samples", 1, "days"): 99},
            screenshots=0,
            deduction="004",
        ),
        "--json",
    )

    assert outcome.codes == [
        "notice_altered",
        "days_differs",
        "steps_contradict",
        "no_pictures",
        "cfdi_deduction_code_wrong",
    ]


def test_numbers_as_text_no_aplica_and_formulas_are_understood_or_named(evaluate, test_set):
    right = test_set.row("assessment", 1).expected["withholding"]

    outcome = evaluate(
        Applicant(
            test_set,
            answers={
                ("assessment", 1, "withholding"): f"$ {right}",
                ("assessment", 2, "withholding"): "=1+1",
                ("assessment", 3, "withholding"): "#N/A",
                ("assessment", 4, "withholding"): "no sé",
                ("assessment", 5, "withholding"): None,
            },
        ),
        "--json",
    )

    told = {finding["number"]: finding["code"] for finding in outcome.json["findings"]}
    assert told == {
        1: "number_as_text",
        2: "answer_without_value",
        3: "answer_is_error",
        4: "answer_unreadable",
        5: "row_unanswered",
    }


def test_rows_shuffled_by_the_applicant_are_still_compared(evaluate, test_set, issued):
    book = openpyxl.load_workbook(io.BytesIO(Applicant(test_set).workbook((issued / "evidencias.xlsx").read_bytes())))
    sheet = book["2. Amortizaciones"]
    first, last = ([cell.value for cell in sheet[row]] for row in (19, 30))
    for column, (one, other) in enumerate(zip(first, last, strict=True), start=1):
        sheet.cell(19, column).value, sheet.cell(30, column).value = other, one
    out = io.BytesIO()
    book.save(out)

    outcome = evaluate(out.getvalue(), "--json")

    assert [code for code in outcome.codes if not code.startswith(("no_object", "only_icon"))] == []


def test_thousands_of_extra_rows_are_one_finding(evaluate, test_set, issued):
    book = openpyxl.load_workbook(io.BytesIO(Applicant(test_set).workbook((issued / "evidencias.xlsx").read_bytes())))
    sheet = book["2. Amortizaciones"]
    last = [cell.value for cell in sheet[sheet.max_row]]
    for number in range(3000):
        sheet.append([1000 + number, "99999999999", *last[2:]])
    out = io.BytesIO()
    book.save(out)

    outcome = evaluate(out.getvalue(), "--json")

    assert outcome.status == 1
    assert outcome.codes.count("rows_unknown") == 1
    assert len(outcome.codes) < 10


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty"),
        (b"PK\x03\x04" + b"\x00" * 200, None),
        (b"Nombre,NSS\nAna,123\n", "text_file"),
        (b"\x00" * (5 * 1024 * 1024 + 1), "too_large"),
    ],
)
def test_what_cannot_be_read_is_refused_with_one_finding(evaluate, content, code):
    outcome = evaluate(content, "--json")

    assert outcome.status == 2
    assert outcome.json["verdict"] == "refused"
    (finding,) = outcome.json["findings"]
    assert code in {None, finding["code"]}
    assert outcome.json["evidence_sha256"] == hashlib.sha256(content).hexdigest()


def test_a_workbook_that_is_not_there_is_refused_and_stdout_stays_json(evaluate, tmp_path):
    outcome = evaluate(tmp_path / "no-existe.xls", "--json")

    assert outcome.status == 2
    assert outcome.codes == ["not_found"]
    assert outcome.json["evidence_sha256"] is None


@pytest.mark.parametrize("place", [".", "/dev/null"])
def test_a_folder_or_a_device_is_no_workbook(evaluate, place):
    assert evaluate(Path(place), "--json").codes == ["not_a_file"]


def test_people_read_a_refusal_on_stderr(evaluate):
    outcome = evaluate(b"")

    assert (outcome.status, outcome.out) == (2, "")
    assert outcome.err.startswith("El archivo no se pudo leer.\n")
    assert "0 bytes" in outcome.err


def test_hostile_text_of_a_cell_never_reaches_the_terminal_raw(evaluate, test_set):
    hostile = {("assessment", 1, "withholding"): "[red]hola[/]\u202e\u200b<b>"}

    outcome = evaluate(Applicant(test_set, answers=hostile))

    assert "[red]hola[/]" in outcome.out
    assert "\u202e" not in outcome.out
    assert "\u200b" not in outcome.out


def test_the_checks_can_be_listed(capsys):
    assert run_command("checks") == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[:3] == [
        "Pestaña 1",
        "  · La pestaña 1 trae el archivo comprimido con los avisos (.json) que devolvió el servicio. (error, regla de la "
        "guía)",
        "      [V] Guía: «Envío de evidencias», páginas 6 y 7: los ficheros .json devueltos por el servicio (pestaña 1)",
    ]
    assert (
        "      Reglas del cálculo: daily_method [S], percentage_of_sdi [S], calendar_days [S], round_once [P]" in lines
    )
    assert lines[-1].startswith("Firmeza: [V] verificado; ")


def test_every_check_is_listed_with_its_severity_its_sources_and_their_standing(capsys):
    assert run_command("checks", "--json") == 0
    listed = json.loads(capsys.readouterr().out)

    assert len(listed) == 31
    assert all(entry["sources"] and entry["findings"] for entry in listed)
    (related,) = [entry for entry in listed if entry["name"] == "related_rows_agree_with_each_other"]
    assert (related["tab"], related["severity"], related["rule"]) == (2, "warning", "sanity")
    assert related["sources"] == [
        {
            "standing": "P",
            "document": "Propuesta de la mesa",
            "place": "que la evidencia se pueda comparar y venga del sistema",
        }
    ]
    assert [(rule["code"], rule["standing"]) for rule in related["calculation"]] == [
        ("daily_method", "S"), ("percentage_of_sdi", "S"), ("calendar_days", "S"), ("round_once", "P"),
    ]  # fmt: skip
