"""A person looks: claims a case for a while, and decides it once."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlmodel import col

from backoffice.casework import cases, letters, outbox, rounds
from backoffice.casework.drafts import Drafts
from backoffice.casework.house import House, Transaction
from backoffice.domain.decision import CLAIM, readable, refuse_unfounded
from backoffice.domain.errors import BadInput, WrongState
from backoffice.domain.work import OUTCOME_LABELS, Outcome, TaskState, WorkKind
from backoffice.domain.workflow import Act
from backoffice.records.cases import Case
from backoffice.records.submissions import Decision, ReviewTask, VerdictRow


def claim(house: House, task_id: UUID, analyst: str) -> ReviewTask:
    """Hold a task for 15 minutes from now, or longer if it is held already.

    Raises ``WrongState`` where somebody else holds it or it is over. One whose time has run out is taken over.
    """
    with house.transaction() as work:
        case, task = _locked(work, task_id)
        _refuse_over(work.session, task)
        if _held(task, work) and task.claimed_by != analyst:
            raise WrongState(
                f"El caso lo tiene {task.claimed_by} hasta las {_hour(house, task)}. Espera o elige otro caso."
            )
        if not (_held(task, work) and task.claimed_by == analyst):
            work.happened("claim", f"analyst:{analyst}", case, taken_over_from=task.claimed_by)
        task.state, task.claimed_by, task.lease_until = TaskState.CLAIMED, analyst, work.now + CLAIM
    return task


def release(house: House, task_id: UUID, analyst: str) -> None:
    """Give a claimed task back to the queue. Somebody else's is left alone."""
    with house.transaction() as work:
        case, task = _locked(work, task_id)
        if task.state == TaskState.CLAIMED and task.claimed_by == analyst:
            task.state, task.claimed_by, task.lease_until = TaskState.OPEN, None, None
            work.happened("release", f"analyst:{analyst}", case)


def decide(house: House, task_id: UUID, analyst: str, outcome: Outcome, reasons: str = "") -> Decision:
    """Decide the task that *analyst* holds. Raises ``WrongState`` (over, not held, no longer held), ``BadInput``."""
    reasons = readable(reasons)
    with house.transaction() as work:
        case, task = _locked(work, task_id)
        _refuse_over(work.session, task)
        _refuse_not_held(house, work, task, analyst)
        verdict = _verdict(work.session, task)
        refuse_unfounded(outcome, verdict.result if verdict else None, reasons)
        decision = Decision(
            task_id=task.id,
            submission_id=task.submission_id,
            analyst=analyst,
            outcome=outcome,
            reasons=reasons,
            verdict_sha256=verdict.sha256 if verdict else None,
            decided_at=work.now,
        )
        work.put(decision)
        task.state, task.lease_until = TaskState.DECIDED, None
        _follow(house, work, case, decision)
    return decision


def _follow(house: House, work: Transaction, case: Case, decision: Decision) -> None:
    """What a decision brings about: the letter of approval, or a new round whose set comes with the letter."""
    actor = f"analyst:{decision.analyst}"
    outbox.withdraw(work, case, WorkKind.EVALUATE, subject_id=decision.submission_id)  # one in quarantine waits no more
    rounds.close_round(work, cases.current_round(work.session, case))
    if decision.outcome == Outcome.CORRECTIONS:
        cases.move(work, case, Act.REQUEST_CORRECTIONS, actor, verdict=decision.verdict_sha256)
        case.round_number += 1
        rounds.open_round(house, work, case)
        return
    cases.move(work, case, Act.APPROVE, actor, verdict=decision.verdict_sha256)
    applicant = cases.applicant_of(work.session, case)
    letter = Drafts(house, case, applicant, house.local_date(work.now)).approved()
    letters.post(house, work, case, letter, to=applicant.email, about=decision.id)


def _locked(work: Transaction, task_id: UUID) -> tuple[Case, ReviewTask]:
    case_id = work.session.execute(select(col(ReviewTask.case_id)).where(col(ReviewTask.id) == task_id)).scalar()
    if case_id is None:
        raise BadInput("Esa tarea de revisión no existe. Actualiza la cola.")
    case = cases.by_id(work.session, case_id)
    return case, work.session.get_one(ReviewTask, task_id, with_for_update=True, populate_existing=True)


def _refuse_over(session: Session, task: ReviewTask) -> None:
    if task.state == TaskState.WITHDRAWN:
        raise WrongState("Este caso ya no espera revisión: llegó un archivo nuevo o se canceló. Actualiza la cola.")
    if task.state == TaskState.DECIDED:
        decision = session.execute(select(Decision).where(col(Decision.task_id) == task.id)).scalar_one()
        label = OUTCOME_LABELS[decision.outcome].lower()
        raise WrongState(f"El caso ya se resolvió: {label}, por {decision.analyst}. Actualiza la cola.")


def _refuse_not_held(house: House, work: Transaction, task: ReviewTask, analyst: str) -> None:
    if task.claimed_by != analyst and _held(task, work):
        raise WrongState(f"El caso lo tiene {task.claimed_by} hasta las {_hour(house, task)}: no se guardó nada.")
    if not _held(task, work):
        raise WrongState("No tienes tomado el caso o tu reserva venció: tómalo de nuevo y repite tu resolución.")


def _held(task: ReviewTask, work: Transaction) -> bool:
    return task.state == TaskState.CLAIMED and task.lease_until is not None and task.lease_until > work.now


def _hour(house: House, task: ReviewTask) -> str:
    return f"{task.lease_until.astimezone(house.settings.zone):%H:%M}" if task.lease_until else ""


def _verdict(session: Session, task: ReviewTask) -> VerdictRow | None:
    query = select(VerdictRow).where(col(VerdictRow.submission_id) == task.submission_id)
    return session.execute(query).scalar_one_or_none()
