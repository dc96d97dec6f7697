"""Findings that a reviewer sets aside (*Improcedente*): the verdict without them. The verdict as given stays. Pure."""

import hashlib
import json
from collections.abc import Collection
from dataclasses import replace

from backoffice.domain.causes import Cause, Place
from backoffice.domain.findings import Finding, Severity
from backoffice.domain.verdict import Result, Verdict

#: What a row is diagnosed for: another withholding, or one that only another reading of a rule gives.
DIAGNOSED = {"withholding_differs", "criterion_to_confirm"}


def key_of(finding: Finding) -> str:
    """What names a finding within its verdict: sixteen hex digits of its canonical JSON."""
    text = json.dumps(finding.to_json(), sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def without(verdict: Verdict, keys: Collection[str]) -> Verdict:
    """*verdict* as it would be without the findings of those keys; result and diagnosis follow.

    A row whose withholding does not count as wrong any more is explained by no cause; a cause without rows goes. What
    comes out is advice for one reviewer: it is not stored, and its ``sha256`` is not that of the verdict given.
    """
    if not keys:
        return verdict
    kept = tuple(finding for finding in verdict.findings if key_of(finding) not in keys)
    gone = _places_gone(verdict, kept)
    return replace(
        verdict,
        result=_result(verdict, kept),
        findings=kept,
        diagnosis=tuple(filter(None, (_without_places(cause, gone) for cause in verdict.diagnosis))),
        unexplained=tuple(place for place in verdict.unexplained if place not in gone),
    )


def _result(verdict: Verdict, kept: tuple[Finding, ...]) -> Result:
    still_wrong = any(finding.severity is Severity.ERROR for finding in kept)
    return "consistent" if verdict.result == "inconsistent" and not still_wrong else verdict.result


def _places_gone(verdict: Verdict, kept: tuple[Finding, ...]) -> set[Place]:
    """The rows whose withholding was wrong and is so no more."""
    return _wrong(verdict.findings) - _wrong(kept)


def _wrong(findings: tuple[Finding, ...]) -> set[Place]:
    return {
        (finding.section, finding.number)
        for finding in findings
        if finding.code in DIAGNOSED and finding.section and finding.number is not None
    }


def _without_places(cause: Cause, gone: set[Place]) -> Cause | None:
    explains = tuple(place for place in cause.explains if place not in gone)
    return replace(cause, explains=explains, of=cause.of - len(gone)) if explains else None
