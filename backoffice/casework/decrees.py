"""Days off that the institute decrees later: which open deadlines they move, and moving them: later, never earlier."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal
from uuid import UUID

from sqlalchemy import select
from sqlmodel import col

from backoffice.casework import cases, deadlines, letters
from backoffice.casework.decreed_days import DecreedDays
from backoffice.casework.drafts import Drafts
from backoffice.casework.house import House, Transaction
from backoffice.casework.supervision import refuse_no_supervisor
from backoffice.domain.calendar import Calendar, Deadline, PublishedDay, spoken
from backoffice.domain.errors import BadInput
from backoffice.domain.work import TaskState
from backoffice.domain.workflow import State
from backoffice.records.calendar import DecreedDay
from backoffice.records.cases import ApplicantRow, Case, Round
from backoffice.records.submissions import ReviewTask

#: Days of other years than these are a slip, in years from today's.
YEARS = (0, 1)


@dataclass(frozen=True, slots=True)
class Moved:
    """A deadline that lies later: of the applicant, who gets a letter, or of the institute."""

    case_id: UUID
    folio: str
    company: str
    whose: Literal["applicant", "institute"]
    before: Deadline
    after: Deadline


def checked(house: House, days: Sequence[PublishedDay]) -> tuple[PublishedDay, ...]:
    """The days that are off only by this decree, those that it added before among them. Raises ``BadInput``."""
    today = house.local_date(house.now())
    for one in days:
        if one.day.year - today.year not in YEARS:
            raise BadInput(f"El {spoken(one.day)} es de un año que no es este ni el que sigue. Corrige esa fecha.")
    known = {row.day: row for row in added(house)}
    fresh = tuple(one for one in days if one.day in known or house.calendar.is_business_day(one.day))
    if not fresh:
        which = ", ".join(spoken(one.day) for one in days) or "ninguno"
        raise BadInput(f"Ya eran inhábiles todos esos días ({which}): no hay qué agregar.")
    return fresh


def added(house: House) -> list[DecreedDay]:
    """The days that were added here, in order."""
    with house.transaction() as work:
        return list(work.session.execute(select(DecreedDay).order_by(col(DecreedDay.day))).scalars())


def preview(house: House, days: Sequence[PublishedDay]) -> list[Moved]:
    """Which open deadlines would move, the applicants' first, then the desk's own, each by folio."""
    calendar = Calendar({**dict(house.calendar.extra), **{one.day: one.reason for one in days}})
    with house.transaction() as work:
        return [*_rounds(work, calendar), *_tasks(work, calendar)]


def add(house: House, days: Sequence[PublishedDay], by: str) -> list[Moved]:
    """Add the days and move what they move, each case in a transaction of its own, with a letter to its applicant.

    Twice does no harm, and what was cut off is finished by doing it again. Raises ``WrongState`` (no supervisor).
    """
    refuse_no_supervisor(house, by, "agrega días inhábiles")
    fresh = checked(house, days)
    with house.transaction() as work:
        new = [one for one in fresh if work.session.get(DecreedDay, one.day) is None]
        for one in new:
            work.put(DecreedDay(day=one.day, reason=one.reason, source=one.source, added_by=by, added_at=work.now))
        if new:
            told = [{"day": one.day.isoformat(), "reason": one.reason, "source": one.source} for one in new]
            work.happened("add_days_off", f"supervisor:{by}", None, days=told)
    if isinstance(house.calendar.extra, DecreedDays):
        house.calendar.extra.refresh()
    reason = f"el Instituto publicó días inhábiles ({said(fresh)})."
    return [one for one in preview(house, fresh) if _move(house, one, reason, by)]


def said(days: Sequence[PublishedDay]) -> str:
    """``24/dic/2026 y 31/dic/2026: Aviso …``."""
    which = ", ".join(spoken(one.day) for one in days)
    return f"{which}: {'; '.join(dict.fromkeys(one.source for one in days))}"


def _rounds(work: Transaction, calendar: Calendar) -> list[Moved]:
    """Applicants' deadlines that run and lie later by *calendar*."""
    query = (
        select(Case, ApplicantRow, Round)
        .join(ApplicantRow, col(ApplicantRow.id) == col(Case.applicant_id))
        .join(Round, (col(Round.case_id) == col(Case.id)) & (col(Round.number) == col(Case.round_number)))
        .where(
            col(Case.state) == State.AWAITING_EVIDENCE, col(Round.closed_at).is_(None), col(Round.deadline).is_not(None)
        )
        .order_by(col(Case.folio))
    )
    found = [
        _later(calendar, case, company, "applicant", Deadline.from_json(round_.deadline_explained or {}))
        for case, company, round_ in work.session.execute(query)
    ]
    return [one for one in found if one is not None]


def _tasks(work: Transaction, calendar: Calendar) -> list[Moved]:
    """The desk's own deadlines that run and lie later by *calendar*."""
    query = (
        select(Case, ApplicantRow, ReviewTask)
        .join(ApplicantRow, col(ApplicantRow.id) == col(Case.applicant_id))
        .join(ReviewTask, col(ReviewTask.case_id) == col(Case.id))
        .where(col(ReviewTask.state).in_([TaskState.OPEN, TaskState.CLAIMED]))
        .order_by(col(Case.folio))
    )
    found = [
        _later(calendar, case, company, "institute", Deadline.from_json(task.due_explained))
        for case, company, task in work.session.execute(query)
    ]
    return [one for one in found if one is not None]


def _later(
    calendar: Calendar, case: Case, company: ApplicantRow, whose: Literal["applicant", "institute"], before: Deadline
) -> Moved | None:
    after = deadlines.recounted(calendar, before)
    return Moved(case.id, case.folio, company.name, whose, before, after) if after.due > before.due else None


def _move(house: House, one: Moved, reason: str, by: str) -> bool:
    """Move one deadline as it is now. Whether it had still to be moved."""
    with house.transaction() as work:
        case = cases.by_id(work.session, one.case_id)
        moved = _move_task(house, work, case) if one.whose == "institute" else _move_round(house, work, case, reason)
        if moved is not None:
            work.happened(
                "move_deadline", f"supervisor:{by}", case, whose=one.whose, reason=reason,
                before=moved[0].isoformat(), due=moved[1].isoformat(),
            )  # fmt: skip
    return moved is not None


def _move_round(house: House, work: Transaction, case: Case, reason: str) -> tuple[date, date] | None:
    round_ = cases.current_round(work.session, case)
    if case.state != State.AWAITING_EVIDENCE or round_.deadline_explained is None:
        return None
    before = Deadline.from_json(round_.deadline_explained)
    after = deadlines.recounted(house.calendar, before)
    if after.due <= before.due:
        return None
    deadlines.keep(round_, after)
    applicant = cases.applicant_of(work.session, case)
    letter = Drafts(house, case, applicant, house.local_date(work.now)).deadline_moved(round_, before.due, reason)
    letters.post(house, work, case, letter, to=applicant.email, about=round_.id, turn=after.due.isoformat())
    return before.due, after.due


def _move_task(house: House, work: Transaction, case: Case) -> tuple[date, date] | None:
    task = cases.waiting_task(work.session, case)
    before = Deadline.from_json(task.due_explained) if task else None
    after = deadlines.recounted(house.calendar, before) if before else None
    if task is None or before is None or after is None or after.due <= before.due:
        return None
    task.due, task.due_explained = after.due, after.to_json()
    return before.due, after.due
