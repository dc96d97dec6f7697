"""Faults as values: what a careless applicant does to a draft, and which findings must tell it."""

from collections.abc import Callable
from dataclasses import dataclass

from tests.evaluate.planting.draft import Draft


@dataclass(frozen=True, slots=True)
class Fault:
    """``codes``: at least one of them must be found. ``also`` are consequences that may be told besides.

    ``mistake`` is the cause that must be named; ``warns``: no reason to reject by itself.
    """

    name: str
    tab: int
    plant: Callable[[Draft], None]
    codes: frozenset[str]
    also: frozenset[str] = frozenset()
    mistake: str = ""
    warns: bool = False


def fault(tab: int, codes: str, also: str = "", *, warns: bool = False) -> Callable[[Callable[[Draft], None]], Fault]:
    """Make a fault of the function that plants it; *codes* and *also* are words."""

    def made(plant: Callable[[Draft], None]) -> Fault:
        return Fault(plant.__name__, tab, plant, frozenset(codes.split()), frozenset(also.split()), "", warns)

    return made
