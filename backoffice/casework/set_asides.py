"""Findings marked *Improcedente* by who reviews a task, with a reason. The verdict stays as it was given."""

import json
from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlmodel import col

from backoffice.casework import tasks
from backoffice.casework.house import House
from backoffice.domain.decision import note
from backoffice.domain.errors import BadInput, CaseChanged
from backoffice.domain.set_aside import key_of, without
from backoffice.domain.verdict import Verdict
from backoffice.records.review import SetAside
from backoffice.records.submissions import ReviewTask, VerdictRow

#: A row or a point has so many findings at most; beyond, a person does not mark them one by one.
MOST_AT_ONCE = 200


def put(house: House, task_id: UUID, analyst: str, findings: Sequence[str], reason: str) -> None:
    """Set findings (their keys) aside in the task that *analyst* holds. One that is set aside already stays so.

    Raises ``BadInput`` (no reason, no such finding) and ``WrongState`` (over, not held).
    """
    said = note(reason, "Escribe por qué no procede: queda con la resolución.")
    if len(findings) > MOST_AT_ONCE:
        raise BadInput(f"Marca {MOST_AT_ONCE} puntos o menos a la vez.")
    with house.transaction() as work:
        case, task = tasks.locked(work, task_id)
        tasks.refuse_over(work.session, task)
        tasks.refuse_not_held(house, work, task, analyst)
        _refuse_unknown(work.session, task, findings)
        known = {one.finding for one in of(work.session, task)}
        fresh = [key for key in dict.fromkeys(findings) if key not in known]
        for key in fresh:
            work.put(SetAside(task_id=task.id, turn=task.turn, finding=key, reason=said, analyst=analyst, at=work.now))
        if fresh:
            work.happened("set_aside", f"analyst:{analyst}", case, findings=fresh, reason=said, turn=task.turn)


def restore(house: House, task_id: UUID, analyst: str, findings: Sequence[str]) -> None:
    """Let findings count again. What was not set aside stays as it is."""
    with house.transaction() as work:
        case, task = tasks.locked(work, task_id)
        tasks.refuse_over(work.session, task)
        tasks.refuse_not_held(house, work, task, analyst)
        back = [one for one in of(work.session, task) if one.finding in set(findings)]
        for one in back:
            one.restored_at = work.now
        if back:
            keys = [one.finding for one in back]
            work.happened("restore_finding", f"analyst:{analyst}", case, findings=keys, turn=task.turn)


def of(session: Session, task: ReviewTask) -> list[SetAside]:
    """What is set aside in the task's present turn, oldest first."""
    query = select(SetAside).where(
        col(SetAside.task_id) == task.id, col(SetAside.turn) == task.turn, col(SetAside.restored_at).is_(None)
    )
    return list(session.execute(query.order_by(col(SetAside.at), col(SetAside.id))).scalars())


def result(row: VerdictRow | None, aside: Sequence[SetAside]) -> str | None:
    """The verdict's result without what was set aside; ``None`` where there is no verdict."""
    if row is None or not aside:
        return row.result if row else None
    return without(Verdict.from_json(json.loads(row.document)), {one.finding for one in aside}).result


def refuse_changed(aside: Sequence[SetAside], seen: frozenset[str] | None) -> None:
    """Raise where the letter that was looked at left out other findings than those that are set aside now."""
    if seen is not None and seen != {one.finding for one in aside}:
        raise CaseChanged(
            "Mientras decidías cambiaron los puntos improcedentes: abre de nuevo el caso; lo escrito sigue ahí."
        )


def _refuse_unknown(session: Session, task: ReviewTask, findings: Sequence[str]) -> None:
    query = select(VerdictRow).where(col(VerdictRow.submission_id) == task.submission_id)
    row = session.execute(query).scalar_one_or_none()
    verdict = Verdict.from_json(json.loads(row.document)) if row else None
    known = {key_of(finding) for finding in verdict.findings} if verdict else set()
    if not findings or not set(findings) <= known:
        raise BadInput("Ese punto no está en el resultado de este archivo. Actualiza el caso y elige otro.")
