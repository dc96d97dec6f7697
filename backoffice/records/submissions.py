"""Tables of what applicants sent and what was found and decided about it."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Column, ForeignKey, Index, Integer, Text, UniqueConstraint, Uuid, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field, SQLModel

from backoffice.domain.second_opinion import Because
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
    """A submission that waits for a person: why, until when and how that was counted, and who holds it.

    ``turn`` is 1 for the first opinion, 2 for a second one, 3 where those two differ. While ``consulted_at`` is set
    somebody asked inside the house and waits for the answer; the clock goes on.
    """

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
    turn: int = 1
    consult_reason: str | None = columns.text_or_none()
    consulted_by: str | None = columns.text_or_none()
    consulted_at: datetime | None = columns.instant_or_none()


class Decision(SQLModel, table=True):
    """What a person decided, on which verdict, and why: one a turn of a task, and one that ``stands`` a file.

    One that does not stand asked for a second opinion (``second_because``) and had no effect by itself. ``chosen`` are
    the reasons that the letter gives, as ``[code, words]`` (words: ``None`` where they are the catalogue's); ``None``
    means those of the diagnosis. ``set_aside`` are the findings that did not count, as ``[key, reason]``.
    """

    __tablename__ = "decisions"
    __table_args__ = (
        UniqueConstraint("task_id", "turn", name="one_opinion_a_turn"),
        Index("one_standing_decision_per_file", "submission_id", unique=True, postgresql_where=text("stands")),
    )

    id: UUID = columns.identity()
    task_id: UUID = columns.reference("review_tasks.id", index=False)
    submission_id: UUID = columns.reference("submissions.id")
    analyst: str = columns.text(index=True)
    outcome: Outcome = columns.word(Outcome)
    reasons: str = columns.text()
    verdict_sha256: str | None = columns.text_or_none()
    decided_at: datetime = columns.instant()
    turn: int = 1
    stands: bool = True
    second_because: Because | None = columns.word_or_none(Because)
    chosen: list[Any] | None = Field(default=None, sa_column=Column(JSONB(none_as_null=True)))
    set_aside: list[Any] = Field(default_factory=list, sa_column=Column(JSONB, nullable=False))
