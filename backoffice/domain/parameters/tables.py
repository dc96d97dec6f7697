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
        """For each day (days since 1970) the value × 10**decimals; -1 where there is none."""
        index = np.searchsorted(self._starts, days, side="right") - 1
        known = (index >= 0) & (days <= self._last)
        return np.where(known, self._integers[np.maximum(index, 0)], -1)

    def previous_different(self, days: Days) -> Days:
        """For each day the last value that differed from the day's own, scaled; -1 where there is none."""
        index = np.searchsorted(self._starts, days, side="right") - 1
        return np.where(index >= 0, self._previous[np.maximum(index, 0)], -1)

    @cached_property
    def starts(self) -> Days:
        """The days on which a value begins to hold, without the first."""
        return self._starts[1:]

    @cached_property
    def _starts(self) -> Days:
        return np.array([day_number(value.first) for value in self.values], dtype=np.int64)

    @cached_property
    def _last(self) -> int:
        return day_number(self.values[-1].last)

    @cached_property
    def _integers(self) -> Days:
        return np.array([int(value.value.scaleb(self.decimals)) for value in self.values], dtype=np.int64)

    @cached_property
    def _previous(self) -> Days:
        previous, last = [], -1
        for number, value in enumerate(self._integers):
            if number and value != self._integers[number - 1]:
                last = int(self._integers[number - 1])
            previous.append(last)
        return np.array(previous, dtype=np.int64)


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


@dataclass(frozen=True)
class Parameters:
    """All tables and catalogues by name, and the version that names exactly these contents."""

    tables: Mapping[str, Table]
    catalogues: Mapping[str, Catalogue]
    version: str

    def __getitem__(self, name: str) -> Table:
        return self.tables[name]
