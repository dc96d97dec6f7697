"""The clock asks the test service as a company's program would, and keeps count of the time for which it was silent.

Only time between two questions without an answer counts, so a clock that stood still, or a portal that was started
again, takes nothing from anybody and gives nothing away. A clock that has not had an answer for days may be one that
cannot reach the portal though companies can: its silence is shown to people and gives back nothing by itself.
"""

from datetime import date, datetime, timedelta

import structlog
from sqlalchemy import select
from sqlmodel import col

from backoffice.casework import outages
from backoffice.casework.house import House, Transaction
from backoffice.records.calendar import ServiceWatch

#: Two questions that lie further apart say nothing of the time between them.
BLIND = timedelta(minutes=5)
#: The service must have answered within so long for silence to be its own.
REACHED_WITHIN = timedelta(days=7)
HOUR = 3600

log = structlog.get_logger()


def look(house: House) -> None:
    """Ask once. A business day on which it was silent for as long as the setting says is given back, once."""
    if house.test_service is None:
        return
    answered = house.test_service()
    with house.transaction() as work:
        today = house.local_date(work.now)
        last = work.session.execute(select(ServiceWatch).order_by(col(ServiceWatch.asked_at).desc()).limit(1))
        before = last.scalar_one_or_none()
        row = work.session.get(ServiceWatch, today) or _nothing_yet(today, work.now)
        if before is not None:
            _count(row, before, work.now, silent=not (before.answered or answered))
            _tell(before.answered, answered)
        row.asked_at, row.answered = work.now, answered
        work.put(row)
        hours = house.settings.outage_hours
        long = row.silent >= hours * HOUR and _was_reached(work, today)
    if long:
        outages.measured(house, today, hours)


def newest(house: House, days: int) -> list[ServiceWatch]:
    """What was seen on the newest days, in order."""
    with house.transaction() as work:
        query = select(ServiceWatch).order_by(col(ServiceWatch.day).desc()).limit(days)
        return list(work.session.execute(query).scalars())[::-1]


def _was_reached(work: Transaction, today: date) -> bool:
    answered = select(col(ServiceWatch.day)).where(
        col(ServiceWatch.day) > today - REACHED_WITHIN, col(ServiceWatch.watched) > col(ServiceWatch.silent)
    )
    return work.session.execute(answered.limit(1)).first() is not None


def _nothing_yet(day: date, now: datetime) -> ServiceWatch:
    return ServiceWatch(day=day, watched=0, silent=0, asked_at=now, answered=True)


def _count(row: ServiceWatch, before: ServiceWatch, now: datetime, *, silent: bool) -> None:
    span = now - before.asked_at
    if timedelta() < span <= BLIND:
        seconds = round(span.total_seconds())
        row.watched += seconds
        row.silent += seconds if silent else 0


def _tell(before: bool, now: bool) -> None:
    if before != now:
        log.warning("test_service_answers_again" if now else "test_service_silent")
