"""Moving open deadlines: which would lie later, and moving them: never earlier, each case by itself, told and kept.

Whoever moves says how a deadline is counted now; one that lies no later by it is left alone. So twice does no harm, and
what was cut off is finished by doing it again.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal
from uuid import UUID

from sqlalchemy import Select, select
from sqlmodel import col

from backoffice.casework import cases, deadlines, letters
from backoffice.casework.drafts import Drafts
from backoffice.casework.house import House, Transaction
from backoffice.domain.calendar import Deadline
from backoffice.domain.work import WAITING_TASK
from backoffice.domain.workflow import State
from backoffice.records.cases import ApplicantRow, Case, Round
from backoffice.records.submissions import ReviewTask

Whose = Literal["applicant", "institute"]
Recount = Callable[[Deadline], Deadline]


@dataclass(frozen=True, slots=True)
class Moved:
    """A deadline that lies later: of the applicant, who gets a letter, or of the institute."""

    case_id: UUID
    folio: str
    company: str
    whose: Whose
    before: Deadline
    after: Deadline


@dataclass(frozen=True, slots=True)
class Cause:
    """Why deadlines move. ``recount`` counts one anew; ``told`` is the letter's sentence, from the days given back.

    ``act`` and ``actor`` stand in the audit trail. ``tasks``: the desk's own deadlines move, too.
    """

    act: str
    actor: str
    recount: Recount
    told: Callable[[tuple[date, ...]], str]
    tasks: bool


def preview(house: House, cause: Cause) -> list[Moved]:
    """Which open deadlines would move, the applicants' first, then the desk's own, each by folio."""
    with house.transaction() as work:
        rounds = list(_later(work, _running_rounds(), cause, "applicant"))
        return [*rounds, *(_later(work, _waiting_tasks(), cause, "institute") if cause.tasks else ())]


def move(house: House, cause: Cause) -> list[Moved]:
    """Move them, each in a transaction of its own. Those that this call moved."""
    return [one for one in preview(house, cause) if _move(house, one, cause)]


def move_round(work: Transaction, case: Case, cause: Cause) -> tuple[Round, Deadline, str] | None:
    """Move the deadline of the case's round: the round, what it was, and why; ``None`` where it stays."""
    round_ = cases.current_round(work.session, case)
    if case.state != State.AWAITING_EVIDENCE or round_.deadline_explained is None:
        return None
    before = Deadline.from_json(round_.deadline_explained)
    after = cause.recount(before)
    if after.due <= before.due:
        return None
    deadlines.keep(round_, after)
    given_back = tuple(day for day in after.outages if day not in before.outages)
    told = cause.told(given_back)
    more: dict[str, Any] = {"outages": [day.isoformat() for day in given_back]} if given_back else {}
    _note(work, case, cause, before, after, whose="applicant", reason=told, **more)
    return round_, before, told


def _move(house: House, one: Moved, cause: Cause) -> bool:
    """Move one deadline as it is now. Whether it had still to be moved."""
    with house.transaction() as work:
        case = cases.by_id(work.session, one.case_id)
        if one.whose == "institute":
            return _move_task(work, case, cause)
        moved = move_round(work, case, cause)
        if moved is None:
            return False
        round_, before, told = moved
        applicant = cases.applicant_of(work.session, case)
        letter = Drafts(house, case, applicant, house.local_date(work.now)).deadline_moved(round_, before.due, told)
        turn = str(round_.deadline)
        letters.post(house, work, case, letter, to=applicant.email, about=round_.id, turn=turn)
    return True


def _move_task(work: Transaction, case: Case, cause: Cause) -> bool:
    task = cases.waiting_task(work.session, case)
    if task is None:
        return False
    before = Deadline.from_json(task.due_explained)
    after = cause.recount(before)
    if after.due <= before.due:
        return False
    task.due, task.due_explained = after.due, after.to_json()
    _note(work, case, cause, before, after, whose="institute", reason=cause.told(()))
    return True


def _note(work: Transaction, case: Case, cause: Cause, before: Deadline, after: Deadline, **told: Any) -> None:
    due = {"before": before.due.isoformat(), "due": after.due.isoformat()}
    work.happened(cause.act, cause.actor, case, **told, **due)


def _running_rounds() -> Select[Any]:
    """Cases whose applicant's clock runs, with how it was counted."""
    current = (col(Round.case_id) == col(Case.id)) & (col(Round.number) == col(Case.round_number))
    return (
        select(col(Case.id), col(Case.folio), col(ApplicantRow.name), col(Round.deadline_explained))
        .join(ApplicantRow, col(ApplicantRow.id) == col(Case.applicant_id))
        .join(Round, current)
        .where(
            col(Case.state) == State.AWAITING_EVIDENCE, col(Round.closed_at).is_(None), col(Round.deadline).is_not(None)
        )
        .order_by(col(Case.folio))
    )


def _waiting_tasks() -> Select[Any]:
    """Cases that wait for the desk, with how its days were counted."""
    return (
        select(col(Case.id), col(Case.folio), col(ApplicantRow.name), col(ReviewTask.due_explained))
        .join(ApplicantRow, col(ApplicantRow.id) == col(Case.applicant_id))
        .join(ReviewTask, col(ReviewTask.case_id) == col(Case.id))
        .where(col(ReviewTask.state).in_(WAITING_TASK))
        .order_by(col(Case.folio))
    )


def _later(work: Transaction, running: Select[Any], cause: Cause, whose: Whose) -> Iterator[Moved]:
    for case_id, folio, company, counted in work.session.execute(running):
        before = Deadline.from_json(counted)
        after = cause.recount(before)
        if after.due > before.due:
            yield Moved(case_id, folio, company, whose, before, after)
