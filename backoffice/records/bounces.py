"""The table of letters that came back, and plain reading of letters that wait for a person."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlmodel import SQLModel, col

from backoffice.domain.work import WorkKind, WorkState
from backoffice.records import columns
from backoffice.records.cases import Case
from backoffice.records.outbox import GIVEN_UP, OutboxRow, sentence_of


class Bounce(SQLModel, table=True):
    """A report (RFC 3464) that a letter was not delivered. ``status`` is like ``5.1.1``; ``said`` is its server's word.

    It waits for a person until it is settled: by whom, when, and what was done.
    """

    __tablename__ = "bounces"

    id: UUID = columns.identity()
    outbox_id: UUID = columns.reference("outbox.id")
    status: str = columns.text()
    said: str = columns.text()
    report_sha256: str = columns.text(unique=True)
    received_at: datetime = columns.instant()
    settled_by: str | None = columns.text_or_none()
    settled_why: str | None = columns.text_or_none()
    settled_at: datetime | None = columns.instant_or_none()


@dataclass(frozen=True, slots=True)
class TroubledLetter:
    """A letter that waits for a person: ``failed``, ``uncertain`` or ``bounced``, since when (UTC), and why.

    ``folio`` is ``None`` for a letter about no case.
    """

    letter_id: UUID
    folio: str | None
    letter: str
    recipient: str
    subject: str
    state: str
    why: str
    since: datetime | None


def troubled(session: Session) -> list[TroubledLetter]:
    """All letters that wait for a person, oldest trouble first."""
    what = (col(OutboxRow.id), col(Case.folio), col(OutboxRow.letter), col(OutboxRow.recipient), col(OutboxRow.subject))
    given_up = (
        select(*what, col(OutboxRow.state), col(OutboxRow.last_error), col(OutboxRow.done_at))
        .outerjoin(Case, col(Case.id) == col(OutboxRow.case_id))
        .where(col(OutboxRow.kind) == WorkKind.SEND_LETTER, col(OutboxRow.state).in_(GIVEN_UP))
    )
    bounced = (
        select(*what, col(Bounce.status), col(Bounce.said), col(Bounce.received_at))
        .join(Bounce, col(Bounce.outbox_id) == col(OutboxRow.id))
        .outerjoin(Case, col(Case.id) == col(OutboxRow.case_id))
        .where(col(Bounce.settled_at).is_(None))
    )
    found = [_given_up(row) for row in session.execute(given_up)]
    found += [_bounced(row) for row in session.execute(bounced)]
    return sorted(found, key=lambda one: (one.since is None, one.since, str(one.letter_id)))


def _given_up(row: Any) -> TroubledLetter:
    letter_id, folio, letter, recipient, subject, state, error, since = row
    said = "failed" if state == WorkState.QUARANTINED else str(state)
    return TroubledLetter(
        letter_id, folio, letter or "", recipient or "", subject or "", said, sentence_of(error), since
    )


def _bounced(row: Any) -> TroubledLetter:
    letter_id, folio, letter, recipient, subject, status, said, since = row
    why = f"{status} {said}".strip()
    return TroubledLetter(letter_id, folio, letter or "", recipient or "", subject or "", "bounced", why, since)
