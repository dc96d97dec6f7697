"""The explanation as a value: counts that are true, causes with what speaks for them, and bounds for what is huge."""

from dataclasses import replace
from datetime import date

import pytest

from backoffice.domain.causes import Cause
from backoffice.domain.checks.table import CHECKS
from backoffice.domain.evidence import Answer, AnswerKind
from backoffice.domain.explained import explain
from backoffice.domain.explained.diagnosed import DISPUTED, NO_RIVAL, NOT_TOLD_APART
from backoffice.domain.explained.passed import TOLD
from backoffice.domain.findings import Finding, Severity
from backoffice.official import parameters
from tests.checks.example import answer_row, example_set, faultless, verdict_on, with_answers, with_cfdi
from tests.explained.explaining import NOON_ORIGIN, explained_of, explained_on, explained_with, refused_report

UMA = {("samples", 2, "withholding"): "1503.08", ("assessment", 1, "withholding"): "1503.08"}


def facts_of(report, tab):
    """What was fine in one tab: count and fact."""
    return {
        fact.fact: (fact.count, fact.whole) for one in report.passed if one.title.startswith(tab) for fact in one.facts
    }


def test_what_agrees_is_said_with_how_many_were_compared():
    report = explained_with({})

    assert (report.conclusion.strong, report.tone) == ("Todo coincide.", "ok")
    assert [tally.said for tally in report.tallies] == ["0 de 3 renglones distintos", "0 de 4 renglones distintos"]
    assert (report.causes, report.differences, report.rows, report.points) == ((), (), (), ())
    of_notices, of_rows = facts_of(report, "1"), facts_of(report, "2")
    assert of_notices["Cada aviso del set está en el archivo, una vez."] == ("2 de 2 archivos de avisos", True)
    assert of_rows["En a), cada paso del cálculo coincide con el oficial."] == ("3 de 3 muestras", True)
    withholding = "En b), la retención total de cada fila es la oficial, con tolerancia de ±0.05 por periodo."
    assert of_rows[withholding] == ("4 de 4 renglones", True)


def test_a_cause_comes_with_its_formula_its_rule_its_rows_and_what_else_was_thought_of():
    report = explained_with(UMA)

    (cause,) = report.causes
    ((mistake,),) = cause.possible
    assert (mistake.name, cause.rows, cause.count, cause.of) == ("UMA por UMI", "a-2 y b-1", 2, 2)
    assert mistake.sentence == "El cálculo usa la UMA (117.31); corresponde la UMI (100.81)."
    assert mistake.formula.endswith("factor × UMI × 2 ÷ días del bimestre × días con retención.")
    assert mistake.rule.startswith("El tipo 3 multiplica el factor por la UMI vigente")
    assert mistake.standing == "fuentes secundarias concordantes"
    assert cause.remarks == (NO_RIVAL,)


def test_right_rows_are_counted_beside_wrong_ones():
    report = explained_with(UMA)

    withholding = "En b), la retención total de cada fila es la oficial, con tolerancia de ±0.05 por periodo."
    assert facts_of(report, "2")[withholding] == ("3 de 4 renglones", False)
    assert [tally.said for tally in report.tallies] == ["1 de 3 renglones distintos", "1 de 4 renglones distintos"]


def test_a_wrong_row_stands_with_its_steps_and_the_dated_values_it_rests_on():
    report = explained_with(UMA)

    row = report.rows[0]
    assert (row.line.label, row.line.expected, row.line.found) == ("a-2", "1,291.66", "1,503.08")
    assert (row.worked.other_name, row.worked.steps[-1].other) == ("UMA por UMI", "1,503.08")
    (value,) = report.values
    assert (value.name, value.value, value.interval) == ("UMI", "100.81", "1/ene/2026 a 31/dic/2026")
    assert value.said == "UMI 100.81 desde el 1/ene/2026 · fuentes secundarias concordantes"
    assert value.source.startswith("Valores anuales que el Infonavit comunica")


def test_a_step_alone_is_told_apart_from_a_wrong_withholding():
    report = explained_with({("samples", 1, "days"): "14"})

    assert report.tallies[0].said == "1 de 3 renglones distintos (1 solo en un paso del cálculo)"
    withholding = "En a), la retención total de cada fila es la oficial, con tolerancia de ±0.05 por periodo."
    assert facts_of(report, "2")[withholding] == ("3 de 3 muestras", True)


def test_a_row_that_nothing_explains_is_named():
    report = explained_with({("assessment", 2, "withholding"): "1000.00"})

    assert (report.causes, report.unexplained) == ((), "b-2")
    assert report.differences[0].tag == "sin causa identificada"
    assert report.rows[0].worked.other_name == ""


def test_two_causes_that_fit_equally_are_both_named_and_nothing_is_ruled_out():
    diagnosis = (Cause("month_30", (("samples", 1),), 1), Cause("half_month", (("samples", 1),), 1))
    report = explained_of(
        replace(verdict_on(with_answers({("samples", 1, "withholding"): "1515"})), diagnosis=diagnosis)
    )

    assert [[mistake.name for mistake in one] for one in report.causes[0].possible] == [
        ["Mes de 30 días"],
        ["Mitad del mes"],
    ]
    assert report.causes[0].remarks == (NOT_TOLD_APART,)


