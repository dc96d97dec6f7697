"""Tables of a review under way: findings that its reviewer sets aside, and what was written but not yet decided."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Column, ForeignKey, Index, Text, Uuid, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field, SQLModel

from backoffice.records import columns


class SetAside(SQLModel, table=True):
    """A finding marked *Improcedente* in one turn of a task. ``finding`` is its key (``domain.set_aside.key_of``).

    It counts for whoever reviews in that turn alone: a second opinion begins with the verdict as it was given.
    """

    __tablename__ = "findings_set_aside"
    __table_args__ = (
        Index(
            "a_finding_is_set_aside_once",
            "task_id",
            "turn",
            "finding",
            unique=True,
            postgresql_where=text("restored_at IS NULL"),
        ),
    )

    id: UUID = columns.identity()
    task_id: UUID = columns.reference("review_tasks.id")
    turn: int
    finding: str = columns.text()
    reason: str = columns.text()
    analyst: str = columns.text()
    at: datetime = columns.instant()
    restored_at: datetime | None = columns.instant_or_none()


class ReviewDraft(SQLModel, table=True):
    """What one analyst wrote about a task and has not decided: the remarks and the reasons chosen for the letter."""

    __tablename__ = "review_drafts"

    task_id: UUID = Field(sa_column=Column(Uuid, ForeignKey("review_tasks.id"), primary_key=True))
    analyst: str = Field(sa_column=Column(Text, primary_key=True))
    remarks: str = columns.text()
    chosen: list[Any] = Field(default_factory=list, sa_column=Column(JSONB, nullable=False))
    saved_at: datetime = columns.instant()
