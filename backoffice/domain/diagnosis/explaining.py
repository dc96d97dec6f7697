"""Choose the mistakes that explain the most wrong rows and contradict the fewest right ones; name all that tie."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from backoffice.domain.amortization.cases import Booleans
from backoffice.domain.diagnosis.alternatives import Alternatives, Place, alternatives
from backoffice.domain.parameters import Parameters
from backoffice.domain.test_set.model import TestSet


@dataclass(frozen=True, slots=True)
class Cause:
    """A mistake, the wrong rows it explains, and how many rows were wrong."""

    mistake: str
    explains: tuple[Place, ...]
    of: int


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """Causes, best first, and the wrong rows that no mistake explains."""

    causes: tuple[Cause, ...] = ()
    unexplained: tuple[Place, ...] = ()


def diagnose(test_set: TestSet, answers: Mapping[Place, int], parameters: Parameters) -> Diagnosis:
    """Explain the *answers* (centavos of the whole withholding, by row) that are not right."""
    return explain(alternatives(test_set, parameters), answers)


def explain(possible: Alternatives, answers: Mapping[Place, int]) -> Diagnosis:
    """The same, for alternatives that are at hand. Rows without an answer are left out."""
    given = np.array([place in answers for place in possible.places], dtype=bool)
    found = np.array([answers.get(place, 0) for place in possible.places], dtype=np.int64)
    wrong = given & (np.abs(found - possible.right) > possible.tolerance)
    fits = (np.abs(found[:, None] - possible.answers) <= possible.tolerance) & (possible.answers >= 0)
    explains = fits & wrong[:, None]
    contradicted = (given & ~wrong)[:, None] & ~fits
    causes: list[Cause] = []
    open_rows = wrong.copy()
    while (winners := best(explains & open_rows[:, None], contradicted)).size:
        for winner in winners:
            causes.append(Cause(possible.codes[winner], places_of(possible, explains[:, winner]), int(wrong.sum())))
        open_rows &= ~explains[:, winners[0]]
    return Diagnosis(tuple(causes), places_of(possible, open_rows))


def best(explains: Booleans, contradicted: Booleans) -> np.ndarray[tuple[int], np.dtype[np.intp]]:
    """The columns that explain the most rows, among them those that contradict the fewest; empty where none does."""
    explained = explains.sum(axis=0)
    if explained.max(initial=0) == 0:
        return np.zeros(0, dtype=np.intp)
    most = explained == explained.max()
    against = contradicted.sum(axis=0)
    return np.flatnonzero(most & (against == against[most].min()))


def places_of(possible: Alternatives, chosen: Booleans) -> tuple[Place, ...]:
    """The rows marked in *chosen*."""
    return tuple(possible.places[index] for index in np.flatnonzero(chosen))