def test_two_mistakes_at_once_stand_in_one_explanation():
    both = {("assessment", 2, "withholding"): "1495.26", ("samples", 1, "withholding"): "1495.26"}
    diagnosis = (
        Cause("month_30_4", (("samples", 1), ("assessment", 2)), 2, ("insurance_every_payroll",)),
        Cause("insurance_every_payroll", (("assessment", 2),), 2, ("month_30_4",)),
    )
    report = explained_of(replace(verdict_on(with_answers(both)), diagnosis=diagnosis, unexplained=()))

    (cause,) = report.causes
    assert [[mistake.name for mistake in one] for one in cause.possible] == [
        ["Mes de 30.4 días", "Seguro en cada nómina"]
    ]
    assert cause.rows == "a-1 y b-2"


def test_a_difference_by_a_disputed_rule_is_to_be_confirmed_and_no_reason_to_reject():
    found = Finding(
        code="criterion_to_confirm", severity=Severity.WARNING, message="Fila b-2: criterio por confirmar.", tab=2,
        section="assessment", number=2, expected="1475.41", found="1500.00", causes=("twenty_percent_on_daily_wage",),
    )  # fmt: skip
    diagnosis = (Cause("twenty_percent_on_daily_wage", (("assessment", 2),), 1),)
    report = explained_of(replace(verdict_on(faultless()), findings=(found,), diagnosis=diagnosis))

    assert (report.tone, report.tallies[1].wrong) == ("warn", 0)
    assert "Criterio por confirmar" in report.conclusion.more
    assert report.causes[0].remarks[-1] == DISPUTED
    (line,) = report.differences
    assert (line.tag, line.tone) == ("20 % del salario diario: criterio por confirmar", "warn")
    assert line.shown == (("Retención total", "1,500.00"),)
    assert report.to_do.startswith("No hay nada que corregir")


def test_a_refused_file_says_why_and_what_comes_next():
    report = refused_report()

    assert report.conclusion.strong == "El archivo no se pudo leer."
    assert report.conclusion.more.startswith("El archivo está vacío (0 bytes).")
    assert report.to_do == "Corrige el archivo y envíalo de nuevo: la ronda, el set y el plazo son los mismos."
    assert (report.tallies, report.lights, report.points, report.passed) == ((), (), (), ())


def test_a_file_in_quarantine_says_so_and_what_to_do():
    report = explained_of(None)

    assert (report.result, report.conclusion.strong) == (
        "No se pudo evaluar",
        "El archivo no se pudo evaluar en tres intentos.",
    )
    assert report.to_do.startswith("Una persona revisa por qué")
    assert dict(report.facts)["Se dejó de intentar"] == "23/nov/2026, 12:00"


def test_what_was_not_compared_is_neither_right_nor_wrong():
    report = explained_on(replace(faultless(), rows=()))

    assert [tally.said for tally in report.tallies] == ["sin comparar", "sin comparar"]
    assert report.conclusion.more == "No se pudieron comparar todas las retenciones."
    assert facts_of(report, "2") == {}


def test_a_tab_that_could_not_be_looked_at_was_not_fine():
    report = explained_on(replace(faultless(), cfdi=None, pictures=(), notice_files=(), embedded=()))

    assert [one.title for one in report.passed] == ["2 · Amortizaciones"]


def test_a_wrong_receipt_makes_no_row_wrong():
    report = explained_on(with_cfdi(nss="10108500014"))

    assert [tally.wrong for tally in report.tallies] == [0, 0]
    (tab,) = report.points
    assert (tab.title, tab.points[0].remedy) == (
        "4 · CFDI",
        "Genera el recibo del trabajador y el periodo de esa fila e insértalo de nuevo.",
    )


def test_a_wrong_nss_is_grouped_and_never_subtracted():
    evidence = faultless()
    rows = tuple(
        replace(row, nss="10108500014") if row.number == 2 else row for row in evidence.rows if row.section == "samples"
    )
    others = tuple(row for row in evidence.rows if row.section != "samples")

    report = explained_on(replace(evidence, rows=rows + others))

    line = next(one for one in report.differences if one.label == "a-2")
    assert (line.expected, line.found, line.difference, line.tag) == (
        "1010 85 0002 2",
        "1010 85 0001 4",
        "",
        "otro NSS",
    )
    assert "el NSS no es el del set" in line.also[0]


def test_an_impossible_amount_breaks_nothing():
    report = explained_with({**UMA, ("samples", 2, "withholding"): "1e25"})

    line = next(one for one in report.differences if one.label == "a-2")
    assert line.difference == ""


