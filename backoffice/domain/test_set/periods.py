"""Payroll periods of the fiscal years that a test set may use."""

import calendar
from dataclasses import dataclass
from datetime import date, timedelta

from backoffice.domain.test_set.draw import Draw

ONE_DAY = timedelta(days=1)
WEEKS = {"weekly": 7, "fourteen_day": 14}


@dataclass(frozen=True, slots=True)
class Period:
    """A payroll period: its frequency, its first and its last day."""

    frequency: str
    start: date
    end: date

    @property
    def days(self) -> int:
        """Calendar days."""
        return (self.end - self.start).days + 1

    def inside(self, draw: Draw) -> date:
        """A day of the period that is neither its first nor its last."""
        return self.start + draw.between(1, self.days - 2) * ONE_DAY


def bimester_of(day: date) -> tuple[date, date]:
    """First and last day of the bimester of *day*."""
    month = day.month - (day.month - 1) % 2
    return date(day.year, month, 1), month_end(day.year, month + 1)


def month_end(year: int, month: int) -> date:
    """The last day of a month."""
    return date(year, month, calendar.monthrange(year, month)[1])


def period_of(frequency: str, day: date) -> Period:
    """The period of *frequency* in which *day* falls; weeks begin on Mondays."""
    if frequency in WEEKS:
        start = day - day.weekday() * ONE_DAY
        return Period(frequency, start, start + (WEEKS[frequency] - 1) * ONE_DAY)
    last = month_end(day.year, day.month)
    match frequency:
        case "fortnight" if day.day <= 15:
            return Period(frequency, day.replace(day=1), day.replace(day=15))
        case "fortnight":
            return Period(frequency, day.replace(day=16), last)
        case "month":
            return Period(frequency, day.replace(day=1), last)
        case _:
            return Period(frequency, *bimester_of(day))


def crosses(period: Period) -> bool:
    """Whether the period has days of two bimesters."""
    return bimester_of(period.start) != bimester_of(period.end)


def first_payroll(period: Period, starts_on: date, ends_on: date | None) -> bool:
    """Whether the period is the first with a withheld day of one of its bimesters."""
    last = min(period.end, ends_on) if ends_on else period.end
    firsts = (max(bimester_of(day)[0], starts_on) for day in (period.start, last))
    return any(period.start <= first <= last for first in firsts)
