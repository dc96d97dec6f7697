"""Work that was given up is ordered anew because a person asked. What to mend before that is the person's to know."""

from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlmodel import col

from backoffice.casework import cases, outbox
from backoffice.casework.house import House, Transaction
from backoffice.domain.errors import WrongState
from backoffice.domain.work import SubmissionState, TaskState, WorkKind
from backoffice.records.cases import Case
from backoffice.records.outbox import GIVEN_UP, OutboxRow
from backoffice.records.submissions import Submission

#: What a row takes from the one whose place it takes: a letter stays as it was written, under its Message-ID.
KEPT = ("payload", "letter", "recipient", "subject", "message", "message_id")


def retry(house: House, folio: str, actor: str) -> list[OutboxRow]:
    """Order anew all that was given up in a case, and tell what; nothing where nothing was, so twice does no harm.

    Raises ``CaseNotFound``; ``WrongState`` where a person holds the file whose evaluation was given up.
    """
    with house.transaction() as work:
        case = cases.by_folio(work.session, folio)
        return [_anew(work, case, found, actor) for found in given_up(work.session, case)]


def given_up(session: Session, case: Case) -> list[OutboxRow]:
    """The work of a case that nobody does any more, oldest first, locked."""
    query = select(OutboxRow).where(col(OutboxRow.case_id) == case.id, col(OutboxRow.state).in_(GIVEN_UP))
    return list(session.execute(query.order_by(col(OutboxRow.created_at)).with_for_update()).scalars())


def _anew(work: Transaction, case: Case, found: OutboxRow, actor: str) -> OutboxRow:
    """A row without attempts takes the place of *found*."""
    work.happened("retry", actor, case, kind=found.kind.value, letter=found.letter, given_up=found.state.value)
    if found.kind == WorkKind.EVALUATE:
        _take_back(work, case, found)
    return outbox.anew(work, found, case, **{name: getattr(found, name) for name in KEPT})


def _take_back(work: Transaction, case: Case, found: OutboxRow) -> None:
    """The file waits for its evaluation again, no longer for a person."""
    task = cases.waiting_task(work.session, case)
    if task is not None:
        if task.state == TaskState.CLAIMED and task.lease_until is not None and task.lease_until > work.now:
            raise WrongState(f"{task.claimed_by} ya revisa el archivo en cuarentena: espera su resolución.")
        task.state, task.claimed_by, task.lease_until = TaskState.WITHDRAWN, None, None
    work.session.get_one(Submission, found.subject_id).state = SubmissionState.RECEIVED
