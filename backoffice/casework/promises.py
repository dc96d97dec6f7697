"""What the calendar asks of the desk: reminders before a deadline, expiries after it, a word where the desk is late.

Everything is decided by the day on which it is looked at, once for each round or file, and each case in a transaction
of its own: after a pause nothing comes twice, and of several reminders that were missed only the last one goes out.
"""

from collections.abc import Callable, Iterable
from datetime import date, datetime, time, timedelta
from functools import partial
from typing import Any
from uuid import UUID

import structlog
from sqlalchemy import ColumnElement, Select, Text, and_, cast, exists, func, select
from sqlalchemy.exc import DBAPIError
from sqlmodel import col

from backoffice.casework import audit_heads, cases, desk_letters, letters, outbox, rounds
from backoffice.casework.drafts import Drafts
from backoffice.casework.house import House, Transaction
from backoffice.domain.errors import BadInput, ServiceUnavailable
from backoffice.domain.letters import AnswerLate, DeadlineReminder
from backoffice.domain.work import SubmissionState, WorkKind
from backoffice.domain.workflow import Act, State
from backoffice.records.cases import Case, Round
from backoffice.records.outbox import OutboxRow
from backoffice.records.submissions import Submission

log = structlog.get_logger()

#: Business days that are left when a reminder goes out.
REMINDERS = (10, 5, 1)
#: Letters that no act of the applicant asked for are written in these hours of the day, local time.
FIRST_HOUR, LAST_HOUR = 8, 20
#: So many cases at one look: a letter each, and the next look is soon.
MOST = 100
ONE_DAY = timedelta(days=1)


def keep(house: House) -> int:
    """One look at everything that a day may ask for. How many cases were moved or written about."""
    return sum(one(house) for one in (expire, remind, apologise, tell_the_desk, tell_the_auditor))


def expire(house: House) -> int:
    """End the requests whose deadline passed without evidence."""
    today = house.local_date(house.now())
    passed = _awaiting(col(Round.deadline) < today)
    return _each(house, passed, _expire)


def remind(house: House) -> int:
    """Write to those who have ten, five or one business days left, once for each; by day only.

    A round that is no longer than that from its beginning gets none: the letter that began it says as much.
    """
    now = house.now()
    if not _is_day(house, now):
        return 0
    today = house.local_date(now)
    written = 0
    for days, until in zip(REMINDERS, (*REMINDERS[1:], -1), strict=True):
        first, last = _due_in(house, today, until + 1), _due_in(house, today, days)
        turn = func.concat(cast(col(Round.deadline), Text), f"/{days}")
        already = exists().where(
            col(OutboxRow.subject_id) == col(Round.id),
            col(OutboxRow.letter) == DeadlineReminder.template,
            col(OutboxRow.key).endswith(turn),
        )
        longer = col(Round.deadline_explained)["business_days"].as_integer() > days
        due = _awaiting(and_(col(Round.deadline) >= first, col(Round.deadline) <= last, longer, ~already))
        written += _each(house, due, partial(_remind, days=days))
    return written


def apologise(house: House) -> int:
    """Write to those whose file has waited for longer than was promised, once for each file; by day only."""
    now = house.now()
    if not _is_day(house, now):
        return 0
    before = _start_of(house, _last_late(house, house.local_date(now)) + ONE_DAY)
    already = exists().where(
        col(OutboxRow.subject_id) == col(Submission.id), col(OutboxRow.letter) == AnswerLate.template
    )
    late = (
        select(col(Case.id))
        .join(Submission, col(Submission.case_id) == col(Case.id))
        .where(
            col(Case.state) == State.IN_ANALYSIS,
            col(Submission.state) != SubmissionState.SUPERSEDED,
            col(Submission.received_at) < before,
            _is_current(),
            ~already,
        )
        .limit(MOST)
    )
    return _each(house, late, _apologise)


def tell_the_desk(house: House) -> int:
    """The morning's letters to the people of the desk."""
    return desk_letters.morning(house) if _is_day(house, house.now()) else 0


def tell_the_auditor(house: House) -> int:
    """How far the audit trail goes, once a day."""
    return audit_heads.publish(house) if _is_day(house, house.now()) else 0


def _awaiting(which: ColumnElement[bool]) -> Select[Any]:
    """Cases that wait for evidence in a round whose clock runs, and of which that holds."""
    return (
        select(col(Case.id))
        .join(Round, and_(col(Round.case_id) == col(Case.id), col(Round.number) == col(Case.round_number)))
        .where(col(Case.state) == State.AWAITING_EVIDENCE, col(Round.closed_at).is_(None), which)
        .order_by(col(Round.deadline))
        .limit(MOST)
    )


