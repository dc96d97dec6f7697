"""The steps that whoever makes the mistakes named by a diagnosis would show: one alone, or two at once."""

from collections.abc import Iterator
from decimal import Decimal
from itertools import combinations

from backoffice.domain.amortization import Method, withhold
from backoffice.domain.causes import Diagnosis, Place
from backoffice.domain.checks.sums import MONEY_STEPS, Figures, Sum, unit_of
from backoffice.domain.diagnosis import Alternatives
from backoffice.domain.diagnosis.alternatives import combined
from backoffice.domain.mistakes import CATALOGUE
from backoffice.domain.test_set.expected import expected_steps


def mistaken_figures(diagnosis: Diagnosis, possible: Alternatives, place: Place) -> Iterator[dict[str, Decimal]]:
    """The figures of one row by each method that the diagnosis speaks of."""
    number = possible.places.index(place)
    for method in methods(diagnosis):
        found = withhold(possible.cases, possible.parameters, method)
        if not found.failed[number]:
            steps = expected_steps(found.rows.iloc[number], found.parts[found.parts["row"] == number])
            yield {step: Decimal(text) for step, text in steps.items() if text is not None}


def methods(diagnosis: Diagnosis) -> list[Method]:
    """Of every mistake named, and of every two: one may hide behind the other on a row that is right."""
    alone = [CATALOGUE[cause.mistake].method for cause in diagnosis.causes if cause.mistake in CATALOGUE]
    together = (combined(one, other) for one, other in combinations(alone, 2))
    return [*alone, *(method for method in together if method is not None)]


def is_given_by(found: Sum, shown: Figures, figures: Figures, right: Figures, tolerance: Decimal) -> bool:
    """What is *shown* comes from the method of *figures*: the step, where the method spoils it; else all of the sum."""

    def agrees(step: str) -> bool:
        return step in figures and is_same(step, shown[step], figures[step], tolerance)

    step = found.formula.step
    is_spoilt = step in figures and not is_same(step, right[step], figures[step], tolerance)
    return agrees(step) and (is_spoilt or all(map(agrees, found.formula.of)))


def is_same(step: str, shown: Decimal, figure: Decimal, tolerance: Decimal) -> bool:
    """Money within the tolerance, the daily amount at the decimals that it shows, days and units exactly."""
    room = tolerance if step in MONEY_STEPS else unit_of(shown) if step == "daily_amount" else 0
    return abs(shown - figure) <= room
