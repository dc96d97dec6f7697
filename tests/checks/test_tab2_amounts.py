"""Tab 2, how much: every step, the tolerance and its edges, "No aplica", and cells that hold no plain number."""

from dataclasses import replace
from decimal import Decimal

import pytest

from backoffice.domain.evidence import Answer, AnswerKind
from backoffice.domain.findings import Finding, Severity
from tests.checks.example import codes, faultless, the, verdict_on, with_answers


def cell(kind: AnswerKind, shown: str = "", number: str | None = None) -> Answer:
    """A cell of a kind; its address is that of the cell it takes the place of."""
    return Answer("", kind, shown, None if number is None else Decimal(number))


@pytest.mark.parametrize(
    ("step", "wrong", "expected", "others"),
    [
        ("bimester_days", "62", "61", ["steps_contradict"]),
        ("unit_value", "100.80", "100.81", ["steps_contradict"]),
        ("daily_amount", "86.1119", "86.110910", []),
        ("days", "14", "15", ["steps_contradict"]),
        ("amortization", "1291.72", "1291.66", ["steps_contradict"]),
        ("insurance", "15", "0.00", ["steps_contradict"]),
        ("withholding", "1291.60", "1291.66", []),
    ],
)
def test_each_step_of_a_sample_is_compared(step, wrong, expected, others):
    verdict = verdict_on(with_answers({("samples", 2, step): wrong}))

    finding = the(verdict, f"{step}_differs")
    assert codes(verdict) == [f"{step}_differs", *others]
    assert (finding.section, finding.number, finding.expected) == ("samples", 2, expected)


@pytest.mark.parametrize("found", ["1291.61", "1291.65", "1291.67", "1291.71"])
def test_up_to_five_cents_are_accepted_with_a_note(found):
    verdict = verdict_on(with_answers({("assessment", 1, "withholding"): found}))

    finding = the(verdict, "rounding_accepted")
    assert verdict.result == "consistent"
    assert (finding.severity, finding.standing, finding.found) == ("note", "P", found)


@pytest.mark.parametrize("found", ["1548.33", "1548.45", "1548.4401"])
def test_beyond_five_cents_is_an_error(found):
    assert codes(verdict_on(with_answers({("assessment", 3, "withholding"): found}))) == ["withholding_differs"]


@pytest.mark.parametrize("found", ["1291.6636", "1291.655", "1291.6649999", "1291.660000"])
def test_decimals_beyond_the_centavo_that_round_to_the_amount_are_the_amount(found):
    assert verdict_on(with_answers({("assessment", 1, "withholding"): found})).findings == ()


@pytest.mark.parametrize("found", ["98.3607", "98.36066", "98.360656", "98.36065574"])
def test_the_daily_amount_is_right_at_the_decimals_shown(found):
    assert verdict_on(with_answers({("samples", 1, "daily_amount"): found})).findings == ()


@pytest.mark.parametrize("found", ["98.3606", "98.36065"])
def test_a_daily_amount_cut_instead_of_rounded_is_accepted_with_a_note(found):
    assert codes(verdict_on(with_answers({("samples", 1, "daily_amount"): found}))) == ["rounding_accepted"]


def test_a_daily_amount_rounded_to_centavos_is_wrong():
    assert codes(verdict_on(with_answers({("samples", 1, "daily_amount"): "98.36"}))) == ["daily_amount_differs"]


@pytest.mark.parametrize("found", ["0", "0.00"])
def test_zero_where_a_step_does_not_apply_is_right(found):
    assert verdict_on(with_answers({("samples", 1, "unit_value"): found})).findings == ()


def test_an_empty_cell_where_a_step_does_not_apply_is_right():
    assert verdict_on(with_answers({("samples", 1, "unit_value"): cell(AnswerKind.EMPTY)})).findings == ()


def test_a_number_where_a_step_does_not_apply_draws_a_warning():
    verdict = verdict_on(with_answers({("samples", 1, "unit_value"): "100.81"}))

    finding = the(verdict, "answer_should_not_apply")
    assert verdict.result == "consistent"
    assert (finding.severity, finding.expected, finding.found) == ("warning", "No aplica", "100.81")


def test_not_applicable_where_nothing_is_withheld_is_understood_as_zero():
    verdict = verdict_on(with_answers({("assessment", 4, "withholding"): None, ("samples", 2, "insurance"): None}))

    assert verdict.result == "consistent"
    assert codes(verdict) == ["not_applicable_as_zero", "not_applicable_as_zero"]


