"""Reports made by running a notebook: how one ends, and once in which period one is due. Pure."""

from datetime import date, timedelta
from enum import StrEnum


class ReportState(StrEnum):
    """Where a report stands. ``failed``: the notebook stopped; what it showed before is kept."""

    WAITING = "waiting"
    DONE = "done"
    FAILED = "failed"


class Every(StrEnum):
    """How often a scheduled report is made."""

    DAILY = "daily"
    WEEKLY = "weekly"


STATE_LABELS = {ReportState.WAITING: "en espera", ReportState.DONE: "hecho", ReportState.FAILED: "no terminó"}
EVERY_LABELS = {Every.DAILY: "cada día hábil", Every.WEEKLY: "cada semana, el primer día hábil"}


def period_of(every: Every, today: date) -> str:
    """What names the period in which a report is made once: ``daily 2026-11-26``, ``weekly 2026-11-23`` (a Monday)."""
    first = today if every is Every.DAILY else today - timedelta(days=today.weekday())
    return f"{every.value} {first.isoformat()}"
