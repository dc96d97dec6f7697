"""What each mistake, and each two together, would have answered on every row of a test set."""

from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property

import numpy as np

from backoffice.domain.amortization import RIGHT, Cases, Method, read_cases, withhold
from backoffice.domain.amortization.cases import Booleans, Integers
from backoffice.domain.amortization.method import changed
from backoffice.domain.amortization.parts import Cuts
from backoffice.domain.findings import Section
from backoffice.domain.mistakes.answers import TELLING, answers_of
from backoffice.domain.mistakes.catalogue import CATALOGUE, ROWS_SWAPPED, TRUNCATED
from backoffice.domain.parameters import Parameters
from backoffice.domain.test_set.model import TestRow, TestSet

Place = tuple[Section, int]
Pair = tuple[str, str]


@dataclass(frozen=True)
class Alternatives:
    """What would be answered on the rows of ``places``, each computed when it is first asked for.

    An answer is -1 where a mistake cannot be computed on a row.
    """

    places: tuple[Place, ...]
    codes: tuple[str, ...]
    tolerance: int
    cases: Cases = field(repr=False)
    parameters: Parameters = field(repr=False)
    _pairs: dict[Pair, Integers | None] = field(default_factory=dict, repr=False)

    @cached_property
    def right(self) -> Integers:
        """Centavos a row by the right method: all that right answers are judged by."""
        return self._computed(RIGHT)

    @cached_property
    def answers(self) -> Integers:
        """One column of centavos a mistake of ``codes``."""
        return answers_of(self.cases, self.parameters)[:, 1:]

    @cached_property
    def truncated(self) -> Integers:
        """The answers of who cuts the centavos instead of rounding: always within the tolerance."""
        return self._computed(CATALOGUE[TRUNCATED].method)

    @cached_property
    def _cuts(self) -> Cuts:
        return Cuts(self.cases, self.parameters)

    def of(self, code: str) -> Integers:
        """The answers of one mistake."""
        return self.answers[:, self.codes.index(code)]

    def of_pair(self, pair: Pair) -> Integers | None:
        """The answers of who makes both mistakes; ``None`` where they are one choice and cannot both be made."""
        if pair not in self._pairs:
            method = combined(*(CATALOGUE[code].method for code in pair))
            self._pairs[pair] = None if method is None else self._computed(method)
        return self._pairs[pair]

    def _computed(self, method: Method) -> Integers:
        found = withhold(self.cases, self.parameters, method, self._cuts.by(method))
        return np.where(found.failed, -1, found.withholding)

    def swapped(self, found: Integers) -> Booleans:
        """Where an answer is the right one of another row, and not of its own. Nothing withheld is nobody's."""
        near: Booleans = np.abs(found[:, None] - self.right[None, :]) <= self.tolerance
        near &= (found > self.tolerance)[:, None]
        np.fill_diagonal(near, val=False)
        of_another: Booleans = np.logical_or.reduce(near, axis=1)
        return of_another


def combined(first: Method, second: Method) -> Method | None:
    """The method that makes both choices otherwise; ``None`` where they are the same choice."""
    changes = [changed(method) for method in (first, second)]
    if changes[0].keys() & changes[1].keys():
        return None
    return replace(RIGHT, **changes[0], **changes[1])


def alternatives(test_set: TestSet, parameters: Parameters) -> Alternatives:
    """Every row by the right method and by every mistake that can leave the tolerance."""
    return Alternatives(
        places=tuple((row.section, row.number) for row in test_set.rows),
        codes=TELLING,
        tolerance=tolerance(parameters, test_set.on),
        cases=read_cases([texts(row) for row in test_set.rows]),
        parameters=parameters,
    )


def tolerance(parameters: Parameters, day: date) -> int:
    """Centavos by which an answer of a set of *day* may differ from the exact value."""
    return int(parameters["tolerance"].on(day) * 100)


def texts(row: TestRow) -> dict[str, str]:
    """A row in the columns that reading expects, with what only mistakes look at."""
    return {
        **row.case,
        "frequency": row.frequency,
        "paid_on": row.paid_on,
        "hired_on": row.hired_on,
        "left_on": row.left_on,
        "unified_only": row.unified_only,
    }


__all__ = ["ROWS_SWAPPED", "Alternatives", "Pair", "Place", "alternatives", "combined", "texts", "tolerance"]
