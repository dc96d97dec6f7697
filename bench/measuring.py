"""How a measurement is taken and told: medians, a spread, a ratio to a reference, and whether the goal is met."""

import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Line:
    """One line of the table. ``goal`` is what ``ratio`` (or the figure that ``name`` names) is held to, in words.

    ``spread`` is between the slowest and the fastest of several runs.
    """

    name: str
    seconds: float
    reference: float | None
    ratio: float | None
    goal: str
    met: bool
    spread: float | None = None


def timed(action: Callable[[], object], times: int = 5) -> tuple[float, float]:
    """Median seconds of several runs after one that does not count, and the spread between slowest and fastest."""
    taken = [_once(action) for _ in range(times + 1)][1:]
    return statistics.median(taken), max(taken) - min(taken)


def in_turn(ours: Callable[[], object], reference: Callable[[], object], times: int) -> tuple[float, float, float]:
    """Median seconds of each, taken in turn after a first time that does not count, and the spread of ours."""
    taken = [(_once(ours), _once(reference)) for _ in range(times + 1)][1:]
    mine, others = zip(*taken, strict=True)
    return statistics.median(mine), statistics.median(others), max(mine) - min(mine)


def _once(action: Callable[[], object]) -> float:
    start = time.perf_counter()
    action()
    return time.perf_counter() - start