def test_thousands_of_rows_are_bounded_and_the_rest_is_counted():
    asked = example_set()
    one = asked.row("assessment", 2)
    many = replace(asked, rows=(*asked.section("samples"), *(replace(one, number=n) for n in range(1, 5_001))))
    wrong = tuple(
        Finding(
            code="withholding_differs", severity=Severity.ERROR, message="Fila", tab=2, section="assessment",
            number=number, nss=one.nss, expected="1475.41", found="1.00",
        )
        for number in range(1, 5_001)
    )  # fmt: skip
    verdict = replace(
        verdict_on(faultless()), result="inconsistent", findings=wrong,
        unexplained=tuple(("assessment", number) for number in range(1, 5_001)),
    )  # fmt: skip

    report = explain(verdict, many, parameters(), NOON_ORIGIN)

    assert (len(report.rows), report.only_listed, report.left_out) == (60, 240, 4_700)
    assert report.tallies[1].said == "5,000 de 5,000 renglones distintos"
    assert report.unexplained.endswith("b-30 y 4970 más")


def test_five_thousand_rows_that_nobody_asked_for_are_one_point():
    extra = tuple(answer_row("assessment", 100 + n, f"{20_000_000_000 + n}", "9", ("1",)) for n in range(5_000))

    report = explained_on(replace(faultless(), rows=(*faultless().rows, *extra)))

    (tab,) = report.points
    assert [point.message[:29] for point in tab.points] == ["5,000 filas no son de tu set "]
    assert report.differences == ()
    assert report.tallies[1].said == "sin comparar"


def test_accepted_rounding_is_listed_and_not_worked():
    report = explained_with({("assessment", 2, "withholding"): "1475.40"})

    assert ([line.tag for line in report.differences], report.rows, report.only_listed) == (
        ["redondeo, aceptado"],
        (),
        1,
    )


def test_points_beyond_the_bound_are_counted():
    finding = Finding(code="files_extra", severity=Severity.NOTE, message="x", tab=1)
    report = explained_of(replace(verdict_on(faultless()), findings=(finding,) * 75))

    assert (len(report.points[0].points), report.points[0].left_out) == (60, 15)


def test_a_note_on_figures_typed_as_text_takes_back_that_they_are_numbers():
    cell = Answer("AC31", AnswerKind.TEXT_NUMBER, "$1,291.66", faultless().rows[3].answers["withholding"].number)
    report = explained_with({("assessment", 1, "withholding"): cell})

    assert "Las cifras son números, no textos." not in facts_of(report, "2")
    withholding = "En b), la retención total de cada fila es la oficial, con tolerancia de ±0.05 por periodo."
    assert facts_of(report, "2")[withholding] == ("4 de 4 renglones", True)


def test_a_verdict_of_an_earlier_program_tells_nothing_of_checks_that_it_did_not_make():
    first = explained_of(replace(verdict_on(faultless()), engine_version="1"))

    facts = {fact.fact for tab in first.passed for fact in tab.facts}
    assert "El CFDI viene sin sellar." in facts
    assert "Ninguna pantalla es de un solo color." not in facts


@pytest.mark.parametrize("name", [check.name for check in CHECKS])
def test_of_every_check_it_is_known_when_it_has_passed(name):
    assert name in TOLD


def test_the_facts_name_file_set_round_rules_program_and_the_digest_that_a_decision_refers_to():
    verdict = replace(verdict_on(faultless()), engine_version="7")
    report = explained_of(verdict)

    assert report.facts[:8] == (
        ("Ronda", "primera"),
        ("Archivo", "evidencias.xls"),
        ("Tamaño", "412 KB (421,888 bytes)"),
        ("SHA-256 del archivo", "ab" * 32),
        ("Formato verdadero", "Excel 97-2003 (.xls)"),
        ("Evaluado", "23/nov/2026, 12:00"),
        ("Resultado de la evaluación", "Sin inconsistencias"),
        ("Huella del resultado (SHA-256)", verdict.sha256),
    )
    rest = dict(report.facts[8:])
    assert (rest["Set de pruebas"], rest["Versión de las reglas"]) == ("T-0001", "2026-01")
    assert rest["Versión del programa que evalúa"] == "7"


def test_rules_of_another_version_that_worked_the_rows_are_named():
    assert dict(explained_with(UMA).facts)["Reglas de las cuentas paso a paso"] == parameters().version
    assert "Reglas de las cuentas paso a paso" not in dict(explained_with({}).facts)


def test_a_case_has_its_folio_company_round_and_when_it_came():
    origin = replace(
        NOON_ORIGIN, folio="0501423523", company="Ñandú, S.A.", round_number=2, received_at=NOON_ORIGIN.evaluated_at
    )

    report = explained_of(verdict_on(faultless()), origin)

    assert report.heading == "Caso 0501423523 · Ñandú, S.A."
    assert report.facts[:3] == (("Folio", "0501423523"), ("Empresa", "Ñandú, S.A."), ("Ronda", "2"))
    assert dict(report.facts)["Recibido"] == "23/nov/2026, 12:00"


def test_the_same_verdict_gives_the_same_explanation():
    assert explained_with(UMA) == explained_with(UMA)


def test_an_explanation_is_dated_as_its_evaluation():
    assert explained_with({}).made_at.date() == date(2026, 11, 23)
