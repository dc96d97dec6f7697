"""Tables of what applicants sent and what was found and decided about it."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Column, ForeignKey, Index, Integer, Text, UniqueConstraint, Uuid, text
from sqlmodel import Field, SQLModel

from backoffice.domain.work import Outcome, SubmissionState, TaskReason, TaskState
from backoffice.records import columns


class Submission(SQLModel, table=True):
    """One file that was received. ``blob`` finds its bytes; ``file_name`` is as given, and hostile."""

    __tablename__ = "submissions"
    __table_args__ = (UniqueConstraint("round_id", "number", name="a_submission_number_once_per_round"),)

    id: UUID = columns.identity()
    case_id: UUID = columns.reference("cases.id")
    round_id: UUID = columns.reference("rounds.id")
    number: int
    file_name: str = columns.text()
    size: int = Field(sa_column=Column(Integer, nullable=False))
    sha256: str = columns.text(index=True)
    blob: str = columns.text()
    received_at: datetime = columns.instant()
    state: SubmissionState = columns.word(SubmissionState, SubmissionState.RECEIVED)


class VerdictRow(SQLModel, table=True):
    """What the evaluation said of a submission. ``document`` is its exact text, ``sha256`` the text's digest.

    ``rules_version`` names the official values that gave it (``records.rules.RulesVersion``).
    """

    __tablename__ = "verdicts"

    id: UUID = columns.identity()
    submission_id: UUID = columns.reference("submissions.id", unique=True)
    result: str = columns.text()
    document: str = columns.text()
    sha256: str = columns.text()
    rules_version: str = columns.text()
    engine_version: str = columns.text()
    given_at: datetime = columns.instant()


class Transcript(SQLModel, table=True):
    """Where the transcript of what reading saw in a submission is kept. Only its own engine may believe it."""

    __tablename__ = "transcripts"

    submission_id: UUID = Field(sa_column=Column(Uuid, ForeignKey("submissions.id"), primary_key=True))
    engine_version: str = Field(sa_column=Column(Text, primary_key=True))
    blob: str = columns.text()


class ReviewTask(SQLModel, table=True):
    """A submission that waits for a person: why, until when and how that was counted, and who holds it."""

    __tablename__ = "review_tasks"
    __table_args__ = (
        Index("open_tasks_by_due_date", "due", postgresql_where=text("state IN ('open', 'claimed')")),
        Index(
            "one_waiting_task_per_case",
            "case_id",
            unique=True,
            postgresql_where=text("state IN ('open', 'claimed')"),
        ),
    )

    id: UUID = columns.identity()
    case_id: UUID = columns.reference("cases.id")
    submission_id: UUID = columns.reference("submissions.id", unique=True)
    reason: TaskReason = columns.word(TaskReason)
    state: TaskState = columns.word(TaskState, TaskState.OPEN)
    opened_at: datetime = columns.instant()
    due: date
    due_explained: dict[str, Any] = columns.document()
    claimed_by: str | None = columns.text_or_none()
    lease_until: datetime | None = columns.instant_or_none()


class Decision(SQLModel, table=True):
    """What a person decided, on which verdict, and why. One per task."""

    __tablename__ = "decisions"

    id: UUID = columns.identity()
    task_id: UUID = columns.reference("review_tasks.id", unique=True)
    submission_id: UUID = columns.reference("submissions.id")
    analyst: str = columns.text()
    outcome: Outcome = columns.word(Outcome)
    reasons: str = columns.text()
    verdict_sha256: str | None = columns.text_or_none()
    decided_at: datetime = columns.instant()