def test_not_applicable_where_there_is_an_amount_is_an_error():
    verdict = verdict_on(with_answers({("assessment", 1, "withholding"): None, ("samples", 2, "unit_value"): None}))

    assert codes(verdict) == ["answer_claims_not_applicable", "answer_claims_not_applicable"]
    assert verdict.result == "inconsistent"


def test_an_empty_answer_is_missing_even_where_zero_is_right():
    verdict = verdict_on(with_answers({("samples", 2, "insurance"): cell(AnswerKind.EMPTY)}))

    finding = the(verdict, "answer_missing")
    assert (finding.cell, finding.expected, finding.found) == ("AB12", "0.00", None)


@pytest.mark.parametrize(
    ("given", "code", "found"),
    [
        (cell(AnswerKind.UNREADABLE, "mil doscientos"), "answer_unreadable", "mil doscientos"),
        (cell(AnswerKind.ERROR, "#N/A"), "answer_is_error", "#N/A"),
        (cell(AnswerKind.NO_STORED_VALUE, "=K5*2"), "answer_without_value", "=K5*2"),
    ],
)
def test_a_cell_without_a_number_says_what_it_holds(given, code, found):
    verdict = verdict_on(with_answers({("samples", 2, "withholding"): given}))

    finding = the(verdict, code)
    assert codes(verdict) == [code]
    assert (finding.cell, finding.found, finding.severity) == ("AC12", found, "error")


def test_a_number_typed_as_text_is_understood_and_noted():
    typed = cell(AnswerKind.TEXT_NUMBER, "$1,291.66", "1291.66")

    verdict = verdict_on(with_answers({("assessment", 1, "withholding"): typed}))

    assert verdict.result == "consistent"
    assert codes(verdict) == ["number_as_text"]
    assert verdict.findings[0].message == (
        "Fila b-1: la retención total viene como texto («$1,291.66»); lo entendimos como 1291.66."
    )


def test_many_numbers_typed_as_text_are_one_note_a_section():
    steps = ("bimester_days", "daily_amount", "days", "amortization", "insurance", "withholding")
    texts = ("61", "98.3607", "15", "1475.41", "15", "1490.41")
    typed = {("samples", 1, s): cell(AnswerKind.TEXT_NUMBER, t, t) for s, t in zip(steps, texts, strict=True)}

    verdict = verdict_on(with_answers(typed))

    assert codes(verdict) == ["numbers_as_text"]
    assert (
        verdict.findings[0].message == "6 cifras vienen como texto (W11, Y11, Z11, AA11, AB11 y 1 más); las entendimos."
    )


def test_a_count_of_reading_is_not_repeated_where_the_cells_are_named():
    counted = Finding(code="error_cells", severity=Severity.WARNING, message="Hay celdas con error.", tab=2)
    evidence = with_answers({("samples", 2, "withholding"): cell(AnswerKind.ERROR, "#N/A")})

    assert codes(verdict_on(replace(evidence, findings=(counted,)))) == ["answer_is_error"]
    assert codes(verdict_on(replace(faultless(), findings=(counted,)))) == ["error_cells"]


@pytest.mark.parametrize(
    ("shown", "spoken"),
    [
        ("2026-09-01", "1/sep/2026"),
        ("1903-07-14T15:50:24", "14/jul/1903"),
        ("15/09/2026", "15/09/2026"),
        ("15-sep-26", "15-sep-26"),
        ("1 de septiembre de 2026", "1 de septiembre de 2026"),
        ("2026-13-45", "2026-13-45"),
    ],
)
def test_a_date_where_a_number_is_asked_for_is_told_as_one(shown, spoken):
    verdict = verdict_on(with_answers({("samples", 2, "withholding"): cell(AnswerKind.UNREADABLE, shown)}))

    finding = the(verdict, "answer_is_date")
    assert codes(verdict) == ["answer_is_date"]
    assert (finding.cell, finding.found, finding.severity) == ("AC12", shown, "error")
    assert finding.message == (
        f"Fila a-2: en la retención total hay una fecha ({spoken}), no una cifra. Da formato de número a la celda y "
        "revisa que muestre el resultado."
    )


@pytest.mark.parametrize("shown", ["1.291.66", "12:30:00", "VERDADERO", "20/20", "2026", "--09-01", "9" * 40])
def test_what_is_no_date_is_not_told_as_one(shown):
    assert codes(verdict_on(with_answers({("samples", 2, "days"): cell(AnswerKind.UNREADABLE, shown)}))) == [
        "answer_unreadable"
    ]


