"""Cut each period where something changes. A part lies in one bimester, one UMA, one value and one SDI."""

from dataclasses import dataclass, field
from functools import cache, lru_cache

import numpy as np

from backoffice.domain.amortization.cases import FAR_AWAY, Booleans, Cases, Integers
from backoffice.domain.amortization.method import Method
from backoffice.domain.parameters import Parameters
from backoffice.domain.parameters.tables import FIRST_TABLED_DAY, LAST_TABLED_DAY


@dataclass(frozen=True, slots=True)
class Parts:
    """Parts in the order of their rows; every row has at least one. ``offset`` is where each row's parts begin.

    A row outside its withholding has one part whose ``length`` is 0.
    """

    row: Integers
    offset: Integers
    start: Integers
    length: Integers

    @property
    def single(self) -> bool:
        """Whether every row is one part."""
        return len(self.row) == len(self.offset)

    def of(self, column: Integers) -> Integers:
        """A column of the rows as one of the parts; not to be written to."""
        return column if self.single else column[self.row]

    def flags_of(self, column: Booleans) -> Booleans:
        """The same for a column of flags."""
        return column if self.single else column[self.row]

    def total(self, values: Integers) -> Integers:
        """The sum of *values* over the parts of each row."""
        total: Integers = values if self.single else np.add.reduceat(values, self.offset)
        return total

    def any(self, flags: Booleans) -> Integers:
        """1 for each row of which any part is flagged."""
        flagged: Booleans = flags if self.single else np.logical_or.reduceat(flags, self.offset)
        return flagged.astype(np.int64)


def window(cases: Cases, method: Method) -> tuple[Integers, Integers]:
    """First and last withheld day of each row; the last is before the first where there is none."""
    starts_on, ends_on = cases.starts_on, cases.ends_on
    if method.start == "ignored":
        starts_on = cases.start
    elif method.start == "day_of_receipt":
        received_inside = (starts_on > cases.start) & (starts_on <= cases.end) & (starts_on != cases.hired_on)
        starts_on = starts_on - received_inside
    if method.end == "ignored":
        ends_on = cases.end
    elif method.end == "suspension_ignored":
        ends_on = cases.left_on
    if method.notices == "nss_only":
        starts_on = np.where(cases.unified_only, FAR_AWAY, starts_on)
    first = np.minimum(np.maximum(cases.start, starts_on), cases.end + 1)
    return first, np.maximum(np.minimum(cases.end, ends_on), first - 1)


def cut(cases: Cases, method: Method, parameters: Parameters) -> Parts:
    """Cut every row at bimesters, official changes, and its own changes of value and SDI."""
    first, last = window(cases, method)
    days_of_change, changes_until = official_changes(parameters)
    low = changes_until.take(first, mode="clip")
    high = np.maximum(changes_until.take(last, mode="clip"), low)
    own = [own_change(day, first, last, changes_until) for day in (cases.changed_on, cases.sdi_changed_on)]
    if not (own[0].any() or own[1].any()) and (high == low).all():
        rows = np.arange(len(first))
        return Parts(rows, rows, first, last - first + 1)

    own[1] &= ~(own[0] & (cases.changed_on == cases.sdi_changed_on))
    count = 1 + (high - low) + own[0] + own[1]
    offset = np.cumsum(count) - count
    row = np.repeat(np.arange(len(first)), count)
    place = np.arange(len(row)) - offset[row]
    change = np.minimum(low[row] + place - 1, len(days_of_change) - 1)
    start = np.where(place == 0, first[row], days_of_change[change])
    for own_days, present, before in ((cases.changed_on, own[0], 0), (cases.sdi_changed_on, own[1], own[0])):
        start[(offset + 1 + (high - low) + before)[present]] = own_days[present]
    if own[0].any() or own[1].any():
        start = start[np.lexsort((start, row))]
    end = np.empty_like(start)
    end[:-1] = start[1:] - 1
    end[offset + count - 1] = last
    return Parts(row, offset, start, end - start + 1)


@dataclass(frozen=True, slots=True)
class Cuts:
    """The same cases cut for many methods. Of a method only what moves a window matters, so few cuts serve them all."""

    cases: Cases
    parameters: Parameters
    _known: dict[tuple[str, str, str], Parts] = field(default_factory=dict, repr=False)

    def by(self, method: Method) -> Parts:
        """The parts by one method; not to be written to."""
        window_of = (method.start, method.end, method.notices)
        if window_of not in self._known:
            self._known[window_of] = cut(self.cases, method, self.parameters)
        return self._known[window_of]


def own_change(day: Integers, first: Integers, last: Integers, changes_until: Integers) -> Booleans:
    """Where a row's own change lies inside its window and not on an official one."""
    if len(day) == 0 or int(day.min()) == FAR_AWAY:
        return np.zeros(len(day), dtype=bool)
    inside: Booleans = (day > first) & (day <= last)
    if inside.any():
        there = changes_until.take(day, mode="clip")
        inside &= changes_until.take(day - 1, mode="clip") == there
    return inside


@lru_cache(maxsize=8)
def official_changes(parameters: Parameters) -> tuple[Integers, Integers]:
    """The sorted days on which a bimester or a yearly value begins, and how many have come by each day since 1970."""
    days = np.union1d(bimester_starts(), parameters.days_of_change)
    every_day = np.maximum(np.arange(LAST_TABLED_DAY + 1), FIRST_TABLED_DAY)
    return days, np.searchsorted(days, every_day, side="right")


@cache
def bimester_starts() -> Integers:
    """First days of all bimesters from 1990 to 2102."""
    months = np.arange("1990-01", "2102-03", 2, dtype="datetime64[M]")
    return months.astype("datetime64[D]").astype(np.int64)


@cache
def bimester_days_by_day(ahead: int) -> Integers:
    """For each day since 1970 what ``bimester_days`` says; days before 1990 count as its first one."""
    lengths = np.diff(bimester_starts())
    every_day = np.arange(LAST_TABLED_DAY + 1)
    bimester = np.maximum(np.searchsorted(bimester_starts(), every_day, side="right") - 1, 0)
    return lengths.take(bimester + ahead, mode="clip")


def bimester_days(days: Integers, ahead: int = 0) -> Integers:
    """Calendar days of the bimester of each day (59-62), or of the one *ahead* of it."""
    return bimester_days_by_day(ahead).take(days, mode="clip")
