"""Which days count, and how far away a day is when only those are counted."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Self

from backoffice.domain.calendar.days_off import extra_days, statutory
from backoffice.domain.calendar.deadlines import DayOff, Deadline
from backoffice.domain.errors import BadInput

ONE_DAY = timedelta(days=1)
SATURDAY = 5


@dataclass(frozen=True, slots=True)
class Calendar:
    """LFT art. 74 plus the ``extra`` days off that the institute published, each with its reason."""

    extra: Mapping[date, str] = field(default_factory=dict)

    @classmethod
    def from_text(cls, text: str) -> Self:
        """With the extra days of a TOML text. Raises ``BadParameters`` naming what is wrong in it."""
        return cls(extra_days(text))

    def is_business_day(self, day: date) -> bool:
        """No Saturday, no Sunday, no day off."""
        return day.weekday() < SATURDAY and self.reason(day) is None

    def reason(self, day: date) -> str | None:
        """Why a day is off; ``None`` where no calendar says so (weekends are not looked at)."""
        return statutory(day.year).get(day) or self.extra.get(day)

    def deadline(self, counted_from: date, business_days: int) -> Deadline:
        """The last day on time: *counted_from* is day 0, the next business day is day 1."""
        if business_days < 1:
            raise BadInput(f"Un plazo tiene al menos un día hábil; se pidieron {business_days}.")
        day, left, off = counted_from, business_days, []
        while left:
            day += ONE_DAY
            if self.is_business_day(day):
                left -= 1
            elif day.weekday() < SATURDAY:
                off.append(DayOff(day, self.reason(day) or ""))
        return Deadline(counted_from, business_days, day, tuple(off))

    def days_left(self, today: date, due: date) -> int:
        """Business days after *today* up to *due*; 0 on the last day, -1 or less once it is past."""
        if due >= today:
            return self.business_days_between(today, due)
        return -max(1, self.business_days_between(due, today))

    def business_days_between(self, after: date, until: date) -> int:
        """Business days later than *after* and not later than *until*; 0 where that is no later day."""
        if until <= after:
            return 0
        weeks, rest = divmod((until - after).days, 7)
        weekdays = weeks * SATURDAY + sum((after + ONE_DAY * n).weekday() < SATURDAY for n in range(1, rest + 1))
        off = {*self.extra}.union(*(statutory(year) for year in range(after.year, until.year + 1)))
        return weekdays - sum(after < day <= until and day.weekday() < SATURDAY for day in off)