@pytest.mark.parametrize("number", ["1E+300", "-1E+300", "1E+999999", "NaN", "Infinity", "-1291.66", "0", "1E-300"])
def test_monstrous_numbers_are_wrong_and_break_nothing(number):
    verdict = verdict_on(with_answers({("samples", 2, "withholding"): cell(AnswerKind.NUMBER, number, number)}))

    assert codes(verdict) == ["withholding_differs"]
    assert len(verdict.sha256) == 64


@pytest.mark.parametrize("number", ["1E+999999", "NaN", "-Infinity", "1E-300", "86.11091" + "1" * 500])
def test_monstrous_daily_amounts_break_nothing(number):
    verdict = verdict_on(with_answers({("samples", 2, "daily_amount"): cell(AnswerKind.NUMBER, number, number)}))

    assert len(verdict.sha256) == 64


def test_hostile_text_in_a_cell_is_cut_and_harmless():
    hostile = cell(AnswerKind.UNREADABLE, "{0.__class__}<img src=x>\x1b]0;x\x07\u202e" + "A" * 100_000)

    finding = the(verdict_on(with_answers({("samples", 2, "withholding"): hostile})), "answer_unreadable")

    assert finding.found == "{0.__class__}<img src=x> ]0;x " + "A" * 29 + "…"
    assert finding.found in finding.message


EMPTY = cell(AnswerKind.EMPTY)
UNCALCULATED = cell(AnswerKind.NO_STORED_VALUE)
BROKEN = cell(AnswerKind.ERROR, "#N/A")
UNREAD = cell(AnswerKind.UNREADABLE, "9" * 40)


@pytest.mark.parametrize(
    ("step", "given", "sentence"),
    [
        ("bimester_days", "62", "los días del bimestre no coinciden; calculamos 61 y encontramos 62."),
        ("unit_value", "100.8", "el valor de la UMI no coincide; calculamos 100.81 y encontramos 100.80."),
        ("daily_amount", "86.1108", "el descuento diario difiere solo por redondeo (86.1108 en lugar de 86.110910); "
         "lo aceptamos."),
        ("amortization", "1291.70", "la amortización difiere solo por redondeo (1,291.70 en lugar de 1,291.66); "
         "lo aceptamos."),
        ("bimester_days", EMPTY, "faltan los días del bimestre (celda W12). Anota el resultado."),
        ("withholding", EMPTY, "falta la retención total (celda AC12). Anota el resultado."),
        ("days", UNREAD, f"en los días con retención no pudimos leer una cifra posible; dice «{'9' * 40}». "
         "Anota solo la cifra."),
        ("days", BROKEN, "la celda de los días con retención muestra el error #N/A. Corrige la fórmula o anota el "
         "valor."),
        ("unit_value", BROKEN, "la celda del valor de la UMI muestra el error #N/A. Corrige la fórmula o anota el "
         "valor."),
        ("insurance", BROKEN, "la celda del seguro de daños muestra el error #N/A. Corrige la fórmula o anota el "
         "valor."),
        ("bimester_days", UNCALCULATED, "en los días del bimestre hay una fórmula sin resultado guardado (celda W12). "
         "Abre el libro, deja que se calcule y guárdalo de nuevo, o anota el valor."),
        ("bimester_days", None, "dice que los días del bimestre no aplican, y en este caso sí aplican: calculamos 61."),
        ("unit_value", None, "dice que el valor de la UMI no aplica, y en este caso sí aplica: calculamos 100.81."),
        ("insurance", None, "dice que el seguro de daños no aplica; lo entendimos como 0.00."),
        ("days", cell(AnswerKind.TEXT_NUMBER, "15 días", "15"), "los días con retención vienen como texto («15 días»); "
         "lo entendimos como 15."),
    ],
)  # fmt: skip
def test_sentences_agree_with_the_step_that_they_name(step, given, sentence):
    verdict = verdict_on(with_answers({("samples", 2, step): given}))

    assert [f.message for f in verdict.findings if f.code != "steps_contradict"] == [f"Fila a-2: {sentence}"]


@pytest.mark.parametrize(
    ("step", "sentence"),
    [
        ("bimester_days", "no aplican los días del bimestre; encontramos 61 y esperábamos «No aplica»."),
        ("unit_value", "no aplica el valor de la UMI; encontramos 61 y esperábamos «No aplica»."),
    ],
)
def test_a_step_that_does_not_apply_is_told_in_its_number(step, sentence):
    verdict = verdict_on(with_answers({("samples", 3, step): "61"}))

    assert [f.message for f in verdict.findings] == [f"Fila a-3: en este tipo de descuento {sentence}"]
