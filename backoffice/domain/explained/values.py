"""The dated official values that a row's calculation rests on, each with its interval, source and standing. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from backoffice.domain.calendar import spoken
from backoffice.domain.errors import MissingOfficialValue
from backoffice.domain.findings import Standing
from backoffice.domain.parameters import Parameters
from backoffice.domain.test_set import TestRow

STANDINGS = {
    Standing.VERIFIED: "verificado",
    Standing.SECONDARY: "fuentes secundarias concordantes",
    Standing.PROPOSED: "criterio propuesto",
    Standing.DISPUTED: "criterio por confirmar",
}
#: Short names of the tables; each has its title too.
NAMES = {
    "umi": "UMI",
    "uma": "UMA",
    "damage_insurance": "Seguro de daños",
    "minimum_wage_general": "Salario mínimo general",
    "minimum_wage_border": "Salario mínimo de la frontera norte",
    "low_wage_share": "Límite a quien gana el mínimo",
}
UNIT_OF = {"1": ("uma",), "3": ("umi",)}


@dataclass(frozen=True, slots=True)
class OfficialValue:
    """One value. ``first`` and ``last`` are ``date.min`` and ``date.max`` where open; ``standing`` is in words."""

    name: str
    title: str
    value: str
    unit: str
    first: date
    last: date
    standing: str
    source: str

    @property
    def interval(self) -> str:
        """``1/ene/2026 a 31/dic/2026``, ``desde el 1/dic/2010``, ``sin fecha de inicio``."""
        if self.first == date.min:
            return "sin fecha de inicio" if self.last == date.max else f"hasta el {spoken(self.last)}"
        if self.last == date.max:
            return f"desde el {spoken(self.first)}"
        return f"{spoken(self.first)} a {spoken(self.last)}"

    @property
    def said(self) -> str:
        """``UMI 100.81 desde el 1/ene/2026 · fuentes secundarias concordantes``."""
        since = f" desde el {spoken(self.first)}" if self.first != date.min else ""
        return f"{self.name} {self.value}{since} · {self.standing}"

    @property
    def with_source(self) -> str:
        """The same and where it comes from."""
        return f"{self.said}: {self.source}"


def values_of(
    row: TestRow, days: Iterable[date], parameters: Parameters, *, low_wage: bool
) -> tuple[tuple[OfficialValue, ...], tuple[str, ...]]:
    """What *row* rests on, on the first days of its parts, and a sentence for each value that is missing.

    *low_wage*: the limit of those who earn the minimum wage was applied.
    """
    found: dict[tuple[str, date], OfficialValue] = {}
    missing: dict[str, None] = {}
    for day in days:
        for name in _tables(row, low_wage=low_wage):
            try:
                value = value_on(name, day, parameters)
            except MissingOfficialValue as absent:
                missing[str(absent)] = None
            else:
                found[name, value.first] = value
    return tuple(found.values()), tuple(missing)


def value_on(name: str, day: date, parameters: Parameters) -> OfficialValue:
    """The value of a table on a day. Raises ``MissingOfficialValue``."""
    table = parameters[name]
    entry = table.entry(day)
    return OfficialValue(
        name=NAMES[name],
        title=table.title,
        value=str(entry.value),
        unit=table.unit,
        first=entry.first,
        last=entry.last,
        standing=STANDINGS[table.standing],
        source=entry.source,
    )


def _tables(row: TestRow, *, low_wage: bool) -> tuple[str, ...]:
    wage = "minimum_wage_border" if row.case["zone"] == "border" else "minimum_wage_general"
    return (
        *UNIT_OF.get(row.case["discount_type"], ()),
        *((wage, "low_wage_share") if low_wage else ()),
        *(("damage_insurance",) if row.case["first_payroll"] == "yes" else ()),
    )
