"""``mesa check`` gives no answer of section b) away, and says all else as the evaluation does."""

from dataclasses import replace

import openpyxl
import pytest

from backoffice.domain.checks import CHECKS, judge, judge_without_answers
from backoffice.domain.evidence import Evidence
from backoffice.domain.findings import Finding
from backoffice.domain.mistakes import CATALOGUE
from backoffice.domain.test_set import TestSet
from backoffice.domain.test_set.as_given import AsGiven, as_given
from backoffice.domain.test_set.received import notice_set
from backoffice.official import parameters
from backoffice.rehearsal.making.answers import computed_by
from backoffice.rehearsal.making.filling import AMORTIZATIONS, answer_rows
from backoffice.workbooks import template
from backoffice.workbooks.evidence import evidence_of
from backoffice.workbooks.template.columns import GIVEN
from tests.evaluate.applicant import Applicant
from tests.evaluate.planting import plan
from tests.evaluate.planting.draft import set_of
from tests.evaluate.planting.packing import as_xlsx
from tests.evaluate.planting.plan import FAULTS, Planned
from tests.evaluate.reviewing import notices_in, said, secret_amounts, touched, without_receipt_amounts

#: What the evaluation tells beyond the review: whatever rests on the answers of section b).
OF_SECRET_ANSWERS = {
    "withholding_differs", "criterion_to_confirm", "rounding_accepted", "answer_claims_not_applicable",
    "not_applicable_as_zero", "related_rows_contradict",
}  # fmt: skip
TAMPERED = {"a_row_deleted"}  # of a worker with several rows only the number is missing


def test_rows_of_b_that_stand_under_a_are_not_computed(check, test_set):
    def change(book: openpyxl.Workbook) -> None:
        sheet = book[AMORTIZATIONS]
        samples = [index for index, _ in answer_rows(sheet, test_set, "samples")]
        held = [index for index, _ in answer_rows(sheet, test_set, "assessment")]
        for target, source in zip(samples, held, strict=False):
            for column in range(1, len(GIVEN) + 1):
                sheet.cell(target, column).value = sheet.cell(source, column).value

    outcome = check(touched(test_set, change))

    assert "Recalculamos 0 de 8 muestras de la sección a)." in outcome.out
    assert not said(outcome.out) & secret_amounts(test_set)


@pytest.mark.parametrize("number", range(8))
def test_nothing_that_is_said_holds_an_answer_of_b(check, tmp_path, number):
    test_set = set_of(f"secret {number}")
    if number % 2:  # the receipt of a row of b may not give it away either
        test_set = replace(test_set, receipt=("assessment", number))
    avisos = notices_in(tmp_path, test_set)
    wrong = {(row.section, row.number, "withholding"): 1 for row in test_set.rows}
    typed = Applicant(test_set, answers=wrong, deduction="004" if number % 4 else "009").workbook(
        template.write(test_set)
    )
    typed = without_receipt_amounts(typed)

    shown, as_json = check(typed, avisos=avisos), check(typed, "--json", avisos=avisos)

    assert shown.status == as_json.status == 1
    assert len(secret_amounts(test_set)) > 10
    for outcome in (shown, as_json):
        assert not said(outcome.out + outcome.err) & secret_amounts(test_set)


@pytest.mark.parametrize("fault", FAULTS[::4], ids=lambda fault: fault.name)
def test_the_review_says_what_the_evaluation_says_but_for_the_answers_of_b(fault):
    mine, theirs = both(Planned(f"review {fault.name}", faults=(fault,)))

    assert mine == theirs


@pytest.mark.parametrize("number", range(3))
def test_faults_of_two_tabs_are_told_as_in_the_evaluation(number):
    planned = next(p for p in list(plan.in_pairs(40))[number::3] if not {f.name for f in p.faults} & TAMPERED)

    mine, theirs = both(planned)

    assert mine == theirs


def both(planned: Planned) -> tuple[set[tuple[object, ...]], set[tuple[object, ...]]]:
    """What the review and the evaluation tell of one workbook, apart from causes, which see more rows there."""
    draft = planned.drafted()
    evidence, official = evidence_of(as_xlsx(draft)), parameters()
    given = of_applicant(draft.test_set, evidence)
    theirs = judge(evidence, draft.test_set, "", official).findings
    mine = judge_without_answers(evidence, given, "", official).findings

    def facts(findings: tuple[Finding, ...]) -> set[tuple[object, ...]]:
        return {
            (f.code, f.severity, f.tab, f.cell, f.section, f.number, f.nss, "" if f.causes else f.found)
            for f in findings
        }

    open_facts = {f for f in facts(theirs) if not (f[2] == 2 and f[4] == "assessment" and f[0] in OF_SECRET_ANSWERS)}
    return facts(mine), open_facts


def of_applicant(test_set: TestSet, evidence: Evidence) -> AsGiven:
    """The set as an applicant has it."""
    official = parameters()
    return as_given(evidence, notice_set(test_set.notices, official.catalogues["notice_types"]), official)


def test_a_set_with_answers_to_b_is_no_applicants_and_is_not_judged_by(test_set):
    evidence = evidence_of(template.write(test_set))
    leaked = replace(of_applicant(test_set, evidence), test_set=test_set)

    with pytest.raises(ValueError, match="the assessment rows have answers"):
        judge_without_answers(evidence, leaked, "", parameters())


def test_of_the_checks_only_those_that_need_secret_answers_are_left_out():
    assert [check.name for check in CHECKS if check.secret] == [
        "every_assessment_row_has_the_right_withholding", "related_rows_agree_with_each_other",
    ]  # fmt: skip
    assert [check.name for check in CHECKS if check.open_fact is None] == ["related_rows_agree_with_each_other"]


def test_another_reading_of_a_disputed_rule_is_a_warning_here_too(check, test_set):
    answers = computed_by(CATALOGUE["twenty_percent_on_daily_wage"].method, test_set, parameters())
    sent = {(*place, step): float(text) for place, steps in answers.items() for step, text in steps.items() if text}

    outcome = check(Applicant(test_set, answers=sent), "--json")

    assert outcome.status == 0
    assert {finding["code"] for finding in outcome.json["findings"]} <= {"criterion_to_confirm"}
