"""Checks: evidence × test set → verdict. Pure: same evidence, same set, same verdict."""

from dataclasses import replace

from backoffice.domain.checks.left_open import left_open
from backoffice.domain.checks.matter import Matter
from backoffice.domain.checks.table import CHECKS, Check, Rule
from backoffice.domain.checks.wording import clean
from backoffice.domain.evidence import Evidence
from backoffice.domain.findings import Finding, Severity
from backoffice.domain.parameters import Parameters
from backoffice.domain.test_set import TestSet
from backoffice.domain.test_set.as_given import AsGiven
from backoffice.domain.verdict import Verdict

__all__ = ["CHECKS", "Check", "Rule", "judge", "judge_without_answers", "refused"]

#: Reading counts such cells; where the checks name them one by one, the count is not repeated.
_NAMED_BY_CELL = {
    "text_numbers": {"number_as_text", "numbers_as_text"},
    "error_cells": {"answer_is_error"},
    "formulas_without_value": {"answer_without_value"},
    "unreadable_numbers": {"answer_unreadable", "answer_is_date"},
    "cfdi_amount": {"cfdi_value_wrong"},
}
_SECTION_ORDER = {None: 0, "samples": 1, "assessment": 2}


def judge(evidence: Evidence, test_set: TestSet, evidence_sha256: str, parameters: Parameters) -> Verdict:
    """Run every check. Inconsistent if any finding is an error, those of reading included.

    *parameters* are the official values in force (``backoffice.official.parameters()``).
    """
    matter = Matter.of(evidence, test_set, parameters)
    return _verdict(matter, [finding for check in CHECKS for finding in check.fact(matter)], evidence_sha256)


def judge_without_answers(evidence: Evidence, given: AsGiven, evidence_sha256: str, parameters: Parameters) -> Verdict:
    """As ``judge``, by what an applicant has: the checks that need secret answers are left out.

    Raises ``ValueError`` for a set with an answer to an assessment row: it is none that an applicant has.
    """
    if any(row.is_answered for row in given.test_set.section("assessment")):
        raise ValueError("the assessment rows have answers")
    matter = Matter.of(evidence, given.test_set, parameters)
    facts = [check.open_fact for check in CHECKS]
    found = [finding for fact in facts if fact is not None for finding in fact(matter)]
    return _verdict(matter, [*found, *left_open(given)], evidence_sha256)


def _verdict(matter: Matter, findings: list[Finding], evidence_sha256: str) -> Verdict:
    """What the findings of checks make of the evidence, together with those of reading."""
    test_set = matter.test_set
    named = {finding.code for finding in findings}
    read = [_harmless(f) for f in matter.evidence.findings if not _NAMED_BY_CELL.get(f.code, set()) & named]
    findings = [*read, *findings]
    return Verdict(
        result="inconsistent" if any(f.severity is Severity.ERROR for f in findings) else "consistent",
        findings=tuple(sorted(findings, key=_place)),
        diagnosis=tuple(matter.diagnosis.causes),
        unexplained=tuple(matter.diagnosis.unexplained),
        evidence_sha256=evidence_sha256,
        test_set_id=test_set.id,
        rules_version=test_set.rules_version,
    )


def refused(finding: Finding, test_set: TestSet, evidence_sha256: str | None) -> Verdict:
    """The verdict on a file whose cells cannot be read safely: one finding, whose code says why."""
    return Verdict(
        result="refused",
        findings=(_harmless(finding),),
        evidence_sha256=evidence_sha256,
        test_set_id=test_set.id,
        rules_version=test_set.rules_version,
    )


def _place(finding: Finding) -> tuple[int, int, int]:
    """By tab, section and row; within a row in the order of the checks."""
    return finding.tab or 0, _SECTION_ORDER[finding.section], finding.number or 0


def _harmless(finding: Finding) -> Finding:
    """A finding of reading may quote the applicant: no control characters or halves of characters go on."""
    return replace(
        finding,
        message=clean(finding.message, 400),
        cell=_printable(finding.cell),
        nss=_printable(finding.nss),
        expected=_printable(finding.expected),
        found=_printable(finding.found),
    )


def _printable(text: str | None) -> str | None:
    return None if text is None else clean(text)
