"""A case as values and as HTML: the cause first, every difference by cell, the steps side by side, hostile texts inert."""

from dataclasses import replace
from decimal import Decimal

import pytest

from backoffice.desk.case_panel import points_page
from backoffice.desk.page import page
from backoffice.desk.spanish import days_left
from backoffice.domain.evidence import Answer, AnswerKind
from backoffice.domain.explained.differences import Difference, differences
from backoffice.domain.explained.lights import lights
from backoffice.domain.explained.summary import conclusion, seen_before, wrong_in_short
from backoffice.domain.explained.worked import Step, worked
from backoffice.domain.findings import Finding, Severity, Standing
from backoffice.domain.verdict import Verdict
from backoffice.official import parameters
from tests.checks.example import example_set, faultless, verdict_on, with_answers, with_cfdi
from tests.desk.hostile import EVERYTHING, FORMULA, HUGE, IMAGE, SCRIPT

UMA = {
    ("samples", 2, "unit_value"): "117.31",
    ("samples", 2, "daily_amount"): "100.2050",
    ("samples", 2, "amortization"): "1503.08",
    ("samples", 2, "withholding"): "1503.08",
    ("assessment", 1, "withholding"): "1503.08",
}


def with_uma() -> Verdict:
    """The verdict on a system that takes the UMA for the UMI in both rows of type 3."""
    return verdict_on(with_answers(UMA))


def line_of(verdict: Verdict, label: str) -> Difference:
    """The difference of one row."""
    return next(line for line in differences(verdict, example_set()) if line.label == label)


def test_the_conclusion_names_the_cause_with_its_official_values_and_how_much_it_explains() -> None:
    verdict = with_uma()

    found = conclusion(verdict, example_set(), parameters())

    assert found.strong == "El cálculo usa la UMA (117.31); corresponde la UMI (100.81)."
    assert found.more == "Explica 2 de 2 retenciones distintas."
    assert found.tone == "bad"
    assert wrong_in_short(verdict) == "a) 1 · b) 1"


def test_each_wrong_row_is_one_line_with_cell_figures_and_cause() -> None:
    first, second = differences(with_uma(), example_set())

    assert (first.label, first.cell, first.nss) == ("a-2", "AC12", "1010 85 0002 2")
    assert (first.kind, first.step) == ("Factor 26.0528", "y 3 datos más")
    assert (first.expected, first.found, first.difference) == ("1,291.66", "1,503.08", "+211.42")
    assert (first.tag, first.tone, first.causes) == ("UMA por UMI", "bad", ("uma_for_umi",))
    assert (second.label, second.step) == ("b-1", "")


def test_a_smaller_answer_shows_a_true_minus_and_an_unknown_cause_is_said() -> None:
    verdict = verdict_on(with_answers({("assessment", 2, "withholding"): "1000.00"}))

    line = line_of(verdict, "b-2")
    found = conclusion(verdict, example_set(), parameters())

    assert line.difference == "−475.41"
    assert line.tag == "sin causa identificada"
    assert (found.strong, found.more) == ("Hay renglones distintos sin causa identificada.", "Son b-2.")


def test_accepted_rounding_is_a_line_that_asks_for_nothing() -> None:
    line = line_of(verdict_on(with_answers({("assessment", 2, "withholding"): "1475.40"})), "b-2")

    assert (line.difference, line.tag, line.tone) == ("−0.01", "redondeo, aceptado", "info")


def test_a_step_that_differs_alone_is_named() -> None:
    line = line_of(verdict_on(with_answers({("samples", 1, "days"): "14"})), "a-1")

    assert (line.step, line.expected, line.found, line.difference) == ("Días con retención", "15", "14", "−1")
    assert line.tag == "paso del cálculo"


