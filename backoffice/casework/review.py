"""A person looks: claims a case for a while, asks inside the house where in doubt, and gives an opinion once a turn."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlmodel import col

from backoffice.casework import opinions, set_asides
from backoffice.casework.house import House, Transaction
from backoffice.casework.tasks import hour, is_held, locked, refuse_not_held, refuse_over
from backoffice.domain.decision import CLAIM, PICTURES_SEEN, note, readable, refuse_unfounded
from backoffice.domain.errors import WrongState
from backoffice.domain.reasons import Chosen, refuse_unknown
from backoffice.domain.work import Outcome, TaskState
from backoffice.records.audit import AuditEvent
from backoffice.records.cases import Case
from backoffice.records.submissions import Decision, ReviewTask, Submission, VerdictRow


def claim(house: House, task_id: UUID, analyst: str) -> ReviewTask:
    """Hold a task for 15 minutes from now, or longer if it is held already.

    Raises ``WrongState`` where somebody else holds it, it is over, or *analyst* has given an opinion on it already. One
    whose time has run out is taken over.
    """
    with house.transaction() as work:
        case, task = locked(work, task_id)
        refuse_over(work.session, task)
        opinions.refuse_again(work.session, task, analyst)
        if is_held(task, work) and task.claimed_by != analyst:
            raise WrongState(
                f"El caso lo tiene {task.claimed_by} hasta las {hour(house, task)}. Espera o elige otro caso."
            )
        _hold(work, case, task, analyst)
    return task


def take_over(house: House, task_id: UUID, analyst: str, reason: str) -> ReviewTask:
    """Hold a task that somebody else holds, with a reason that stays in the trail. Raises as ``claim`` does."""
    said = note(reason, "Escribe por qué tomas un caso que otra persona tiene: queda en la auditoría.")
    with house.transaction() as work:
        case, task = locked(work, task_id)
        refuse_over(work.session, task)
        opinions.refuse_again(work.session, task, analyst)
        _hold(work, case, task, analyst, reason=said)
    return task


def release(house: House, task_id: UUID, analyst: str) -> None:
    """Give a claimed task back to the queue. Somebody else's is left alone."""
    with house.transaction() as work:
        case, task = locked(work, task_id)
        if task.state == TaskState.CLAIMED and task.claimed_by == analyst:
            _let_go(task)
            work.happened("release", f"analyst:{analyst}", case)


def consult(house: House, task_id: UUID, analyst: str, reason: str) -> None:
    """Ask inside the house (*En consulta interna*): the claim ends, the case waits marked, its clock goes on."""
    said = note(reason, "Escribe qué consultas y con quién: así lo ve quien retome el caso.")
    with house.transaction() as work:
        case, task = locked(work, task_id)
        refuse_over(work.session, task)
        refuse_not_held(house, work, task, analyst)
        task.consult_reason, task.consulted_by, task.consulted_at = said, analyst, work.now
        _let_go(task)
        work.happened("consult", f"analyst:{analyst}", case, reason=said)


def answer(house: House, task_id: UUID, analyst: str) -> None:
    """The consultation is over; whoever holds the case goes on. Twice does no harm."""
    with house.transaction() as work:
        case, task = locked(work, task_id)
        refuse_over(work.session, task)
        refuse_not_held(house, work, task, analyst)
        if task.consulted_at is not None:
            _answered(work, case, task, analyst)


def saw_pictures(house: House, task_id: UUID, analyst: str) -> None:
    """Say that the pictures of the file were looked at and show what they should. Once a person and turn.

    No program can tell it, so it stays in the trail. Raises ``WrongState`` as ``decide`` does.
    """
    with house.transaction() as work:
        case, task = locked(work, task_id)
        refuse_over(work.session, task)
        refuse_not_held(house, work, task, analyst)
        number = work.session.get_one(Submission, task.submission_id).number
        about = {"submission": number, "turn": task.turn}
        if not _is_told(work.session, case, about, analyst):
            work.happened(PICTURES_SEEN, f"analyst:{analyst}", case, submission=number, turn=task.turn)


def decide(
    house: House,
    task_id: UUID,
    analyst: str,
    outcome: Outcome,
    reasons: str = "",
    *,
    chosen: tuple[Chosen, ...] | None = None,
    seen_aside: frozenset[str] | None = None,
    seen_turn: int | None = None,
) -> Decision:
    """Give an opinion on the task that *analyst* holds; it takes effect unless a second person must look.

    *chosen* are the reasons that the letter gives (``None``: those of the diagnosis); *seen_aside* the keys of the
    findings that were set aside when the letter was looked at, and *seen_turn* whose turn it was then (1-3). Raises
    ``WrongState`` (over, not held, no longer held), ``CaseChanged`` (others set aside, or another opinion, meanwhile)
    and ``BadInput``.
    """
    reasons, chosen = readable(reasons), None if chosen is None else refuse_unknown(chosen)
    with house.transaction() as work:
        case, task = locked(work, task_id)
        refuse_over(work.session, task)
        refuse_not_held(house, work, task, analyst)
        opinions.refuse_again(work.session, task, analyst)
        opinions.refuse_another_turn(task, seen_turn)
        row = _verdict(work.session, task)
        aside = set_asides.of(work.session, task)
        set_asides.refuse_changed(aside, seen_aside)
        refuse_unfounded(outcome, set_asides.result(row, aside), reasons, chosen=bool(chosen))
        decision = Decision(
            task_id=task.id,
            submission_id=task.submission_id,
            analyst=analyst,
            outcome=outcome,
            reasons=reasons,
            verdict_sha256=row.sha256 if row else None,
            decided_at=work.now,
            turn=task.turn,
            chosen=opinions.kept(outcome, chosen),
            set_aside=[[one.finding, one.reason] for one in aside],
        )
        if task.consulted_at is not None:
            _answered(work, case, task, analyst)
        opinions.give(house, work, task, decision, row.result if row else None)
    return decision


def _hold(work: Transaction, case: Case, task: ReviewTask, analyst: str, **why: str) -> None:
    if not (is_held(task, work) and task.claimed_by == analyst):
        work.happened("claim", f"analyst:{analyst}", case, taken_over_from=task.claimed_by, **why)
    task.state, task.claimed_by, task.lease_until = TaskState.CLAIMED, analyst, work.now + CLAIM


def _let_go(task: ReviewTask) -> None:
    task.state, task.claimed_by, task.lease_until = TaskState.OPEN, None, None


def _answered(work: Transaction, case: Case, task: ReviewTask, analyst: str) -> None:
    task.consult_reason = task.consulted_by = task.consulted_at = None
    work.happened("consultation_over", f"analyst:{analyst}", case)


def _is_told(session: Session, case: Case, about: dict[str, int], analyst: str) -> bool:
    """Whether this person said it of this file in this turn already."""
    said = select(AuditEvent).where(
        col(AuditEvent.case_id) == case.id,
        col(AuditEvent.act) == PICTURES_SEEN,
        col(AuditEvent.actor) == f"analyst:{analyst}",
        col(AuditEvent.round_number) == case.round_number,
        col(AuditEvent.details).contains(about),
    )
    return session.execute(said.limit(1)).first() is not None


def _verdict(session: Session, task: ReviewTask) -> VerdictRow | None:
    query = select(VerdictRow).where(col(VerdictRow.submission_id) == task.submission_id)
    return session.execute(query).scalar_one_or_none()
