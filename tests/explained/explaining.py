"""Explanations of the small example, from evidence that a test changes."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from backoffice.domain.checks import refused
from backoffice.domain.evidence import Evidence
from backoffice.domain.explained import Explained, Origin, explain
from backoffice.domain.findings import Finding, Severity
from backoffice.domain.verdict import Verdict
from backoffice.official import parameters
from tests.checks.example import SHA, example_set, verdict_on, with_answers

NOON = datetime(2026, 11, 23, 12, 0, tzinfo=ZoneInfo("America/Mexico_City"))
NOON_ORIGIN = Origin(file_name="evidencias.xls", size=421_888, evaluated_at=NOON, format="xls")


def explained_of(verdict: Verdict | None, origin: Origin = NOON_ORIGIN) -> Explained:
    """The explanation of any verdict on the example's set."""
    return explain(verdict, example_set(), parameters(), origin)


def explained_with(changes: Mapping[Any, Any], origin: Origin = NOON_ORIGIN) -> Explained:
    """The explanation of faultless evidence with other answers."""
    return explained_of(verdict_on(with_answers(changes)), origin)


def explained_on(evidence: Evidence) -> Explained:
    """The explanation of that evidence."""
    return explained_of(verdict_on(evidence))


def refused_report() -> Explained:
    """Of an empty file."""
    empty = "El archivo está vacío (0 bytes). Vuelve a guardar tu libro y envíalo de nuevo."
    finding = Finding(code="empty", severity=Severity.ERROR, message=empty)
    return explained_of(refused(finding, example_set(), SHA))