def _each(house: House, query: Select[Any], act: Callable[[House, Transaction, Case], bool]) -> int:
    """Do *act* for each case, locked and in a transaction of its own; how many it was done for."""
    with house.transaction() as work:
        found: Iterable[UUID] = list(work.session.execute(query).scalars())
    return sum(_done(house, case_id, act) for case_id in found)


def _done(house: House, case_id: UUID, act: Callable[[House, Transaction, Case], bool]) -> bool:
    """*act* for one case. What goes wrong with it (an address that is none any more) keeps no other one waiting."""
    try:
        with house.transaction() as work:
            return act(house, work, cases.by_id(work.session, case_id))
    except BadInput as trouble:
        log.warning("promise_not_kept", case_id=str(case_id), why=str(trouble))
        return False
    except (ServiceUnavailable, DBAPIError):
        raise  # that is no case's fault: the next look finds all of them again
    except Exception:
        log.exception("promise_not_kept", case_id=str(case_id))
        return False


def _expire(house: House, work: Transaction, case: Case) -> bool:
    round_ = cases.current_round(work.session, case)
    today = house.local_date(work.now)
    if case.state != State.AWAITING_EVIDENCE or round_.deadline is None or round_.deadline >= today:
        return False  # meanwhile a file came, or the deadline was moved
    cases.move(work, case, Act.EXPIRE, "system", deadline=round_.deadline.isoformat())
    rounds.close_round(work, round_)
    outbox.withdraw(work, case, WorkKind.SEND_LETTER, subject_id=round_.id)
    applicant = cases.applicant_of(work.session, case)
    letter = Drafts(house, case, applicant, today).case_expired(round_)
    letters.post(house, work, case, letter, to=applicant.email, about=round_.id)
    return True


def _remind(house: House, work: Transaction, case: Case, *, days: int) -> bool:
    round_ = cases.current_round(work.session, case)
    today = house.local_date(work.now)
    if case.state != State.AWAITING_EVIDENCE or round_.deadline is None or round_.deadline < today:
        return False
    applicant = cases.applicant_of(work.session, case)
    letter = Drafts(house, case, applicant, today).deadline_reminder(round_)
    turn = f"{round_.deadline.isoformat()}/{days}"  # of this deadline: one that was moved is reminded of anew
    if _told(work, letters.key_of(letter, round_.id, turn)):
        return False
    letters.post(house, work, case, letter, to=applicant.email, about=round_.id, turn=turn)
    return True


def _apologise(house: House, work: Transaction, case: Case) -> bool:
    round_ = cases.current_round(work.session, case)
    newest = cases.latest_submission(work.session, round_)
    if case.state != State.IN_ANALYSIS or newest is None or _told(work, letters.key_of(AnswerLate, newest.id)):
        return False
    applicant = cases.applicant_of(work.session, case)
    letter = Drafts(house, case, applicant, house.local_date(work.now)).answer_late(round_, newest)
    if letter.promised.due >= letter.on:
        return False  # a newer file came, and with it a new promise
    letters.post(house, work, case, letter, to=applicant.email, about=newest.id)
    work.happened("answer_late", "system", case, promised=letter.promised.due.isoformat())
    return True


def _told(work: Transaction, key: str) -> bool:
    return work.session.execute(select(col(OutboxRow.id)).where(col(OutboxRow.key) == key)).first() is not None


def _is_current() -> ColumnElement[bool]:
    """The file is one of the case's current round."""
    return exists().where(
        col(Round.id) == col(Submission.round_id),
        col(Round.case_id) == col(Case.id),
        col(Round.number) == col(Case.round_number),
    )


def _due_in(house: House, today: date, days: int) -> date:
    """The last day of a deadline that has so many business days left today."""
    return house.calendar.deadline(today, days).due if days > 0 else today


def _last_late(house: House, today: date) -> date:
    """The last day on which a file was received whose answer is late today."""
    day = today - ONE_DAY
    while house.calendar.deadline(day, house.settings.analysis_days).due >= today:
        day -= ONE_DAY
    return day


def _start_of(house: House, day: date) -> datetime:
    return datetime.combine(day, time(), house.settings.zone)


def _is_day(house: House, now: datetime) -> bool:
    return FIRST_HOUR <= now.astimezone(house.settings.zone).hour < LAST_HOUR
