"""Where each case of the story stands, read from the records; nothing changes here."""

from dataclasses import dataclass, field
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session
from sqlmodel import col

from backoffice.casework.house import House
from backoffice.domain.applicant import Applicant
from backoffice.domain.work import OPEN_WORK, WAITING_TASK, WorkKind
from backoffice.domain.workflow import State
from backoffice.records.cases import ApplicantRow, Case, Round
from backoffice.records.outbox import OutboxRow
from backoffice.records.submissions import ReviewTask, Submission


@dataclass(frozen=True, slots=True)
class Pending:
    """Work of a case that is still to be done, and what was said of its last attempt."""

    kind: WorkKind
    last_error: str | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Standing:
    """A case: its round, how many files came in it, who waits for a person, and what workers still have to do.

    ``turn`` is that of the waiting task: 2 for a second opinion.
    """

    folio: str
    state: State
    round: int
    files: int
    task: UUID | None
    pending: tuple[Pending, ...]
    turn: int = 1


def standing(house: House, company: Applicant) -> Standing | None:
    """The newest case of *company* as of one moment; ``None`` where it has asked for nothing yet."""
    with house.transaction() as work:
        work.session.connection(execution_options={"isolation_level": "REPEATABLE READ"})
        case = newest_case(work.session, company)
        if case is None:
            return None
        task = waiting_task(work.session, case)
        return Standing(
            folio=case.folio,
            state=case.state,
            round=case.round_number,
            files=files_of_the_round(work.session, case),
            task=task.id if task else None,
            pending=open_work(work.session, case),
            turn=task.turn if task else 1,
        )


def newest_case(session: Session, company: Applicant) -> Case | None:
    """The case that a company asked for last."""
    query = select(Case).join(ApplicantRow).where(col(ApplicantRow.nrp) == company.nrp)
    return session.execute(query.order_by(col(Case.requested_at).desc()).limit(1)).scalar_one_or_none()


def files_of_the_round(session: Session, case: Case) -> int:
    """How many files came in the current round."""
    query = select(func.count()).select_from(Submission).join(Round, col(Round.id) == col(Submission.round_id))
    this = (col(Round.case_id) == case.id, col(Round.number) == case.round_number)
    return session.execute(query.where(*this)).scalar_one()


def waiting_task(session: Session, case: Case) -> ReviewTask | None:
    """The review task that nobody has decided."""
    waiting = (col(ReviewTask.case_id) == case.id, col(ReviewTask.state).in_(WAITING_TASK))
    return session.execute(select(ReviewTask).where(*waiting)).scalar_one_or_none()


def open_work(session: Session, case: Case) -> tuple[Pending, ...]:
    """The case's outbox rows that are still to be done, oldest first."""
    query = select(col(OutboxRow.kind), col(OutboxRow.last_error)).where(
        col(OutboxRow.case_id) == case.id, col(OutboxRow.state).in_(OPEN_WORK)
    )
    return tuple(Pending(*row) for row in session.execute(query.order_by(col(OutboxRow.created_at))))
