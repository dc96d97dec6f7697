"""What a diagnosis says."""

from dataclasses import dataclass

from backoffice.domain.findings import Section

Place = tuple[Section, int]


@dataclass(frozen=True, slots=True)
class Cause:
    """A mistake, the wrong rows it explains, and how many rows were wrong.

    ``together`` names a mistake without which this one does not explain all of its rows.
    """

    mistake: str
    explains: tuple[Place, ...]
    of: int
    together: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """Causes, best first, and the wrong rows that no mistake explains."""

    causes: tuple[Cause, ...] = ()
    unexplained: tuple[Place, ...] = ()
