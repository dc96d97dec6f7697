"""What differs between two verdicts on one evidence, counted and worded."""

from dataclasses import replace
from typing import Any

import pytest

from backoffice.domain.causes import Cause
from backoffice.domain.change import Change, between
from backoffice.domain.findings import Finding, Severity
from backoffice.domain.verdict import Verdict

WRONG = Finding(
    code="withholding_differs", severity=Severity.ERROR, message="Fila b-1: 1,503.08.", tab=2, cell="AC31",
    section="assessment", number=1, expected="1291.66", found="1503.08", causes=("uma_for_umi",),
)  # fmt: skip
OTHERWISE = replace(WRONG, message="Fila b-1: calculamos 1,537.54.", expected="1537.54")
NOTE = Finding(code="row_renumbered", severity=Severity.NOTE, message="Fila b-2: otro número.", tab=2, number=2)
WARNING = Finding(code="picture_tiny", severity=Severity.WARNING, message="Pantalla chica.", tab=3)


def verdict(*findings: Finding, **other: Any) -> Verdict:
    """A verdict with these findings."""
    result = "inconsistent" if any(finding.severity is Severity.ERROR for finding in findings) else "consistent"
    given = {"result": result, "evidence_sha256": "ab", "test_set_id": "T", "rules_version": "r", **other}
    return Verdict(findings=findings, **given)


def test_the_same_findings_by_other_rules_and_another_engine_are_no_change() -> None:
    change = between(verdict(WRONG, NOTE), verdict(NOTE, WRONG, rules_version="s", engine_version="9"))

    assert not change
    assert (change.flips, change.reason) == (False, "")


def test_a_finding_that_appears_flips_the_result_where_it_is_an_error() -> None:
    change = between(verdict(NOTE), verdict(NOTE, WRONG))

    assert (change.before, change.after, change.flips) == ("consistent", "inconsistent", True)
    assert (change.added, change.removed, change.altered) == ((WRONG,), (), ())
    assert change.reason == "Aparece 1 error."


def test_a_finding_of_the_same_place_that_says_something_else_is_altered() -> None:
    change = between(verdict(WRONG), verdict(OTHERWISE))

    assert (change.added, change.removed, change.altered) == ((), (), ((WRONG, OTHERWISE),))
    assert (change.flips, bool(change), change.reason) == (False, True, "Cambia 1 hallazgo.")


def test_findings_that_are_repeated_count_as_often_as_they_are_there() -> None:
    change = between(verdict(NOTE, NOTE, NOTE), verdict(NOTE))

    assert (change.removed, change.reason) == ((NOTE, NOTE), "Desaparecen 2 notas.")


def test_a_reason_counts_the_gravest_first() -> None:
    change = between(verdict(WARNING), verdict(NOTE, WRONG, OTHERWISE, replace(WRONG, cell="AC32")))

    assert change.reason == "Aparecen 3 errores. Aparece 1 nota. Desaparece 1 advertencia."


def test_another_cause_with_the_same_findings_is_a_change() -> None:
    one = (Cause("uma_for_umi", (("assessment", 1),), 1),)
    other = (Cause("stale_umi", (("assessment", 1),), 1),)

    assert between(verdict(WRONG, diagnosis=one), verdict(WRONG, diagnosis=one)).reason == ""
    assert between(verdict(WRONG, diagnosis=one), verdict(WRONG, diagnosis=other)).reason == "Cambia la causa probable."
    assert between(verdict(WRONG), verdict(WRONG, unexplained=(("assessment", 1),))).causes_differ


def test_a_row_that_cannot_be_read_any_more_flips() -> None:
    change = between(verdict(), verdict(WRONG, result="refused"))

    assert (change.flips, change.after) == (True, "refused")


@pytest.mark.parametrize(
    "change",
    [
        between(verdict(), verdict()),
        between(verdict(WRONG, WARNING), verdict(OTHERWISE, NOTE, unexplained=(("assessment", 1),))),
    ],
)
def test_a_change_comes_back_from_json_as_it_was(change: Change) -> None:
    assert Change.from_json(change.to_json()) == change


def test_a_thousand_findings_that_all_change_are_compared_quickly() -> None:
    many = [replace(WRONG, number=number, cell=f"AC{number}") for number in range(1, 1001)]
    changed = [replace(finding, expected="1.00") for finding in many]

    assert len(between(verdict(*many), verdict(*changed)).altered) == 1000
