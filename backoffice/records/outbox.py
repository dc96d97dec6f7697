"""The table of work to be done. A row is the letter; the queue only rings."""

import re
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Index, text
from sqlmodel import Field, SQLModel

from backoffice.domain.work import LETTER_STATES, OPEN_WORK, WorkKind, WorkState
from backoffice.records import columns

#: Nobody does these any more unless a person asks.
GIVEN_UP = (WorkState.FAILED, WorkState.UNCERTAIN, WorkState.QUARANTINED)
STILL_OPEN = "state IN (" + ", ".join(f"'{state}'" for state in OPEN_WORK) + ")"


class OutboxRow(SQLModel, table=True):
    """One piece of work, once (``key``). ``subject_id`` is the round, submission, case or part that it is about.

    ``case_id`` is ``None`` for work that is about no case. ``attempts`` is counted before starting; ``deferrals`` are
    those that ended in "later". ``ring_at`` is when the sweeper rings if nobody began. A letter has its recipient and
    the message as stored; its ``receipt`` is the mail server's last word. ``payload`` tells under which id
    (``trace_id``) it was asked for, and when a letter's text was erased.
    """

    __tablename__ = "outbox"
    __table_args__ = (Index("outbox_to_be_rung", "ring_at", postgresql_where=text(STILL_OPEN)),)

    id: UUID = columns.identity()
    kind: WorkKind = columns.word(WorkKind)
    key: str = columns.text(unique=True)
    case_id: UUID | None = columns.reference_or_none("cases.id")
    subject_id: UUID = Field(index=True)
    payload: dict[str, Any] = columns.document()
    state: WorkState = columns.word(WorkState, WorkState.READY)
    attempts: int = 0
    deferrals: int = 0
    created_at: datetime = columns.instant()
    ring_at: datetime = columns.instant()
    not_before: datetime | None = columns.instant_or_none()
    lease_until: datetime | None = columns.instant_or_none()
    last_error: str | None = columns.text_or_none()
    done_at: datetime | None = columns.instant_or_none()
    letter: str | None = columns.text_or_none()
    recipient: str | None = columns.text_or_none()
    subject: str | None = columns.text_or_none()
    message: str | None = columns.text_or_none()
    message_id: str | None = columns.text_or_none()
    receipt: str | None = columns.text_or_none()

    @property
    def letter_state(self) -> str:
        """The state in the words of letters: ready, sending, sent, retry, failed, uncertain, withdrawn."""
        return LETTER_STATES[self.state]


def sentence_of(error: str | None) -> str:
    """A ``last_error`` as people read it: without the name that programs give it."""
    return re.sub(r"^[A-Z][A-Za-z]+: ", "", error or "")
