"""What every step of the calculation looks at, and the one way to say that a value is missing."""

from dataclasses import dataclass, replace

import numpy as np

from backoffice.domain.amortization.cases import Booleans, Cases, Integers, Texts
from backoffice.domain.amortization.method import Method
from backoffice.domain.amortization.parts import Parts
from backoffice.domain.parameters import Parameters, Table
from backoffice.domain.parameters.tables import day_of


@dataclass(frozen=True, slots=True)
class Worksheet:
    """The cases, their parts, the method and the values in force.

    ``kind`` is the discount type of each part; ``needed`` marks the parts in which something is withheld; ``error``
    holds a sentence a row and is written to by the steps.
    """

    cases: Cases
    parts: Parts
    method: Method
    parameters: Parameters
    kind: Integers
    needed: Booleans
    error: Texts

    @classmethod
    def begin(cls, cases: Cases, parts: Parts, method: Method, parameters: Parameters) -> "Worksheet":
        """A worksheet on which nothing is written yet."""
        error = cases.error.copy()
        return cls(cases, parts, method, parameters, cases.kind[parts.row], error[parts.row] == "", error)

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
        self.error[row] = self.error[row] or sentence
