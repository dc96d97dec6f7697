"""Whether a case awaits a file now, and all that surrounds it; where it awaits none, a sentence that says why."""

from dataclasses import dataclass, replace

from sqlalchemy import and_, select
from sqlmodel import col

from backoffice.casework import cases
from backoffice.casework.house import House, Transaction
from backoffice.casework.tasks import is_held
from backoffice.domain import workflow
from backoffice.domain.calendar import spoken
from backoffice.domain.errors import WrongState
from backoffice.domain.work import WAITING_TASK
from backoffice.domain.workflow import Act, State
from backoffice.records.cases import ApplicantRow, Case, Round, TestSetRow
from backoffice.records.submissions import ReviewTask, Submission


@dataclass(frozen=True, slots=True)
class Awaited:
    """A case that is locked, who asks, its round, the round's newest file, and the task that waits for a person.

    ``repeated``: the bytes at hand are that file.
    """

    case: Case
    applicant: ApplicantRow
    round_: Round
    latest: Submission | None
    task: ReviewTask | None
    repeated: bool = False


def awaited(house: House, work: Transaction, folio: str, sha256: str) -> Awaited:
    """The case of *folio*, which awaits the file of that digest or has it already.

    Raises ``CaseNotFound``; ``WrongState``, with where the case stands, where no file is awaited.
    """
    case = cases.by_folio(work.session, folio)
    found, has_set = _around(work, case)
    latest = found.latest
    if latest is not None and case.state == State.IN_ANALYSIS and latest.sha256 == sha256:
        return replace(found, repeated=True)
    workflow.after(case.state, Act.SEND_EVIDENCE)
    _refuse_round(house, work, found.round_, has_set)
    if found.task is not None:
        _refuse_looked_at(work, found.task)
    return found


def _around(work: Transaction, case: Case) -> tuple[Awaited, bool]:
    """What belongs to the case, in one question, which must come after its lock; and whether its set was issued."""
    has_set = select(col(TestSetRow.id)).where(col(TestSetRow.round_id) == col(Round.id)).exists()
    waiting = and_(col(ReviewTask.case_id) == col(Round.case_id), col(ReviewTask.state).in_(WAITING_TASK))
    query = (
        select(ApplicantRow, Round, Submission, ReviewTask, has_set)
        .select_from(Round)
        .join(ApplicantRow, col(ApplicantRow.id) == case.applicant_id)
        .outerjoin(Submission, col(Submission.round_id) == col(Round.id))
        .outerjoin(ReviewTask, waiting)
        .where(col(Round.case_id) == case.id, col(Round.number) == case.round_number)
        .order_by(col(Submission.number).desc())
        .limit(1)
    )
    applicant, round_, latest, task, issued = work.session.execute(query).one()
    return Awaited(case, applicant, round_, latest, task), issued


def _refuse_round(house: House, work: Transaction, round_: Round, has_set: bool) -> None:
    if not has_set:
        raise WrongState(
            f"El set de pruebas de la ronda {round_.number} todavía se prepara. Espera el correo que lo trae."
        )
    if round_.deadline is not None and house.local_date(work.now) > round_.deadline:
        raise WrongState(
            f"El plazo de la ronda {round_.number} terminó el {spoken(round_.deadline)}: ya no se reciben archivos."
        )


def _refuse_looked_at(work: Transaction, task: ReviewTask) -> None:
    if task.turn > 1 or task.consulted_at is not None or is_held(task, work):
        raise WrongState("Una persona ya revisa el archivo que enviaste: espera su resolución.")
