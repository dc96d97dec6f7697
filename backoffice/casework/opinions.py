"""What an opinion brings about: a second or third person looks, or the decision takes effect with its letter."""

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlmodel import col

from backoffice.casework import cases, letters, outbox, rounds
from backoffice.casework.drafts import Drafts
from backoffice.casework.house import House, Transaction
from backoffice.domain import reasons
from backoffice.domain.errors import CaseChanged, WrongState
from backoffice.domain.reasons import Chosen
from backoffice.domain.second_opinion import FIRST, SECOND, Because, Draw, takes_effect, why_second
from backoffice.domain.work import Outcome, TaskReason, TaskState, WorkKind
from backoffice.domain.workflow import Act
from backoffice.records.cases import Case
from backoffice.records.submissions import Decision, ReviewTask

LOTS = 2**32


def give(house: House, work: Transaction, task: ReviewTask, decision: Decision, result: str | None) -> None:
    """Keep an opinion on a locked task. It takes effect, or opens the next turn.

    *result* is the verdict's as it was given, ``None`` where there is no verdict.
    """
    case = work.session.get_one(Case, task.case_id)
    if task.turn == FIRST:
        decision.second_because = _why_second(house, work, task, decision, result)
    decision.stands = takes_effect(task.turn, decision.outcome, _before(work.session, task), decision.second_because)
    work.put(decision)
    if decision.stands:
        task.state, task.lease_until = TaskState.DECIDED, None
        _take_effect(house, work, case, decision)
        return
    task.turn += 1
    task.reason = TaskReason.SECOND_OPINION if task.turn == SECOND else TaskReason.NO_AGREEMENT
    task.state, task.claimed_by, task.lease_until = TaskState.OPEN, None, None
    because = decision.second_because.value if decision.second_because else None
    work.happened("opinion", f"analyst:{decision.analyst}", case, turn=decision.turn, because=because)


def given(session: Session, task: ReviewTask) -> list[Decision]:
    """The opinions on a task, by turn."""
    query = select(Decision).where(col(Decision.task_id) == task.id).order_by(col(Decision.turn))
    return list(session.execute(query).scalars())


def refuse_another_turn(task: ReviewTask, seen: int | None) -> None:
    """Raise where an opinion came between what was *seen* (1-3) and the act."""
    if seen is not None and task.turn != seen:
        raise CaseChanged("Mientras lo veías otra persona dio su opinión: abre de nuevo el caso; lo escrito queda.")


def refuse_again(session: Session, task: ReviewTask, analyst: str) -> None:
    """Nobody looks twice, whatever their role."""
    if task.turn > FIRST and analyst in {one.analyst for one in given(session, task)}:
        raise WrongState("Ya diste tu opinión de este caso: ahora decide otra persona. Elige otro caso de la cola.")


def kept(outcome: Outcome, chosen: tuple[Chosen, ...] | None) -> list[Any] | None:
    """The reasons of a letter with corrections; an approval gives none."""
    return reasons.to_json(chosen) if outcome == Outcome.CORRECTIONS else None


def _why_second(
    house: House, work: Transaction, task: ReviewTask, decision: Decision, result: str | None
) -> Because | None:
    approved = select(col(Decision.id)).where(
        col(Decision.analyst) == decision.analyst, col(Decision.outcome) == Outcome.APPROVE
    )
    draw = Draw(
        lot=int.from_bytes(house.draw(4)) / LOTS,
        share=house.settings.second_review_share,
        days_left=house.calendar.days_left(house.local_date(work.now), task.due),
    )
    before = work.session.execute(approved.limit(1)).first() is not None
    return why_second(decision.outcome, result, approved_before=before, draw=draw)


def _before(session: Session, task: ReviewTask) -> Outcome | None:
    """The opinion of the turn before."""
    earlier = given(session, task)
    return earlier[-1].outcome if earlier else None


def _take_effect(house: House, work: Transaction, case: Case, decision: Decision) -> None:
    """The letter of approval, or a new round whose set comes with the letter."""
    actor = f"analyst:{decision.analyst}"
    outbox.withdraw(work, case, WorkKind.EVALUATE, subject_id=decision.submission_id)  # one in quarantine waits no more
    rounds.close_round(work, cases.current_round(work.session, case))
    told = {"verdict": decision.verdict_sha256, "turn": decision.turn}
    if decision.outcome == Outcome.CORRECTIONS:
        cases.move(work, case, Act.REQUEST_CORRECTIONS, actor, **told)
        case.round_number += 1
        rounds.open_round(house, work, case)
        return
    cases.move(work, case, Act.APPROVE, actor, **told)
    applicant = cases.applicant_of(work.session, case)
    letter = Drafts(house, case, applicant, house.local_date(work.now)).approved()
    letters.post(house, work, case, letter, to=applicant.email, about=decision.id)