def test_steps_in_which_nothing_was_found_are_told_to_agree() -> None:
    wrong = verdict_on(with_answers({("samples", 1, "days"): "14"}))
    wrong_days = line_of(wrong, "a-1")
    missing = tuple(replace(one, code="answer_missing") for one in wrong.findings if one.code == "days_differs")
    without_days = line_of(replace(wrong, findings=missing), "a-1")
    no_column = Finding(
        code="column_missing", severity=Severity.ERROR, standing=Standing.VERIFIED, message="Falta una columna.", tab=2
    )
    in_part = line_of(replace(wrong, findings=(*wrong.findings, no_column)), "a-1")
    of_an_amount = line_of(verdict_on(with_answers({("assessment", 2, "withholding"): "1475.40"})), "b-2")

    assert "Días con retención" not in wrong_days.agreed
    assert {"Días del bimestre", "Descuento diario", "Retención total"} <= set(wrong_days.agreed)
    assert without_days.agreed == ()  # which cell is missing is not told, so nothing is said of the others
    assert in_part.agreed == ()  # the tab was not read whole
    assert of_an_amount.agreed == ()  # b) asks for no steps
    assert '<span class="soft">coincide</span>' in page(
        "steps", worked=worked(example_set().row("samples", 1), (), {}, parameters()), agreed=wrong_days.agreed
    )


def test_the_steps_stand_side_by_side_with_what_was_sent() -> None:
    line = line_of(with_uma(), "a-2")

    found = worked(example_set().row("samples", 2), line.causes, dict(line.shown), parameters())

    assert found.about == "Factor 26.0528 · 1/sep/2026 a 15/sep/2026 · nómina quincenal"
    assert found.other_name == "UMA por UMI"
    assert list(found.steps) == [
        Step("Días del bimestre", "", "61", "61", "", differs=False),
        Step("Valor UMI", "", "100.81", "117.31", "117.31", differs=True),
        Step(
            "Descuento diario", "26.0528 × unidad × 2 ÷ días del bimestre", "86.1109", "100.2050", "100.205",
            differs=True,
        ),
        Step("Días con retención", "", "15", "15", "", differs=False),
        Step("Amortización", "", "1,291.66", "1,503.08", "1,503.08", differs=True),
        Step("Seguro de daños", "no es la primera nómina", "0.00", "0.00", "", differs=False),
        Step("Retención total", "", "1,291.66", "1,503.08", "1,503.08", differs=True),
    ]  # fmt: skip
    assert found.sources[0].startswith("UMI 100.81 desde el 1/ene/2026 · fuentes secundarias concordantes")


def test_a_row_without_a_known_cause_shows_the_right_steps_alone() -> None:
    found = worked(example_set().row("samples", 3), (), {}, parameters())

    assert found.other_name == ""
    assert [(step.label, step.right, step.other) for step in found.steps] == [
        ("Salario base", "524.65", ""),
        ("Descuento diario", "131.1625", ""),
        ("Días con retención", "15", ""),
        ("Amortización", "1,967.44", ""),
        ("Seguro de daños", "0.00", ""),
        ("Retención total", "1,967.44", ""),
    ]


def test_two_mistakes_at_once_are_worked_out_together() -> None:
    both = ("month_30_4", "insurance_every_payroll")

    found = worked(example_set().row("assessment", 2), both, {}, parameters())

    assert found.other_name == "Mes de 30.4 días y Seguro en cada nómina"
    assert [step.other for step in found.steps][-3:] == ["1,480.26", "15.00", "1,495.26"]


def test_a_period_that_crosses_bimesters_is_worked_out_part_by_part() -> None:
    row = example_set().row("assessment", 1)
    crossing = replace(row, case={**row.case, "period_start": "2026-08-24", "period_end": "2026-09-06"})

    found = worked(crossing, (), {}, parameters())

    assert [(step.label, step.right) for step in found.steps if "desde" in step.label or "Días" in step.label] == [
        ("Parte 1: desde", "24/ago/2026"),
        ("Parte 1: Días del bimestre", "62"),
        ("Parte 1: Días con retención", "8"),
        ("Parte 2: desde", "1/sep/2026"),
        ("Parte 2: Días del bimestre", "61"),
        ("Parte 2: Días con retención", "6"),
    ]


