"""Finding a case and moving it. A case is locked first, before any other row that belongs to it."""

from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session
from sqlmodel import col

from backoffice.casework.house import Transaction
from backoffice.domain import workflow
from backoffice.domain.errors import CaseNotFound
from backoffice.domain.folio import spelled
from backoffice.domain.work import WAITING_TASK
from backoffice.domain.workflow import Act
from backoffice.records.cases import ApplicantRow, Case, Round
from backoffice.records.submissions import ReviewTask, Submission


def by_folio(session: Session, folio: str) -> Case:
    """The case of that folio, locked until the transaction ends. Raises ``CaseNotFound``."""
    query = select(Case).where(col(Case.folio) == spelled(folio)).with_for_update()
    case = session.execute(query).scalar_one_or_none()
    if case is None:
        raise CaseNotFound(folio)
    return case


def by_id(session: Session, case_id: UUID) -> Case:
    """A case that is known to be there, locked until the transaction ends, as it is now."""
    return session.get_one(Case, case_id, with_for_update=True, populate_existing=True)


def move(work: Transaction, case: Case, act: Act, actor: str, **details: object) -> None:
    """Move *case* by *act* and tell the audit trail. Raises ``WrongState`` where the table does not allow it."""
    before = case.state
    case.state = workflow.after(before, act)
    case.version += 1
    case.moved_at = work.now
    work.happened(act, actor, case, from_state=before, **details)


def current_round(session: Session, case: Case) -> Round:
    """The round in which the case is."""
    query = select(Round).where(col(Round.case_id) == case.id, col(Round.number) == case.round_number)
    return session.execute(query).scalar_one()


def applicant_of(session: Session, case: Case) -> ApplicantRow:
    """Who asks."""
    return session.get_one(ApplicantRow, case.applicant_id)


def latest_submission(session: Session, round_: Round) -> Submission | None:
    """The newest file of a round."""
    query = select(Submission).where(col(Submission.round_id) == round_.id).order_by(col(Submission.number).desc())
    return session.execute(query.limit(1)).scalar_one_or_none()


def waiting_task(session: Session, case: Case) -> ReviewTask | None:
    """The review task of a case that nobody has decided yet, locked."""
    query = select(ReviewTask).where(col(ReviewTask.case_id) == case.id, col(ReviewTask.state).in_(WAITING_TASK))
    return session.execute(query.with_for_update()).scalar_one_or_none()


def next_number(session: Session) -> int:
    """The number of a new case. Numbers may have gaps, never repeats."""
    return int(session.execute(select(func.nextval("case_numbers"))).scalar_one())
