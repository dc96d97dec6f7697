"""Tab 2, who: shuffled, renumbered, missing, repeated and strange rows, other workers, other sets, empty templates."""

from dataclasses import replace

import pytest

from backoffice.domain.evidence import Answer, AnswerKind
from backoffice.domain.findings import Finding, Severity
from tests.checks.example import (
    answer_row,
    codes,
    faultless,
    the,
    verdict_on,
    with_answers,
    with_row,
)
from tests.timing import best


def emptied(evidence, *sections):
    """The same rows, as the template came: nothing filled in."""

    def empty(row):
        return replace(row, answers={step: Answer(a.cell, AnswerKind.EMPTY) for step, a in row.answers.items()})

    return replace(evidence, rows=tuple(empty(r) if r.section in sections else r for r in evidence.rows))


def with_extra(*rows):
    """Faultless evidence with more rows below."""
    return replace(faultless(), rows=(*faultless().rows, *rows))


def test_shuffled_rows_are_recognised():
    evidence = replace(faultless(), rows=tuple(reversed(faultless().rows)))

    assert verdict_on(evidence).findings == ()


def test_a_wrong_amount_in_shuffled_rows_is_told_of_the_right_row_and_cell():
    evidence = with_answers({("assessment", 1, "withholding"): "1503.08"})

    finding = the(verdict_on(replace(evidence, rows=tuple(reversed(evidence.rows)))), "withholding_differs")

    assert (finding.number, finding.cell, finding.causes) == (1, "AC31", ("uma_for_umi",))


@pytest.mark.parametrize("number", [None, 99])
def test_a_row_without_its_number_is_known_by_nss_and_credit(number):
    verdict = verdict_on(with_row("assessment", 1, lambda row: replace(row, number=number)))

    assert verdict.result == "consistent"
    assert codes(verdict) == ["row_renumbered"]


def test_two_rows_of_one_worker_without_numbers_are_taken_in_order_with_a_warning():
    evidence = faultless()
    rows = tuple(replace(r, number=None) if r.nss == "10108500055" else r for r in evidence.rows)

    verdict = verdict_on(replace(evidence, rows=rows))

    assert verdict.result == "consistent"
    assert codes(verdict) == ["row_doubtful", "row_doubtful"]


def test_a_missing_row_is_named():
    evidence = replace(faultless(), rows=faultless().rows[:-1])

    finding = the(verdict_on(evidence), "row_missing")

    assert (finding.section, finding.number, finding.nss) == ("assessment", 4, "10108500063")


def test_a_row_sent_twice_is_an_error_and_the_first_one_counts():
    again = answer_row("assessment", 1, "10108500048", "1500000045", ("1503.08",))

    verdict = verdict_on(with_extra(replace(again, row=60)))

    assert codes(verdict) == ["row_repeated"]
    assert verdict.findings[0].cell == "A60"


def test_a_repeated_row_does_not_stand_in_for_a_missing_one_of_the_same_worker():
    rows = tuple(r for r in faultless().rows if (r.section, r.number) != ("assessment", 3))
    again = replace(answer_row("assessment", 2, "10108500055", "1500000052", ("1475.41",)), row=60)

    verdict = verdict_on(replace(faultless(), rows=(*rows, again)))

    assert sorted(codes(verdict)) == ["row_missing", "row_repeated"]
    assert the(verdict, "row_missing").number == 3


def test_a_row_of_nobody_is_an_error():
    strange = answer_row("assessment", 9, "99999999999", "9999999999", ("100",))

    finding = the(verdict_on(with_extra(strange)), "row_unknown")

    assert (finding.found, finding.cell, finding.severity) == ("99999999999", "A39", "error")


def test_one_row_without_a_worker_is_taken_for_totals():
    totals = replace(answer_row("assessment", 9, "", "", ("5606.85",)), number=None)

    verdict = verdict_on(with_extra(totals))

    assert verdict.result == "consistent"
    assert codes(verdict) == ["row_of_totals"]


def test_rows_without_worker_and_without_answers_are_nothing():
    blank = emptied(with_extra(replace(answer_row("assessment", 9, "", "", ("1",)), number=None)), "assessment").rows[
        -1
    ]

    assert verdict_on(with_extra(blank)).findings == ()


