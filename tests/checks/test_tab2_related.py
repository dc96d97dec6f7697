"""Rows that tell of each other: typed-in numbers contradict them, rounding, insurance and mistakes do not."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from backoffice.domain.amortization import RIGHT, withhold
from backoffice.domain.checks import judge
from backoffice.domain.diagnosis import alternatives
from backoffice.domain.evidence import STEPS, Answer, AnswerKind, AnswerRow, Evidence
from backoffice.domain.mistakes import CATALOGUE
from backoffice.domain.test_set import TestSet
from backoffice.domain.test_set.generation import generate
from backoffice.efirma.service_seal import rehearsal_seal
from backoffice.official import parameters
from tests.checks.example import SHA, answer_row, codes, example_set, faultless, the, verdict_on
from tests.workbooks.making.sample import worker

NSS, CREDIT = "10108500071", "1500000078"
JULY = {"period_start": "2026-07-01", "period_end": "2026-07-31", "first_payroll": "yes"}
FIRST_HALF = {"period_start": "2026-07-01", "period_end": "2026-07-15", "first_payroll": "yes"}
SECOND_HALF = {"period_start": "2026-07-16", "period_end": "2026-07-31"}

#: One worker's month and its halves, the insurance in the first: what differs in the case, days, amortization, insurance
FAMILY = (
    (5, NSS, CREDIT, JULY, "31", "3000.00", "15.00"),
    (6, NSS, CREDIT, FIRST_HALF, "15", "1451.61", "15.00"),
    (7, NSS, CREDIT, SECOND_HALF, "16", "1548.39", "0.00"),
)
RIGHT_FAMILY = {5: "3015.00", 6: "1466.61", 7: "1548.39"}


def set_with(*literals) -> TestSet:
    """The example with more assessment rows."""
    like = example_set().row("assessment", 2)
    rows = []
    for number, nss, credit, differing, days, amortization, insurance in literals:
        total = str(Decimal(amortization) + Decimal(insurance))
        steps = ("61", None, None, days, amortization, insurance, total)
        expected = dict(zip(STEPS, steps, strict=True))
        case = {**like.case, **differing}
        rows.append(worker("assessment", number, nss, "Trabajador", credit, case=case, expected=expected))
    return replace(example_set(), rows=(*example_set().rows, *rows))


def family_with(**answers: str):
    """The verdict on the family's rows; ``b6="1333.33"`` is what is answered in b-6 instead of the right amount."""
    given = RIGHT_FAMILY | {int(name[1:]): text for name, text in answers.items()}
    rows = [answer_row("assessment", number, NSS, CREDIT, (text,)) for number, text in given.items()]
    return verdict_on(replace(faultless(), rows=(*faultless().rows, *rows)), set_with(*FAMILY))


def test_right_answers_agree():
    assert family_with().findings == ()


def test_a_half_that_was_typed_in_contradicts_the_month_and_the_other_half():
    verdict = family_with(b6="1333.33")

    finding = the(verdict, "related_rows_contradict")
    assert codes(verdict) == ["withholding_differs", "related_rows_contradict"]
    assert (finding.severity, finding.standing, finding.tab, finding.cell) == ("warning", "P", 2, "AC36")
    assert (finding.section, finding.number, finding.nss) == ("assessment", 6, NSS)
    assert (finding.expected, finding.found) == ("1466.61", "1333.33")
    assert finding.message == (
        "Fila b-6: su periodo y el de la fila b-7 forman el de la b-5. De 3,015.00 y 1,548.39 se sigue 1,466.61, contado "
        "el seguro, y encontramos 1,333.33. Las cifras no salen del mismo cálculo; confirma que son las de tu sistema."
    )


def test_a_month_that_was_typed_in_contradicts_its_halves():
    finding = the(family_with(b5="2777.77"), "related_rows_contradict")

    assert (finding.number, finding.expected, finding.found) == (5, "3015.00", "2777.77")
    assert finding.message.startswith(
        "Fila b-5: su periodo es el de las filas b-6 y b-7 juntas. De 1,466.61 y 1,548.39 se sigue 3,015.00"
    )