def test_the_lights_say_it_with_a_sign_and_a_word_beside_the_colour() -> None:
    evidence = replace(with_answers(UMA), cfdi=None)

    found = [
        (light.title, light.sign, light.word, light.detail) for light in lights(verdict_on(evidence), example_set())
    ]

    assert found[:3] == [
        ("JSON", "✓", "correcta", "2 archivos de avisos, completos y sin cambios"),
        ("Amortizaciones", "✕", "por corregir", "a) 1 de 3 distintas · b) 1 de 4 distintas"),
        ("Pantallas", "!", "por ver", "Hay imágenes: falta que las veas"),
    ]
    assert found[3][:3] == ("CFDI", "✕", "por corregir")


def test_everything_right_is_said_first_too() -> None:
    found = conclusion(verdict_on(faultless()), example_set(), parameters())

    assert (found.strong, found.tone) == ("Todo coincide.", "ok")
    assert differences(verdict_on(faultless()), example_set()) == []


def test_the_same_mistake_as_in_the_round_before_is_pointed_out() -> None:
    other = verdict_on(with_answers({("assessment", 2, "withholding"): "1480.26"}))

    assert seen_before(with_uma(), with_uma()) == "El mismo error que en la ronda anterior: UMA por UMI."
    assert seen_before(with_uma(), other) == "En la ronda anterior la causa era otra."
    assert seen_before(with_uma(), None) == ""
    assert (
        seen_before(verdict_on(faultless()), with_uma()) == "El error de la ronda anterior ya no aparece: UMA por UMI."
    )
    assert seen_before(verdict_on(faultless()), verdict_on(faultless())) == ""


@pytest.mark.parametrize(
    ("days", "words"),
    [
        (2, "quedan 2 días hábiles"),
        (1, "queda 1 día hábil"),
        (0, "vence hoy"),
        (-1, "venció hace 1 día hábil"),
        (-3, "venció hace 3 días hábiles"),
    ],
)
def test_days_left_are_said_in_words(days: int, words: str) -> None:
    assert days_left(days) == words


@pytest.mark.parametrize("text", [IMAGE, SCRIPT, FORMULA, EVERYTHING, HUGE])
def test_hostile_answers_are_short_harmless_text_in_every_line(text: str) -> None:
    cell = Answer("AC31", AnswerKind.UNREADABLE, text)
    verdict = verdict_on(with_answers({("assessment", 1, "withholding"): cell}))

    (line,) = differences(verdict, example_set())
    shown = page("steps", worked=worked(example_set().row(*line.place), (), {"Retención total": text}, parameters()))

    assert line.tag == "no se pudo leer"
    assert len(line.found) <= 40
    assert "<img" not in shown
    assert "<script" not in shown


def test_hostile_messages_are_escaped_and_cut() -> None:
    finding = Finding(code="files_extra", severity=Severity.NOTE, message=f"{EVERYTHING} {HUGE}", tab=1)

    shown = points_page([finding] * 50)

    assert "<img" not in shown
    assert "<script" not in shown
    assert "\u202e" not in shown
    assert "10 puntos más; la carta los lleva." in shown
    assert len(shown) < 60_000


def test_a_wrong_receipt_is_told_apart_from_the_calculation() -> None:
    cfdi = faultless().cfdi
    assert cfdi is not None
    wrong = replace(cfdi.deductions[1], amount=Decimal("1.00"))
    verdict = verdict_on(with_cfdi(deductions=(cfdi.deductions[0], wrong)))

    found = conclusion(verdict, example_set(), parameters())

    assert found.more == "Las retenciones totales no muestran un error de cálculo."
    assert differences(verdict, example_set()) == []
