"""The case's audit trail: who did what, when; the newest first."""

from backoffice.casework.wording import ACTS, actor_said
from backoffice.desk.case import OpenCase
from backoffice.desk.page import page
from backoffice.desk.trail_words import folded, told
from backoffice.domain.decision import PICTURES_SEEN
from backoffice.domain.explained.spanish import moment_said, said
from backoffice.records.audit import AuditEvent

TITLE = "Auditoría"
MOST_EVENTS = 300
#: What people did while reviewing: a second person must not learn it from here.
OF_A_REVIEW = {"opinion", "set_aside", "restore_finding", "claim", "release", "claim_lapsed", "consult", PICTURES_SEEN}


def badge(_: OpenCase) -> str:
    """Nobody counts these."""
    return ""


def shown(case: OpenCase) -> str:
    """The events as a table."""
    events = [event for event in reversed(case.view.events) if not _hidden(case, event)]
    zone = case.house.settings.zone
    rows = [
        (
            moment_said(event.at, zone),
            ACTS.get(event.act, event.act),
            said(actor_said(event.actor), 80),
            told(event.details),
            folded(event.details),
        )
        for event in events[:MOST_EVENTS]
    ]
    more = len(events) - len(rows)
    return page("tab_trail", rows=rows, more=more, head=case.view.events[-1].hash[:16] if case.view.events else "")


def _hidden(case: OpenCase, event: AuditEvent) -> bool:
    return case.blind and event.act in OF_A_REVIEW and event.round_number == case.round.round.number