def test_one_day_more_that_adds_something_else_than_a_day_is_told():
    """The halves add up to the month, but they are not 15 and 16 days of it."""
    finding = the(family_with(b6="1266.61", b7="1748.39"), "related_rows_contradict")

    assert (finding.number, finding.expected, finding.found) == (7, "1335.05", "1748.39")
    assert finding.message.startswith(
        "Fila b-7: tiene un día más que la fila b-6, de su crédito. De 1,266.61 se sigue 1,335.05, contado el seguro"
    )


def test_a_whole_family_typed_in_is_told_once():
    verdict = family_with(b5="2777.77", b6="1333.33", b7="1111.11")

    assert codes(verdict).count("related_rows_contradict") == 1
    assert verdict.result == "inconsistent"


def test_an_unknown_method_that_is_consistent_with_itself_is_no_contradiction():
    """97.00 a day, whatever the reason: 31, 15 and 16 days of it."""
    verdict = family_with(b5="3022.00", b6="1470.00", b7="1552.00")

    assert set(codes(verdict)) == {"withholding_differs"}
    assert len(verdict.unexplained) == 3


@pytest.mark.parametrize(("b5", "b6", "b7"), [("3007.00", "1455.00", "1552.00"), ("3022.00", "1470.00", "1567.00")])
def test_amounts_apart_by_a_whole_insurance_are_a_matter_of_the_insurance(b5, b6, b7):
    """The same 97.00 a day, without insurance or with one in each payroll."""
    assert set(codes(family_with(b5=b5, b6=b6, b7=b7))) == {"withholding_differs"}


def test_a_centavo_of_rounding_is_no_contradiction():
    assert "related_rows_contradict" not in codes(family_with(b5="3022.01", b6="1470.01", b7="1552.01"))


def test_rows_within_the_tolerance_are_not_doubted():
    assert codes(family_with(b5="3015.05", b6="1466.56", b7="1548.34")) == ["rounding_accepted"] * 3


@pytest.mark.parametrize("left_out", ["b5", "b6", "b7"])
def test_a_relation_with_an_unanswered_or_unreadable_row_is_not_judged(left_out):
    told = codes(with_cell(int(left_out[1:]), Answer("", AnswerKind.UNREADABLE, "mil"), b6="1333.33"))

    assert told.count("answer_unreadable") == 1
    assert "su periodo y el" not in " ".join(told)


def with_cell(number: int, cell: Answer, **answers: str):
    """The family with another cell in one row."""
    given = RIGHT_FAMILY | {int(name[1:]): text for name, text in answers.items()}
    rows = [answer_row("assessment", n, NSS, CREDIT, (text,)) for n, text in given.items() if n != number]
    rows.append(AnswerRow("assessment", number, NSS, CREDIT, "2. Amortizaciones", 30 + number, {"withholding": cell}))
    return verdict_on(replace(faultless(), rows=(*faultless().rows, *rows)), set_with(*FAMILY))


def test_a_missing_row_takes_its_relations_with_it():
    rows = [answer_row("assessment", 6, NSS, CREDIT, ("1333.33",))]

    verdict = verdict_on(replace(faultless(), rows=(*faultless().rows, *rows)), set_with(*FAMILY))

    assert sorted(codes(verdict)) == ["row_missing", "row_missing", "withholding_differs"]


@pytest.mark.parametrize("number", ["1E+300", "-1E+999999", "NaN", "Infinity", "1E-300"])
def test_monstrous_numbers_break_nothing(number):
    verdict = with_cell(6, Answer("AC36", AnswerKind.NUMBER, number, Decimal(number)))

    assert verdict.result == "inconsistent"
    assert len(verdict.sha256) == 64


def test_no_aplica_where_something_is_due_does_not_break_the_relation():
    verdict = with_cell(7, Answer("AC37", AnswerKind.NOT_APPLICABLE, "No aplica"))

    assert "answer_claims_not_applicable" in codes(verdict)


TWICE = (8, "10108500089", "1500000086", {"discount_value": "6000.00"}, "15", "2950.82", "0.00")
TWICE_THE_WAGE = (
    9, "10108500097", "1500000094",
    {"discount_type": "1", "discount_value": "25", "sdi": "1049.30", "daily_wage": "1000.00"}, "15", "3934.88", "0.00",
)  # fmt: skip


