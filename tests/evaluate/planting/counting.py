"""What the checks made of planted evidence: found, missed, wrongly accused, and whether the cause was named."""

from collections.abc import Iterable
from dataclasses import dataclass

from backoffice.domain.checks import judge, refused
from backoffice.domain.findings import Severity
from backoffice.domain.verdict import Verdict
from backoffice.official import parameters
from backoffice.workbooks import reading
from backoffice.workbooks.refusals import EvidenceRefused
from tests.evaluate.planting.draft import Draft
from tests.evaluate.planting.faults import Fault


@dataclass(frozen=True, slots=True)
class Case:
    """A workbook, what was planted in it, and the draft it was made from."""

    name: str
    draft: Draft
    faults: tuple[Fault, ...]
    workbook: bytes


@dataclass(frozen=True, slots=True)
class Score:
    """Names of what went wrong with one case; ``named`` of ``causes`` mistakes were named."""

    name: str
    missed: tuple[str, ...] = ()
    false: tuple[str, ...] = ()
    causes: int = 0
    named: int = 0


def verdict_on(case: Case) -> Verdict:
    """As ``mesa evaluate`` reaches it."""
    try:
        return judge(reading.read(case.workbook), case.draft.test_set, "", parameters())
    except EvidenceRefused as refusal:
        return refused(refusal.finding, case.draft.test_set, "")


def score(case: Case) -> Score:
    """Every planted fault must be told, and nothing but faults may be."""
    verdict = verdict_on(case)
    codes = {finding.code for finding in verdict.findings}
    accused = {finding.code for finding in verdict.findings if finding.severity is not Severity.NOTE}
    allowed = {code for fault in case.faults for code in fault.codes | fault.also}
    missed = [fault.name for fault in case.faults if not fault.codes & codes]
    if verdict.result != expected_result(case.faults):
        missed.append(f"result {verdict.result}")
    told = {cause.mistake for cause in verdict.diagnosis} | {c for f in verdict.findings for c in f.causes}
    planted = [fault.mistake for fault in case.faults if fault.mistake]
    return Score(
        case.name, tuple(missed), tuple(sorted(accused - allowed)), len(planted), sum(m in told for m in planted)
    )


def expected_result(faults: Iterable[Fault]) -> str:
    """A fault makes it inconsistent, unless it is one that only warns."""
    return "consistent" if all(fault.warns for fault in faults) else "inconsistent"
