"""Plain reading for those who show cases: the queue, the list, one case whole, every submission. Nothing changes here.

Each takes a session (``records.database.transaction``) and gives frozen values, fit for a table or a DataFrame.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, Select, Text, cast, func, select
from sqlalchemy.orm import Session, aliased
from sqlmodel import col

from backoffice.domain.work import WAITING_TASK, SubmissionState, TaskReason, TaskState
from backoffice.domain.workflow import Act, State
from backoffice.records.audit import AuditEvent
from backoffice.records.cases import ApplicantRow, Case, Round
from backoffice.records.facts import VerdictFacts
from backoffice.records.submissions import ReviewTask, Submission, VerdictRow


class QueueRow(NamedTuple):  # made ten times as fast as a frozen dataclass; the queue has thousands
    """A case that waits for a person. ``due_explained`` is the JSON text of a ``Deadline``; times are UTC.

    ``turn`` is 2 for a second opinion; what is counted of its verdict is ``None`` where there is none.
    """

    task_id: UUID
    folio: str
    company: str
    round_number: int
    reason: TaskReason
    state: TaskState
    received_at: datetime
    due: date
    due_explained: str
    claimed_by: str | None
    lease_until: datetime | None
    submission_id: UUID
    result: str | None
    verdict_sha256: str | None
    turn: int
    consulted_by: str | None
    consult_reason: str | None
    wrong_samples: int | None
    wrong_assessment: int | None
    cause: str | None


@dataclass(frozen=True, slots=True)
class CaseRow:
    """A case in the list: where it stands, and what the newest verdict of its round says.

    ``evidence_deadline`` is the applicant's in this round, ``review_due`` the desk's for the newest file, once a
    person may look; ``received_at`` is that file's. ``was_certified`` also after its end.
    """

    folio: str
    company: str
    nrp: str
    state: State
    round_number: int
    requested_at: datetime
    evidence_deadline: date | None
    closed_at: datetime | None
    result: str | None
    submission_state: SubmissionState | None
    received_at: datetime | None
    review_due: date | None
    was_certified: bool


@dataclass(frozen=True, slots=True)
class SubmissionRow:
    """A submission for analysis in bulk. ``document`` is the verdict's exact text (JSON), if there is one."""

    folio: str
    company: str
    nrp: str
    rfc: str
    round_number: int
    round_kind: str
    number: int
    file_name: str
    size: int
    sha256: str
    received_at: datetime
    state: SubmissionState
    result: str | None
    rules_version: str | None
    engine_version: str | None
    document: str | None
    rehearsal: bool


def queue(session: Session) -> list[QueueRow]:
    """Every case that waits for a person, the most urgent first."""
    query: Select[*tuple[Any, ...]] = (
        select(
            col(ReviewTask.id), col(Case.folio), col(ApplicantRow.name), col(Round.number), col(ReviewTask.reason),
            col(ReviewTask.state), col(Submission.received_at), col(ReviewTask.due),
            cast(col(ReviewTask.due_explained), Text), col(ReviewTask.claimed_by), col(ReviewTask.lease_until),
            col(Submission.id), col(VerdictRow.result), col(VerdictRow.sha256), col(ReviewTask.turn),
            col(ReviewTask.consulted_by), col(ReviewTask.consult_reason), col(VerdictFacts.wrong_samples),
            col(VerdictFacts.wrong_assessment), col(VerdictFacts.cause),
        )
        .join(Submission, col(Submission.id) == col(ReviewTask.submission_id))
        .join(Round, col(Round.id) == col(Submission.round_id))
        .join(Case, col(Case.id) == col(ReviewTask.case_id))
        .join(ApplicantRow, col(ApplicantRow.id) == col(Case.applicant_id))
        .outerjoin(VerdictRow, col(VerdictRow.submission_id) == col(Submission.id))
        .outerjoin(VerdictFacts, col(VerdictFacts.submission_id) == col(Submission.id))
        .where(col(ReviewTask.state).in_(WAITING_TASK))
        .order_by(col(ReviewTask.due), col(ReviewTask.opened_at))
    )  # fmt: skip
    return list(map(QueueRow._make, session.connection().execute(query).all()))


def all_cases(session: Session) -> list[CaseRow]:
    """Every case, the newest request first."""
    any_ = aliased(Submission)
    newest = (
        select(func.max(col(any_.number))).where(col(any_.round_id) == col(Round.id)).correlate(Round).scalar_subquery()
    )
    query: Select[*tuple[Any, ...]] = (
        select(
            col(Case.folio), col(ApplicantRow.name), col(ApplicantRow.nrp), col(Case.state), col(Case.round_number),
            col(Case.requested_at), col(Round.deadline), col(Round.closed_at), col(VerdictRow.result),
            col(Submission.state), col(Submission.received_at), col(ReviewTask.due), certified(),
        )
        .join(ApplicantRow, col(ApplicantRow.id) == col(Case.applicant_id))
        .join(Round, (col(Round.case_id) == col(Case.id)) & (col(Round.number) == col(Case.round_number)))
        .outerjoin(Submission, (col(Submission.round_id) == col(Round.id)) & (col(Submission.number) == newest))
        .outerjoin(VerdictRow, col(VerdictRow.submission_id) == col(Submission.id))
        .outerjoin(ReviewTask, col(ReviewTask.submission_id) == col(Submission.id))
        .order_by(col(Case.requested_at).desc(), col(Case.folio).desc())
    )  # fmt: skip
    return [CaseRow(*row) for row in session.execute(query)]


def was_certified(session: Session, folio: str) -> bool:
    """Whether the case ever had a certification in force, whatever became of it."""
    return bool(session.execute(select(certified()).select_from(Case).where(col(Case.folio) == folio)).scalar())


def certified() -> ColumnElement[bool]:
    """For queries over ``Case``: its applicant once accepted the terms."""
    accepted = (col(AuditEvent.case_id) == col(Case.id), col(AuditEvent.act) == Act.ACCEPT_TERMS.value)
    return select(AuditEvent).where(*accepted).correlate(Case).exists()


def all_submissions(session: Session) -> list[SubmissionRow]:
    """Every submission ever received, oldest first."""
    return [SubmissionRow(*row) for row in session.execute(_submissions())]


def _submissions() -> Select[*tuple[Any, ...]]:
    return (
        select(
            col(Case.folio), col(ApplicantRow.name), col(ApplicantRow.nrp), col(ApplicantRow.rfc), col(Round.number),
            col(Round.kind), col(Submission.number), col(Submission.file_name), col(Submission.size),
            col(Submission.sha256), col(Submission.received_at), col(Submission.state), col(VerdictRow.result),
            col(VerdictRow.rules_version), col(VerdictRow.engine_version), col(VerdictRow.document),
            col(Round.rehearsal),
        )
        .join(Round, col(Round.id) == col(Submission.round_id))
        .join(Case, col(Case.id) == col(Submission.case_id))
        .join(ApplicantRow, col(ApplicantRow.id) == col(Case.applicant_id))
        .outerjoin(VerdictRow, col(VerdictRow.submission_id) == col(Submission.id))
        .order_by(col(Submission.received_at), col(Submission.id))
    )  # fmt: skip
