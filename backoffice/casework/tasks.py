"""A review task under lock: whether it is over, and who holds it."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlmodel import col

from backoffice.casework import cases
from backoffice.casework.house import House, Transaction
from backoffice.domain.errors import BadInput, WrongState
from backoffice.domain.work import OUTCOME_LABELS, TaskState
from backoffice.records.cases import Case
from backoffice.records.submissions import Decision, ReviewTask


def locked(work: Transaction, task_id: UUID) -> tuple[Case, ReviewTask]:
    """The task and its case, both locked, the case first. Raises ``BadInput`` where there is no such task."""
    case_id = work.session.execute(select(col(ReviewTask.case_id)).where(col(ReviewTask.id) == task_id)).scalar()
    if case_id is None:
        raise BadInput("Esa tarea de revisión no existe. Actualiza la cola.")
    case = cases.by_id(work.session, case_id)
    return case, work.session.get_one(ReviewTask, task_id, with_for_update=True, populate_existing=True)


def refuse_over(session: Session, task: ReviewTask) -> None:
    """Raise ``WrongState`` where nobody may do anything with the task any more."""
    if task.state == TaskState.WITHDRAWN:
        raise WrongState("Este caso ya no espera revisión: llegó un archivo nuevo o se canceló. Actualiza la cola.")
    if task.state == TaskState.DECIDED:
        standing = select(Decision).where(col(Decision.task_id) == task.id, col(Decision.stands))
        decision = session.execute(standing).scalar_one()
        label = OUTCOME_LABELS[decision.outcome].lower()
        raise WrongState(f"El caso ya se resolvió: {label}, por {decision.analyst}. Actualiza la cola.")


def refuse_not_held(house: House, work: Transaction, task: ReviewTask, analyst: str) -> None:
    """Raise ``WrongState`` where *analyst* does not hold the task now."""
    if task.claimed_by != analyst and is_held(task, work):
        raise WrongState(f"El caso lo tiene {task.claimed_by} hasta las {hour(house, task)}: no se guardó nada.")
    if not is_held(task, work):
        raise WrongState("No tienes tomado el caso o tu reserva venció: tómalo de nuevo y repite tu resolución.")


def is_held(task: ReviewTask, work: Transaction) -> bool:
    """Somebody's claim holds now."""
    return task.state == TaskState.CLAIMED and task.lease_until is not None and task.lease_until > work.now


def hour(house: House, task: ReviewTask) -> str:
    """Until when the claim holds, where people are; '' where it does not."""
    return f"{task.lease_until.astimezone(house.settings.zone):%H:%M}" if task.lease_until else ""
