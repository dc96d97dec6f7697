"""Letters to the people of the desk, where the settings name an address for them."""

from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

from sqlalchemy import func, select
from sqlmodel import col

from backoffice.casework import letters
from backoffice.casework.house import House, Transaction
from backoffice.domain.letters import (
    CaseToReview,
    DeskDueSoon,
    DeskNewCase,
    DeskQuarantined,
    DeskUndelivered,
    DeskWeekly,
    Letter,
)
from backoffice.domain.letters.desk import TEAM
from backoffice.domain.typography import fold
from backoffice.domain.work import TASK_REASONS, WAITING_TASK, Outcome, TaskReason
from backoffice.records.cases import ApplicantRow, Case, Round
from backoffice.records.outbox import OutboxRow
from backoffice.records.queries import queue
from backoffice.records.submissions import Decision, ReviewTask, Submission

#: Business days left from which on a case is named in the morning's letter.
SOON = 1
MONDAY = 0
WEEK = timedelta(days=7)
HOUR = timedelta(hours=1)
#: Letters in trouble that are told by a letter each; more of them in an hour are seen in the list that it names.
TOLD_AN_HOUR = 10


def new_case(house: House, work: Transaction, case: Case, submission: Submission, task: ReviewTask) -> None:
    """A case waits for a person, or its file for somebody who finds out what is wrong with it."""
    if house.settings.desk_email is None:
        return  # nobody to write to: nothing is asked for
    company = work.session.get_one(ApplicantRow, case.applicant_id)
    number = work.session.get_one(Round, submission.round_id).number
    waits = _waits(house, work, folio=case.folio, company=company.name, number=number, reason=task.reason, due=task.due)
    kind = DeskQuarantined if task.reason == TaskReason.QUARANTINED else DeskNewCase
    _post(house, work, kind(**_about(house, work), case=waits), task.id, turn=work.now.isoformat())


def undelivered(house: House, work: Transaction, case: Case | None, row: OutboxRow, why: str) -> None:
    """A letter did not arrive, or nobody knows whether it did.

    Letters to the desk itself are only shown there; so are those of a day on which all mail is refused, after a few.
    """
    if (row.letter or "").startswith("desk_") or _told_often(work):
        return
    told = DeskUndelivered(
        **_about(house, work),
        about=case.folio if case else "",
        to=fold(row.recipient or ""),
        subject=fold(row.subject or ""),
        why=fold(why),
    )
    _post(house, work, told, row.id, turn=work.now.isoformat())


def _told_often(work: Transaction) -> bool:
    letter, made = col(OutboxRow.letter), col(OutboxRow.created_at)
    lately = select(func.count()).where(letter == DeskUndelivered.template, made > work.now - HOUR)
    return work.session.execute(lately).scalar_one() >= TOLD_AN_HOUR


def morning(house: House) -> int:
    """Once a business day: what is due today or tomorrow, or late. On Mondays the week before as well."""
    with house.transaction() as work:
        today = house.local_date(work.now)
        if house.settings.desk_email is None or not house.calendar.is_business_day(today):
            return 0
        cases = [
            _waits(
                house,
                work,
                folio=row.folio,
                company=row.company,
                number=row.round_number,
                reason=row.reason,
                due=row.due,
            )
            for row in queue(work.session)
        ]
        due = tuple(case for case in cases if case.left <= SOON)
        written = 0
        if due:
            written += _once(house, work, DeskDueSoon(**_about(house, work), cases=due), f"due/{today}")
        monday = today - timedelta(days=today.weekday())
        return written + _once(house, work, _week(house, work, monday, cases), f"week/{monday}")


def _week(house: House, work: Transaction, monday: date, cases: list[CaseToReview]) -> DeskWeekly:
    """The seven days before that Monday."""
    first, after = (datetime.combine(day, time(), house.settings.zone) for day in (monday - WEEK, monday))

    def count(moment: Any, *which: Any) -> int:
        query = select(func.count()).where(moment >= first, moment < after, *which)
        return work.session.execute(query).scalar_one()

    decided, outcome, stands = col(Decision.decided_at), col(Decision.outcome), col(Decision.stands)
    stuck = select(func.count()).where(
        col(ReviewTask.reason) == TaskReason.QUARANTINED,
        col(ReviewTask.state).in_(WAITING_TASK),
    )
    return DeskWeekly(
        **_about(house, work),
        first=monday - WEEK,
        last=monday - timedelta(days=1),
        requests=count(col(Case.requested_at)),
        files=count(col(Submission.received_at)),
        approved=count(decided, stands, outcome == Outcome.APPROVE),
        corrections=count(decided, stands, outcome == Outcome.CORRECTIONS),
        waiting=len(cases),
        late=sum(case.left < 0 for case in cases),
        quarantined=work.session.execute(stuck).scalar_one(),
    )


def _waits(
    house: House, work: Transaction, *, folio: str, company: str, number: int, reason: TaskReason, due: date
) -> CaseToReview:
    left = house.calendar.days_left(house.local_date(work.now), due)
    return CaseToReview(folio, company, number, TASK_REASONS[reason], due, left)


def _about(house: House, work: Transaction) -> dict[str, Any]:
    return {"company": TEAM, "on": house.local_date(work.now), "contact": house.settings.contact}


def _once(house: House, work: Transaction, letter: Letter, day: str) -> int:
    """Once for that day or week, however often it is looked at."""
    about = uuid5(NAMESPACE_URL, f"mesa:{day}")
    key = letters.key_of(letter, about)
    if work.session.execute(select(col(OutboxRow.id)).where(col(OutboxRow.key) == key)).first() is not None:
        return 0
    _post(house, work, letter, about)
    return 1


def _post(house: House, work: Transaction, letter: Letter, about: UUID, turn: str = "") -> None:
    """None of them belongs to a case: the company sees the letters of its case."""
    if house.settings.desk_email is not None:
        letters.post(house, work, None, letter, to=house.settings.desk_email, about=about, turn=turn)