@pytest.mark.parametrize("nss", ["99999999999", ""])
def test_fifty_thousand_extra_rows_are_one_finding_and_take_ten_times_what_a_tenth_takes(nss):
    strange = [
        replace(answer_row("assessment", 100 + n, nss, "9" * bool(nss), ("1",)), row=100 + n) for n in range(50_000)
    ]
    evidence, a_tenth = with_extra(*strange), with_extra(*strange[:5_000])

    verdict = verdict_on(evidence)

    assert best(lambda: verdict_on(evidence), times=1) <= 4 * 10 * best(lambda: verdict_on(a_tenth))
    assert codes(verdict) == ["rows_unknown"]
    assert verdict.findings[0].message.startswith("50,000 filas no son de tu set de pruebas (A100, A101,")
    assert verdict.result == "inconsistent"


def test_another_nss_in_a_row_is_an_error_of_that_row():
    verdict = verdict_on(with_row("samples", 2, lambda row: replace(row, nss="10108500099")))

    finding = the(verdict, "nss_differs")
    assert codes(verdict) == ["nss_differs"]
    assert (finding.expected, finding.found) == ("10108500022", "10108500099")


def test_another_credit_in_a_row_is_an_error_of_that_row():
    verdict = verdict_on(with_row("samples", 2, lambda row: replace(row, credit_number="1500009999")))

    assert codes(verdict) == ["credit_differs"]


def test_a_row_whose_worker_was_wiped_out_is_known_by_its_number_and_must_say_whose_it_is():
    verdict = verdict_on(with_row("samples", 2, lambda row: replace(row, nss="", credit_number="")))

    assert [(f.code, f.severity, f.found) for f in verdict.findings] == [("rows_without_worker", "error", "1")]
    assert verdict.findings[0].message == (
        "Hay filas que no dicen de qué trabajador son, sin NSS ni crédito: a-2. Déjalos como te los dimos."
    )


def test_half_a_name_is_told_for_a_persons_eye():
    verdict = verdict_on(with_row("assessment", 1, lambda row: replace(row, nss="")))

    assert [(f.code, f.severity) for f in verdict.findings] == [("rows_half_named", "warning")]


def test_leading_zeros_that_a_spreadsheet_ate_do_not_matter():
    evidence = with_row("samples", 2, lambda row: replace(row, nss="1010 850-0022 "))

    assert verdict_on(evidence).findings == ()


def test_two_amounts_swapped_between_rows_are_recognised_as_such():
    evidence = with_answers({("assessment", 2, "withholding"): "1548.39", ("assessment", 3, "withholding"): "1475.41"})

    verdict = verdict_on(evidence)

    assert codes(verdict) == ["withholding_differs", "withholding_differs"]
    assert verdict.result == "inconsistent"


def test_a_workbook_of_an_earlier_round_is_told_as_such():
    rows = tuple(
        answer_row(row.section, row.number or 0, f"2020202020{row.number}", f"160000000{row.number}", ("1",))
        for row in faultless().rows
        if row.section == "assessment"
    )

    verdict = verdict_on(replace(faultless(), test_set_id="T-0000", rows=rows))

    assert codes(verdict) == ["evidence_of_another_set", "section_missing", "rows_of_another_set"]
    assert the(verdict, "evidence_of_another_set").found == "T-0000"


def test_an_empty_template_gets_one_finding_for_the_tab():
    assert codes(verdict_on(emptied(faultless(), "samples", "assessment"))) == ["amortizations_empty"]


def test_an_empty_section_gets_one_finding():
    verdict = verdict_on(emptied(faultless(), "assessment"))

    assert codes(verdict) == ["section_empty"]
    assert verdict.findings[0].section == "assessment"


def test_a_row_left_empty_gets_one_finding_not_seven():
    def empty(row):
        return replace(row, answers={step: Answer(a.cell, AnswerKind.EMPTY) for step, a in row.answers.items()})

    verdict = verdict_on(with_row("samples", 1, empty))

    assert codes(verdict) == ["row_unanswered"]


def test_a_section_that_is_not_there_is_named():
    verdict = verdict_on(replace(faultless(), rows=tuple(r for r in faultless().rows if r.section == "assessment")))

    assert codes(verdict) == ["section_missing"]
    assert "a) Muestras" in verdict.findings[0].message


def test_a_column_that_reading_did_not_find_is_told_once():
    missing = Finding(code="column_missing", severity=Severity.ERROR, message="Falta la columna «Amortización».", tab=2)
    evidence = faultless()
    rows = tuple(replace(r, answers={s: a for s, a in r.answers.items() if s != "amortization"}) for r in evidence.rows)

    verdict = verdict_on(replace(evidence, rows=rows, findings=(missing,)))

    assert codes(verdict) == ["column_missing"]
