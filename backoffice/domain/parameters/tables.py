"""Tables of dated values, asked for one day or for a column of days."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property

import numpy as np
import numpy.typing as npt

from backoffice.domain.errors import MissingOfficialValue
from backoffice.domain.findings import Standing

Days = npt.NDArray[np.int64]

EPOCH = date(1970, 1, 1).toordinal()


FIRST_TABLED_DAY = date(1990, 1, 1).toordinal() - EPOCH
LAST_TABLED_DAY = date(2101, 12, 31).toordinal() - EPOCH


def day_number(day: date) -> int:
    """Days since 1970-01-01, as numpy counts them."""
    return day.toordinal() - EPOCH


def day_of(number: int) -> date:
    """The inverse of ``day_number``."""
    return date.fromordinal(number + EPOCH)


@dataclass(frozen=True, slots=True)
class Value:
    """One value, its first and its last day (both included; ``date.min`` and ``date.max`` where open), its source."""

    first: date
    last: date
    value: Decimal
    source: str


@dataclass(frozen=True)
class Table:
    """Values without gap or overlap, in order. ``decimals`` are those of ``scaled`` integers."""

    name: str
    title: str
    unit: str
    standing: Standing
    values: tuple[Value, ...]
    decimals: int

    def on(self, day: date) -> Decimal:
        """The value of *day*; ``MissingOfficialValue`` where there is none."""
        return self.entry(day).value

    def entry(self, day: date) -> Value:
        """The value of *day* with its interval and source; ``MissingOfficialValue`` where there is none."""
        for value in self.values:
            if value.first <= day <= value.last:
                return value
        raise MissingOfficialValue(self.title, day)

    def scaled(self, days: Days) -> Days:
        """For each day (days since 1970, 1990 to 2101) the value × 10**decimals; -1 where there is none."""
        return self._by_day.take(days, mode="clip")

    def previous_different(self, days: Days) -> Days:
        """For each day the last value that differed from the day's own, scaled; -1 where there is none."""
        return self._previous_by_day.take(days, mode="clip")

    @cached_property
    def starts(self) -> Days:
        """The days on which a value begins to hold, without the first."""
        return np.array([day_number(value.first) for value in self.values[1:]], dtype=np.int64)

    @cached_property
    def _by_day(self) -> Days:
        return self._spread([int(value.value.scaleb(self.decimals)) for value in self.values])

    @cached_property
    def _previous_by_day(self) -> Days:
        integers = [int(value.value.scaleb(self.decimals)) for value in self.values]
        previous, last = [], -1
        for before, value in zip([-1, *integers], integers, strict=False):
            last = before if before != value else last
            previous.append(last)
        return self._spread(previous)

    def _spread(self, integers: list[int]) -> Days:
        """One element a day since 1970, its value or -1; days before 1990 have that of the first day of 1990."""
        by_day = np.full(LAST_TABLED_DAY + 1, -1, dtype=np.int64)
        for value, integer in zip(self.values, integers, strict=True):
            first, last = day_number(value.first), day_number(value.last)
            by_day[max(first, 0) : max(last + 1, 0)] = integer
        by_day[:FIRST_TABLED_DAY] = by_day[FIRST_TABLED_DAY]
        return by_day


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of a catalogue: the official code, what it is for the desk, and its label."""

    code: str
    kind: str
    label: str


@dataclass(frozen=True, slots=True)
class Catalogue:
    """Codes that documents carry, such as the types of notice."""

    name: str
    title: str
    standing: Standing
    source: str
    entries: tuple[Entry, ...]

    def code(self, kind: str) -> str:
        """The first code of a *kind*; ``KeyError`` where there is none."""
        for entry in self.entries:
            if entry.kind == kind:
                return entry.code
        raise KeyError(kind)


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule of the calculation in a sentence, how firm it is, and its source.

    ``defensible`` are the mistakes that another defensible reading of a disputed rule explains: a person decides.
    """

    code: str
    text: str
    standing: Standing
    source: str
    defensible: tuple[str, ...] = ()


@dataclass(frozen=True, eq=False)
class Parameters:
    """All tables and catalogues by name, the rules by code, and the version that names exactly these contents."""

    tables: Mapping[str, Table]
    catalogues: Mapping[str, Catalogue]
    rules: Mapping[str, Rule]
    version: str

    @cached_property
    def defensible(self) -> frozenset[str]:
        """The mistakes that are another reading of a disputed rule."""
        return frozenset(code for rule in self.rules.values() for code in rule.defensible)

    def __getitem__(self, name: str) -> Table:
        return self.tables[name]

    @cached_property
    def days_of_change(self) -> Days:
        """The sorted days on which a value of the calculation changes."""
        tables = ("umi", "uma", "minimum_wage_general", "minimum_wage_border")
        return np.unique(np.concatenate([self[name].starts for name in tables]))
