"""What every step of the calculation looks at, and the one way to say that a value is missing."""

from dataclasses import dataclass, replace

import numpy as np

from backoffice.domain.amortization.cases import FAR_AWAY, Booleans, Cases, Integers
from backoffice.domain.amortization.method import Method
from backoffice.domain.amortization.parts import Parts
from backoffice.domain.parameters import Parameters, Table
from backoffice.domain.parameters.tables import day_of


@dataclass(frozen=True, slots=True)
class Worksheet:
    """The cases, their parts, the method and the values in force.

    ``kind`` is the discount type of each part; ``needed`` marks the parts in which something is withheld; ``errors``
    holds sentences by row and is written to by the steps.
    """

    cases: Cases
    parts: Parts
    method: Method
    parameters: Parameters
    kind: Integers
    needed: Booleans
    errors: dict[int, str]

    @classmethod
    def begin(cls, cases: Cases, parts: Parts, method: Method, parameters: Parameters) -> "Worksheet":
        """A worksheet on which nothing is written yet."""
        errors = dict(cases.errors)
        good = np.ones(len(parts.row), dtype=bool)
        if errors:
            good[np.isin(parts.row, list(errors))] = False
        return cls(cases, parts, method, parameters, parts.of(cases.kind), good, errors)

    @property
    def sdi_changes(self) -> bool:
        """Whether any row has a new SDI."""
        return bool((self.cases.sdi_changed_on != FAR_AWAY).any())

    @property
    def value_changes(self) -> bool:
        """Whether any row has a new value."""
        return bool((self.cases.changed_on != FAR_AWAY).any())

    def where(self, needed: Booleans) -> "Worksheet":
        """The same worksheet, narrowed to parts that are withheld."""
        return replace(self, needed=self.needed & needed)

    def missing(self, missing: Booleans, days: Integers, table: Table) -> None:
        """Give every row of a missing value its sentence, by the first day that lacks one."""
        for part in np.flatnonzero(missing):
            day = day_of(int(days[part])).isoformat()
            self.refuse(self.parts.row[part], f"La tabla «{table.title}» no tiene valor oficial para el {day}.")

    def refuse(self, row: int, sentence: str) -> None:
        """Say why a row cannot be computed; the first reason stays."""
        self.errors.setdefault(int(row), sentence)
