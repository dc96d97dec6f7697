"""The sign of a tab of the workbook, for the tab of the desk that shows what it is about."""

from backoffice.domain.findings import Severity
from backoffice.domain.verdict import Verdict


def sign_of(verdict: Verdict | None, tab: int) -> str:
    """``✕`` where something of that tab (1-4) is to be corrected, ``!`` where it is to be looked at, '' otherwise."""
    found = {one.severity for one in verdict.findings if one.tab == tab} if verdict else set()
    return "✕" if Severity.ERROR in found else "!" if Severity.WARNING in found else ""