@pytest.mark.parametrize(
    ("literal", "right", "typed_in", "sentence"),
    [
        (TWICE, "2950.82", "2345.67", "su base es el doble de la de la fila b-2. De 1,475.41 se sigue 2,950.82"),
        (
            TWICE_THE_WAGE,
            "3934.88",
            "3210.00",
            "su base es el doble de la de la fila a-3. De 1,967.44 se sigue 3,934.88",
        ),
    ],
)
def test_twice_the_base_that_is_not_twice_the_withholding_is_told(literal, right, typed_in, sentence):
    number, nss, credit = literal[:3]
    rows = {text: answer_row("assessment", number, nss, credit, (text,)) for text in (right, typed_in)}

    agreeing, contradicting = (
        verdict_on(replace(faultless(), rows=(*faultless().rows, row)), set_with(literal)) for row in rows.values()
    )

    assert agreeing.findings == ()
    assert the(contradicting, "related_rows_contradict").message.startswith(f"Fila b-{number}: {sentence}")


def test_half_the_base_is_told_the_other_way_round():
    row = answer_row("assessment", 8, *TWICE[1:3], ("2950.82",))
    wrong = tuple(
        answer_row("assessment", 2, r.nss, r.credit_number, ("1234.56",))
        if (r.section, r.number) == ("assessment", 2)
        else r
        for r in faultless().rows
    )

    finding = the(verdict_on(replace(faultless(), rows=(*wrong, row)), set_with(TWICE)), "related_rows_contradict")

    assert (finding.number, finding.expected, finding.found) == (2, "1475.41", "1234.56")
    assert finding.message.startswith(
        "Fila b-2: su base es la mitad de la de la fila b-8. De 2,950.82 se sigue 1,475.41"
    )


def test_a_relation_that_the_official_answers_do_not_keep_to_is_none():
    """A cap of 20 % has the double base withhold no more."""
    capped = (*TWICE[:5], "1475.41", "0.00")
    row = answer_row("assessment", 8, *TWICE[1:3], ("999.99",))

    verdict = verdict_on(replace(faultless(), rows=(*faultless().rows, row)), set_with(capped))

    assert "related_rows_contradict" not in codes(verdict)


@pytest.fixture(scope="module")
def issued() -> TestSet:
    """A set as applicants get it: it has one family of rows."""
    return generate(b"related rows' seed", "first", date(2026, 11, 23), rehearsal_seal(), parameters())


def answered(test_set: TestSet, centavos: list[int]) -> Evidence:
    """Evidence that answers each row with so many centavos in all."""
    rows = []
    for number, (row, amount) in enumerate(zip(test_set.rows, centavos, strict=True)):
        cell = Answer(f"W{number}", AnswerKind.NUMBER, "", Decimal(amount) / 100)
        rows.append(
            AnswerRow(
                row.section, row.number, row.nss, row.credit_number, "2. Amortizaciones", number, {"withholding": cell}
            )
        )
    return Evidence(format="xls", rows=tuple(rows), tabs={2: "2. Amortizaciones"})


@pytest.mark.parametrize("code", [None, *CATALOGUE])
def test_right_answers_and_those_of_any_one_mistake_contradict_nothing(issued, code):
    possible = alternatives(issued, parameters())
    method = CATALOGUE[code].method if code else RIGHT
    answers = withhold(possible.cases, parameters(), method).withholding.tolist()

    verdict = judge(answered(issued, answers), issued, SHA, parameters())

    assert "related_rows_contradict" not in codes(verdict)
    assert verdict.unexplained == ()


def test_a_number_typed_into_the_family_of_an_issued_set_is_found(issued):
    possible = alternatives(issued, parameters())
    family = [n for n, row in enumerate(issued.rows) if [other.nss for other in issued.rows].count(row.nss) == 3]

    for number in family:
        answers = possible.right.tolist()
        answers[number] += 12345
        verdict = judge(answered(issued, answers), issued, SHA, parameters())
        assert the(verdict, "related_rows_contradict").number == issued.rows[number].number

    assert len(family) == 3
