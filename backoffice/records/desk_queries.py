"""Plain reading for the analysts' desk: verdicts of what waits, what was decided, everything for bulk analysis."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.orm import Session
from sqlmodel import col

from backoffice.domain.work import Outcome, SubmissionState
from backoffice.records.cases import ApplicantRow, Case, Round
from backoffice.records.submissions import Decision, ReviewTask, Submission, VerdictRow


@dataclass(frozen=True, slots=True)
class DecidedRow:
    """One decision of a person, with the case it is about."""

    folio: str
    company: str
    round_number: int
    outcome: Outcome
    analyst: str
    decided_at: datetime
    received_at: datetime
    due: date


@dataclass(frozen=True, slots=True)
class AnalysisRow:
    """One submission with its verdict and its decision, as far as there are any. Times are UTC.

    ``document`` is the verdict's exact text (JSON); ``due`` is until when a person had to answer.
    """

    folio: str
    company: str
    nrp: str
    round_number: int
    round_kind: str
    file_number: int
    received_at: datetime
    state: SubmissionState
    result: str | None
    document: str | None
    due: date | None
    decided_at: datetime | None
    outcome: Outcome | None
    analyst: str | None
    rehearsal: bool


def verdict_texts(session: Session, submission_ids: Sequence[UUID]) -> dict[UUID, str]:
    """The exact text of the verdict of each submission that has one."""
    query = select(VerdictRow).where(col(VerdictRow.submission_id).in_(submission_ids))
    return {row.submission_id: row.document for row in session.execute(query).scalars()}


def decided_since(session: Session, moment: datetime) -> list[DecidedRow]:
    """What people decided from *moment* (UTC) on, the newest first."""
    query = (
        select(
            col(Case.folio), col(ApplicantRow.name), col(Round.number), col(Decision.outcome), col(Decision.analyst),
            col(Decision.decided_at), col(Submission.received_at), col(ReviewTask.due),
        )
        .join(ReviewTask, col(ReviewTask.id) == col(Decision.task_id))
        .join(Submission, col(Submission.id) == col(Decision.submission_id))
        .join(Round, col(Round.id) == col(Submission.round_id))
        .join(Case, col(Case.id) == col(Submission.case_id))
        .join(ApplicantRow, col(ApplicantRow.id) == col(Case.applicant_id))
        .where(col(Decision.decided_at) >= moment, col(Decision.stands))
        .order_by(col(Decision.decided_at).desc(), col(Case.folio))
    )  # fmt: skip
    return [DecidedRow(*row) for row in session.execute(query)]


def for_analysis(session: Session) -> list[AnalysisRow]:
    """Every submission ever received, oldest first."""
    query: Select[*tuple[Any, ...]] = (
        select(
            col(Case.folio), col(ApplicantRow.name), col(ApplicantRow.nrp), col(Round.number), col(Round.kind),
            col(Submission.number), col(Submission.received_at), col(Submission.state), col(VerdictRow.result),
            col(VerdictRow.document), col(ReviewTask.due), col(Decision.decided_at), col(Decision.outcome),
            col(Decision.analyst), col(Round.rehearsal),
        )
        .join(Round, col(Round.id) == col(Submission.round_id))
        .join(Case, col(Case.id) == col(Submission.case_id))
        .join(ApplicantRow, col(ApplicantRow.id) == col(Case.applicant_id))
        .outerjoin(VerdictRow, col(VerdictRow.submission_id) == col(Submission.id))
        .outerjoin(ReviewTask, col(ReviewTask.submission_id) == col(Submission.id))
        .outerjoin(Decision, (col(Decision.task_id) == col(ReviewTask.id)) & col(Decision.stands))
        .order_by(col(Submission.received_at), col(Submission.id))
    )  # fmt: skip
    return [AnalysisRow(*row) for row in session.execute(query)]
