"""The table of files with people's data: where some was noticed, and whose content was erased, by whom and why."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Column, ForeignKey, Uuid, select
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Session
from sqlmodel import Field, SQLModel, col

from backoffice.records import columns
from backoffice.records.outbox import OutboxRow
from backoffice.records.submissions import Submission, Transcript

#: What a letter's payload holds once its text was erased: when.
ERASED_AT = "erased_at"


class PersonalData(SQLModel, table=True):
    """One submission. ``kinds``: what of a real person its receipt carries, by kind alone (``RFC`` …).

    ``purged_at``: when somebody ordered its content erased; ``erased_at``: when the last of it was gone. What is
    ordered and not yet gone is erased by whoever comes next.
    """

    __tablename__ = "personal_data"

    submission_id: UUID = Field(sa_column=Column(Uuid, ForeignKey("submissions.id"), primary_key=True))
    kinds: list[Any] = Field(default_factory=list, sa_column=Column(JSONB, nullable=False))
    purged_at: datetime | None = columns.instant_or_none()
    purged_by: str | None = columns.text_or_none()
    reason: str | None = columns.text_or_none()
    erased_at: datetime | None = columns.instant_or_none()


def erased_keys(session: Session) -> frozenset[str]:
    """Where the files lay that were erased: workbooks, transcripts, letters; but for those that another file shares."""
    erased = select(col(PersonalData.submission_id)).where(col(PersonalData.erased_at).is_not(None))
    gone, stays = set[str](), set[str]()
    for of_file, blob in ((Submission.id, Submission.blob), (Transcript.submission_id, Transcript.blob)):
        gone |= set(session.execute(select(col(blob)).where(col(of_file).in_(erased))).scalars())
        stays |= set(session.execute(select(col(blob)).where(col(blob).in_(gone), ~col(of_file).in_(erased))).scalars())
    letters = select(col(OutboxRow.message)).where(col(OutboxRow.payload).has_key(ERASED_AT))  # type: ignore[attr-defined]
    return frozenset(gone - stays | {key for key in session.execute(letters).scalars() if key})
