"""What each mistake of the catalogue does to the first worked example that it touches."""

from collections.abc import Mapping
from dataclasses import dataclass

from backoffice.domain.amortization import RIGHT, read_cases, withhold
from backoffice.domain.diagnosis.alternatives import texts
from backoffice.domain.manual.examples import EXAMPLES, Example
from backoffice.domain.mistakes import CATALOGUE
from backoffice.domain.money import shown
from backoffice.domain.parameters import Parameters


@dataclass(frozen=True, slots=True)
class Effect:
    """An example (its number, from 1) and its withholding, right and mistaken, as people read money."""

    number: int
    example: Example
    right: str
    mistaken: str


def effects(parameters: Parameters) -> Mapping[str, Effect]:
    """Mistake → its effect. Absent: mistakes that touch no example, and rows swapped."""
    cases = read_cases([texts(example.row) for example in EXAMPLES])
    right = withhold(cases, parameters, RIGHT)
    found: dict[str, Effect] = {}
    for code, mistake in CATALOGUE.items():
        other = withhold(cases, parameters, mistake.method)
        spoilt = right.errors.keys() | other.errors.keys()
        for place, example in enumerate(EXAMPLES):
            pair = int(right.withholding[place]), int(other.withholding[place])
            if place not in spoilt and pair[0] != pair[1]:
                found[code] = Effect(place + 1, example, shown(pair[0]), shown(pair[1]))
                break
    return found
