"""Tab 2a against itself: a total that its steps do not give, what rounding leaves open, and what is no contradiction."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from backoffice.domain.amortization import RIGHT, withhold
from backoffice.domain.checks import judge
from backoffice.domain.diagnosis import alternatives
from backoffice.domain.diagnosis.alternatives import combined
from backoffice.domain.evidence import STEPS, Answer, AnswerKind, AnswerRow, Evidence
from backoffice.domain.mistakes import CATALOGUE
from backoffice.domain.test_set import TestSet
from backoffice.domain.test_set.expected import expected_steps
from backoffice.domain.test_set.generation import generate
from backoffice.efirma.service_seal import rehearsal_seal
from backoffice.official import parameters
from tests.checks.example import SHA, codes, example_set, the, verdict_on, with_answers


def contradictions(verdict) -> list[str]:
    """What the check told."""
    return [finding.message for finding in verdict.findings if finding.code == "steps_contradict"]


def a_2(**steps: str | Answer | None):
    """The verdict where sample 2 (type 3: 26.0528 × 100.81 × 2 ÷ 61 = 86.1109; × 15 = 1,291.66) shows other steps."""
    return verdict_on(with_answers({("samples", 2, step): given for step, given in steps.items()}))


@pytest.mark.parametrize(
    ("steps", "cell", "figures", "sum_", "says"),
    [
        ({"days": "14"}, "AA12", ("1205.55", "1291.66"), "86.1109 × 14 días da 1,205.55", "la amortización dice 1,291.66"),
        ({"daily_amount": "90"}, "AA12", ("1350.00", "1291.66"), "90 × 15 días da 1,350.00", "la amortización dice 1,291.66"),
        ({"bimester_days": "62"}, "Y12", ("84.722025", "86.1109"), "26.0528 × 100.81 × 2 ÷ 62 días da 84.722025",
         "el descuento diario dice 86.1109"),
        ({"unit_value": "117.31"}, "Y12", ("100.205048", "86.1109"), "26.0528 × 117.31 × 2 ÷ 61 días da 100.205048",
         "el descuento diario dice 86.1109"),
        ({"amortization": "1300"}, "AC12", ("1300.00", "1291.66"), "1,300.00 + 0.00 de seguro da 1,300.00",
         "la retención total dice 1,291.66"),
        ({"insurance": "15"}, "AC12", ("1306.66", "1291.66"), "1,291.66 + 15.00 de seguro da 1,306.66",
         "la retención total dice 1,291.66"),
    ],
)  # fmt: skip
def test_a_right_total_that_its_steps_do_not_give_is_told_with_both_figures(steps, cell, figures, sum_, says):
    verdict = a_2(**steps)

    finding = the(verdict, "steps_contradict")
    assert (finding.severity, finding.standing, finding.tab, finding.cell) == ("warning", "P", 2, cell)
    assert (finding.section, finding.number, finding.nss) == ("samples", 2, "10108500022")
    assert (finding.expected, finding.found) == figures
    assert finding.message == (
        f"Fila a-2: {sum_}, y {says}. Una cifra no sale de las otras; confirma que son las que calculó tu sistema."
    )


def test_the_daily_amount_of_a_fixed_amount_follows_from_two_months():
    verdict = verdict_on(with_answers({("samples", 1, "bimester_days"): "59"}))

    assert the(verdict, "steps_contradict").message.startswith(
        "Fila a-1: 3,000.00 × 2 ÷ 59 días da 101.694915, y el descuento diario dice 98.3607."
    )


@pytest.mark.parametrize(
    "steps",
    [
        {"daily_amount": "90", "amortization": "1350", "withholding": "1350"},
        {"days": "14", "amortization": "1205.55", "withholding": "1205.55"},
        {"unit_value": "117.31", "daily_amount": "100.205", "amortization": "1503.08", "withholding": "1503.08"},
        {"bimester_days": "62", "daily_amount": "84.722", "amortization": "1270.83", "withholding": "1270.83"},
        {"insurance": "15", "withholding": "1306.66"},
    ],
)
def test_wrong_steps_that_follow_from_one_another_are_wrong_and_nothing_more(steps):
    verdict = a_2(**steps)

    assert verdict.result == "inconsistent"
    assert contradictions(verdict) == []


@pytest.mark.parametrize(
    ("steps", "its_sum"),
    [
        ({"daily_amount": "86.5"}, "26.0528 × 100.81 × 2 ÷ 61"),
        ({"amortization": "1300", "withholding": "1300"}, "86.1109 × 15"),
        ({"withholding": "1300"}, "1,291.66 + 0.00"),
    ],
)
def test_a_step_that_differs_where_those_before_it_are_right_is_not_told_twice(steps, its_sum):
    """What the sum gives is the official figure, which the difference names already."""
    assert its_sum not in " ".join(contradictions(a_2(**steps)))


@pytest.mark.parametrize(
    ("daily_amount", "amortization"),
    [("90.1", "1351.50"), ("90.1", "1352.95"), ("90.12", "1351.95"), ("90.1234", "1351.90"), ("90", "1365.05")],
)
def test_the_decimals_shown_leave_room_for_the_amortization(daily_amount, amortization):
    """One in the last decimal for each day, and the tolerance."""
    verdict = a_2(daily_amount=daily_amount, amortization=amortization, withholding=amortization)

    assert contradictions(verdict) == []


@pytest.mark.parametrize(
    ("daily_amount", "amortization"),
    [("90.1", "1353.06"), ("90.12", "1352.01"), ("90.1234", "1351.91"), ("90", "1365.06")],
)
def test_beyond_that_room_it_is_a_contradiction(daily_amount, amortization):
    verdict = a_2(daily_amount=daily_amount, amortization=amortization, withholding=amortization)

    assert len(contradictions(verdict)) == 1


def test_a_monthly_amount_rounded_to_centavos_on_the_way_is_no_contradiction():
    """26.0528 × 117.31 = 3,056.25 a month, × 2 ÷ 61 = 100.2049 a day."""
    verdict = a_2(unit_value="117.31", daily_amount="100.2049", amortization="1503.07", withholding="1503.07")

    assert contradictions(verdict) == []


def test_a_row_typed_in_whole_is_told_of_each_sum_that_breaks():
    verdict = a_2(
        bimester_days="60", daily_amount="70", days="16", amortization="900", insurance="7", withholding="950"
    )

    assert [text.partition(":")[2].partition(" da ")[0].strip() for text in contradictions(verdict)] == [
        "26.0528 × 100.81 × 2 ÷ 60 días",
        "70 × 16 días",
        "900.00 + 7.00 de seguro",
    ]


def test_right_steps_with_rounding_are_not_doubted():
    verdict = a_2(daily_amount="86.111", amortization="1291.70", withholding="1291.62")

    assert set(codes(verdict)) == {"rounding_accepted"}


@pytest.mark.parametrize(
    "broken",
    [
        None,
        Answer("", AnswerKind.EMPTY),
        Answer("", AnswerKind.ERROR, "#N/A"),
        Answer("", AnswerKind.UNREADABLE, "2026-09-01"),
        Answer("", AnswerKind.NO_STORED_VALUE),
    ],
)
@pytest.mark.parametrize(("wrong", "value", "other"), [("days", "14", "daily_amount"), ("days", "14", "amortization"),
                                                       ("amortization", "1300", "insurance")])  # fmt: skip
def test_a_sum_with_a_cell_that_holds_no_number_is_not_worked_out(wrong, value, other, broken):
    assert contradictions(a_2(**{wrong: value, other: broken})) == []


def test_numbers_typed_as_text_count_as_the_numbers_they_are():
    verdict = a_2(days=Answer("", AnswerKind.TEXT_NUMBER, "14 días", Decimal(14)))

    assert len(contradictions(verdict)) == 1


@pytest.mark.parametrize("number", ["0", "-61", "1E+300", "1E+999999", "1E-999999", "NaN", "-Infinity", "0.0000001"])
@pytest.mark.parametrize("step", STEPS)
def test_monstrous_numbers_break_nothing(step, number):
    cell = Answer("", AnswerKind.NUMBER, number, Decimal(number))

    verdict = a_2(**{step: cell, "days": "14"} if step != "days" else {step: cell})

    assert len(verdict.sha256) == 64


def test_missing_rows_and_columns_break_nothing():
    evidence = with_answers({("samples", 2, "days"): "14"})
    rows = tuple(
        replace(row, answers={s: a for s, a in row.answers.items() if s != "amortization"})
        for row in evidence.rows
        if (row.section, row.number) != ("samples", 1)
    )

    assert contradictions(verdict_on(replace(evidence, rows=rows))) == []


def test_more_than_eight_contradictions_are_one_finding():
    typed_in = {"days": "14", "amortization": "1000", "insurance": "3", "withholding": "1200", "bimester_days": "50"}
    like = example_set().row("samples", 2)
    more = tuple(replace(like, number=number) for number in range(4, 8))
    answered = with_answers({("samples", 2, step): text for step, text in typed_in.items()})
    row = next(row for row in answered.rows if (row.section, row.number) == ("samples", 2))
    evidence = replace(answered, rows=(*answered.rows, *(replace(row, number=number) for number in range(4, 8))))

    verdict = verdict_on(evidence, replace(example_set(), rows=(*example_set().rows, *more)))

    assert "steps_contradict" not in codes(verdict)
    assert the(verdict, "many_steps_contradict").message == (
        "En 15 pasos de la sección a) la cifra no sale de las que tiene a su lado (Y12, AA12, AC12, Y12, AA12, AC12, Y12, AA12 y 7 más). "
        "Confirma que son las que calculó tu sistema."
    )


def with_case(number: int, changes: dict[str, str], right: dict[str, str]) -> TestSet:
    """The example with another case, and other right figures, in one sample."""
    rows = tuple(
        replace(row, case={**row.case, **changes}, expected={**row.expected, **right})
        if (row.section, row.number) == ("samples", number)
        else row
        for row in example_set().rows
    )
    return replace(example_set(), rows=rows)


def test_where_a_cap_lowers_the_official_amortization_the_product_is_not_demanded():
    capped = with_case(2, {}, {"amortization": "830.00", "withholding": "830.00"})
    evidence = with_answers(
        {("samples", 2, "days"): "14", ("samples", 2, "amortization"): "830", ("samples", 2, "withholding"): "830"}
    )

    assert contradictions(verdict_on(evidence, capped)) == []


@pytest.mark.parametrize("withholding", ["1000", "1306.66"])
def test_up_to_the_wage_available_the_total_may_stay_below_the_sum(withholding):
    """Whoever shows the amortization before the ceiling, or ignores the ceiling, does not contradict himself."""
    limited = with_case(2, {"wage_available": "1000.00"}, {"withholding": "1000.00", "amortization": "1000.00"})
    evidence = with_answers({("samples", 2, "insurance"): "15", ("samples", 2, "withholding"): withholding})

    assert contradictions(verdict_on(evidence, limited)) == []


def test_a_total_below_the_wage_available_that_is_not_the_sum_is_told():
    limited = with_case(2, {"wage_available": "1000.00"}, {"withholding": "1000.00", "amortization": "1000.00"})
    evidence = with_answers({("samples", 2, "insurance"): "15", ("samples", 2, "withholding"): "950"})

    assert contradictions(verdict_on(evidence, limited)) == [
        "Fila a-2: 1,291.66 + 15.00 de seguro, hasta 1,000.00 de salario disponible, da 1,000.00, y la retención total dice "
        "950.00. Una cifra no sale de las otras; confirma que son las que calculó tu sistema."
    ]


def test_the_daily_amount_of_a_percentage_is_not_worked_out_for_its_wage_is_not_shown():
    verdict = verdict_on(with_answers({("samples", 3, "daily_amount"): "125", ("samples", 3, "amortization"): "1875",
                                       ("samples", 3, "withholding"): "1875"}))  # fmt: skip

    assert contradictions(verdict) == []


@pytest.fixture(scope="module")
def issued() -> TestSet:
    """A set as applicants get it."""
    return generate(b"the steps' own seed", "first", date(2026, 11, 23), rehearsal_seal(), parameters())


def answered_by(test_set: TestSet, method) -> Evidence:
    """Evidence of a program that computes by *method* and shows its steps, the daily amount with four decimals."""
    computed = withhold(alternatives(test_set, parameters()).cases, parameters(), method)
    rows = []
    for number, row in enumerate(test_set.rows):
        steps = expected_steps(computed.rows.iloc[number], computed.parts[computed.parts["row"] == number])
        told = STEPS if row.section == "samples" else ("withholding",)
        answers = {step: shown(step, steps[step]) for step in told}
        rows.append(AnswerRow(row.section, row.number, row.nss, row.credit_number, "2", number, answers))
    return Evidence(format="xls", rows=tuple(rows), tabs={2: "2"})


def shown(step: str, text: str | None) -> Answer:
    """A step as the program shows it."""
    if text is None:
        return Answer("W1", AnswerKind.NOT_APPLICABLE, "No aplica")
    number = round(Decimal(text), 4) if step == "daily_amount" else Decimal(text)
    return Answer("W1", AnswerKind.NUMBER, str(number), number)


@pytest.mark.parametrize("code", [None, *CATALOGUE])
def test_the_steps_of_right_programs_and_of_any_one_mistake_do_not_contradict_each_other(issued, code):
    method = CATALOGUE[code].method if code else RIGHT

    verdict = judge(answered_by(issued, method), issued, SHA, parameters())

    assert contradictions(verdict) == []


@pytest.mark.parametrize(
    "pair",
    [("month_30_4", "uma_for_umi"), ("uma_for_umi", "factor_rounded"), ("equal_split", "stale_umi"),
     ("seventh_day_discounted", "year_365"), ("wrong_bimester_days", "factor_times_30_4")],
    ids="+".join,
)  # fmt: skip
def test_steps_that_two_mistakes_at_once_explain_are_no_contradiction(issued, pair):
    method = combined(*(CATALOGUE[code].method for code in pair))

    verdict = judge(answered_by(issued, method), issued, SHA, parameters())

    assert contradictions(verdict) == []
