"""Plain reading of work on cases that was given up: nobody does it unless a person asks. Nothing changes here."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session
from sqlmodel import col

from backoffice.domain.work import WorkKind, WorkState
from backoffice.records.cases import Case
from backoffice.records.outbox import GIVEN_UP, OutboxRow


@dataclass(frozen=True, slots=True)
class GivenUpRow:
    """One piece of work: ``failed``, ``uncertain`` or ``quarantined``, since when (UTC), and its last error."""

    kind: WorkKind
    letter: str | None
    state: WorkState
    error: str | None
    since: datetime | None


def by_folio(session: Session) -> dict[str, list[GivenUpRow]]:
    """All that was given up, by folio, oldest first."""
    query = (
        select(
            col(Case.folio), col(OutboxRow.kind), col(OutboxRow.letter), col(OutboxRow.state),
            col(OutboxRow.last_error), col(OutboxRow.done_at),
        )
        .join(Case, col(Case.id) == col(OutboxRow.case_id))
        .where(col(OutboxRow.state).in_(GIVEN_UP))
        .order_by(col(OutboxRow.created_at))
    )  # fmt: skip
    found: dict[str, list[GivenUpRow]] = defaultdict(list)
    for folio, kind, letter, state, error, since in session.execute(query):
        found[folio].append(GivenUpRow(kind, letter, state, error, since))
    return dict(found)


def how_many(session: Session) -> int:
    """How much work waits for a person."""
    of_a_case = (col(OutboxRow.state).in_(GIVEN_UP), col(OutboxRow.case_id).is_not(None))
    query = select(func.count()).select_from(OutboxRow).where(*of_a_case)
    return session.execute(query).scalar_one()
