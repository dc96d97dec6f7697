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
    """Median seconds of several runs, and the spread between the slowest and the fastest."""
    action()
    taken = []
    for _ in range(times):
        start = time.perf_counter()
        action()
        taken.append(time.perf_counter() - start)
    return statistics.median(taken), max(taken) - min(taken)
