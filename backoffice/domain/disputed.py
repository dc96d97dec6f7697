"""Whether all that a verdict holds against a file rests on rules that are disputed (*Criterio por confirmar*). Pure."""

from backoffice.domain.findings import Severity, Standing
from backoffice.domain.verdict import Verdict

TO_CONFIRM = "criterion_to_confirm"


def rests_on_disputed_rules(verdict: Verdict | None) -> bool:
    """Every error is of a disputed rule; where there is none, only another reading of a rule explains some row."""
    if verdict is None or verdict.result == "refused":
        return False
    errors = [finding for finding in verdict.findings if finding.severity is Severity.ERROR]
    if errors:
        return all(finding.standing is Standing.DISPUTED for finding in errors)
    return any(finding.code == TO_CONFIRM for finding in verdict.findings)
