"""The steps of one row side by side: right, as a mistake would have them, and as they were sent. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from backoffice.domain.amortization import RIGHT, Method, read_cases, withhold
from backoffice.domain.calendar import spoken
from backoffice.domain.checks.causes import names_of
from backoffice.domain.diagnosis.alternatives import combined, texts
from backoffice.domain.explained.differences import kind_of
from backoffice.domain.explained.values import OfficialValue, values_of
from backoffice.domain.mistakes import CATALOGUE
from backoffice.domain.money import shown
from backoffice.domain.parameters import Parameters
from backoffice.domain.parameters.tables import day_of
from backoffice.domain.test_set import TestRow
from backoffice.domain.test_set.model import FREQUENCY_LABELS

DAILY = {
    "1": "salario base × {value} %",
    "2": "{value} × 2 ÷ días del bimestre",
    "3": "{value} × unidad × 2 ÷ días del bimestre",
}
FOUR_DECIMALS = Decimal("0.0001")


@dataclass(frozen=True, slots=True)
class Step:
    """One line: its name, how it comes about, its value by each way. ``differs``: the mistake shows here."""

    label: str
    how: str
    right: str
    other: str
    found: str
    differs: bool


@dataclass(frozen=True, slots=True)
class Worked:
    """A row worked out. ``other_name`` names the mistakes of the second column, '' where none is known.

    ``values`` are the official values it rests on; ``missing`` says which of them has none.
    """

    label: str
    about: str
    other_name: str
    steps: tuple[Step, ...]
    values: tuple[OfficialValue, ...]
    missing: tuple[str, ...]

    @property
    def sources(self) -> tuple[str, ...]:
        """The official values in words, each with its source."""
        return (*(value.with_source for value in self.values), *self.missing)


@dataclass(frozen=True, slots=True)
class Ask:
    """A row to be worked out, beside *codes*, the mistakes made all at once, and the figures found, by step."""

    row: TestRow
    codes: tuple[str, ...]
    found: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Reckoned:
    """One row by one method: its whole and its parts, as ``Withholdings`` has them."""

    whole: Mapping[Any, Any]
    parts: tuple[Mapping[Any, Any], ...]


#: Name of a step, how it comes about, value as people read it.
Lines = list[tuple[str, str, str]]


def worked(row: TestRow, codes: tuple[str, ...], found: Mapping[str, str], parameters: Parameters) -> Worked:
    """Work out *row* by the right method and by that of who makes the mistakes *codes*, all at once.

    *found* are the applicant's figures by the name of their step.
    """
    return workings([Ask(row, codes, found)], parameters)[0]


def workings(asks: Sequence[Ask], parameters: Parameters) -> list[Worked]:
    """The same for many rows: each method is computed once for all rows that need it."""
    rights = reckoned([ask.row for ask in asks], RIGHT, parameters)
    others: dict[int, Reckoned] = {}
    for codes in dict.fromkeys(ask.codes for ask in asks):
        method = method_of(codes)
        places = [place for place, ask in enumerate(asks) if ask.codes == codes] if method else []
        if method and places:
            rows = [asks[place].row for place in places]
            others |= dict(zip(places, reckoned(rows, method, parameters), strict=True))
    return [_worked(ask, rights[place], others.get(place), parameters) for place, ask in enumerate(asks)]


def method_of(codes: tuple[str, ...]) -> Method | None:
    """The method of who makes these mistakes; ``None`` where they are none, or no calculation (rows swapped)."""
    methods = [CATALOGUE[code].method for code in codes if code in CATALOGUE]
    if not methods or len(methods) < len(codes):
        return None
    return methods[0] if len(methods) == 1 else combined(methods[0], methods[1])


def reckoned(rows: Sequence[TestRow], method: Method, parameters: Parameters) -> list[Reckoned]:
    """Every row by one method, in order."""
    if not rows:
        return []
    result = withhold(read_cases([texts(row) for row in rows]), parameters, method)
    parts: list[list[Mapping[Any, Any]]] = [[] for _ in rows]
    for part in result.parts.to_dict("records"):
        parts[int(part["row"])].append(part)
    wholes = result.rows.to_dict("records")
    return [Reckoned(whole, tuple(its)) for whole, its in zip(wholes, parts, strict=True)]


def _worked(ask: Ask, right: Reckoned, mistaken: Reckoned | None, parameters: Parameters) -> Worked:
    lines, other = _lines(ask.row, right), _lines(ask.row, mistaken) if mistaken else []
    values, known = {name: value for name, _, value in other}, {name for name, _, _ in lines}
    steps = [
        Step(name, how, value, values.get(name, ""), ask.found.get(name, ""), bool(other) and values.get(name) != value)
        for name, how, value in lines
    ]
    steps[-1:-1] = [Step(name, how, "", value, "", True) for name, how, value in other if name not in known]
    days = [day_of(int(part["start"])) for part in right.parts]
    low_wage = any(part["capped"] for one in (right, mistaken) if one for part in one.parts)
    official, missing = values_of(ask.row, days, parameters, low_wage=low_wage)
    return Worked(
        label=ask.row.label,
        about=_about(ask.row),
        other_name=names_of(ask.codes) if other else "",
        steps=tuple(steps),
        values=official,
        missing=missing,
    )


def _about(row: TestRow) -> str:
    first, last = (spoken(date.fromisoformat(row.case[name])) for name in ("period_start", "period_end"))
    frequency = FREQUENCY_LABELS.get(row.frequency, row.frequency).lower()
    return f"{kind_of(row)} · {first} a {last} · nómina {frequency}"


def _lines(row: TestRow, result: Reckoned) -> Lines:
    """Names and values of all steps, in the order of the calculation."""
    whole = result.whole
    if whole["error"]:
        return [("Retención total", "", str(whole["error"]))]
    parts = result.parts
    lines = [line for number, part in enumerate(parts, 1) for line in _part(row, part, _prefix(number, len(parts)))]
    first = "primera nómina del bimestre" if row.case["first_payroll"] == "yes" else "no es la primera nómina"
    ceiling = "wage_available" in str(whole["capped_by"])
    return [
        *lines,
        ("Amortización", "", shown(int(whole["amortization"]))),
        ("Seguro de daños", first, shown(int(whole["insurance"]))),
        *([("Tope", "salario disponible", "se aplica")] if ceiling else []),
        ("Retención total", "", shown(int(whole["withholding"]))),
    ]


def _prefix(number: int, parts: int) -> str:
    return f"Parte {number}: " if parts > 1 else ""


def _part(row: TestRow, part: Mapping[Any, Any], prefix: str) -> Lines:
    """The steps of one part of the period."""
    kind, lines = row.case["discount_type"], []
    if prefix:
        lines.append((f"{prefix}desde", "", _day(part["start"])))
    if kind == "1":
        base = Decimal(int(part["base_e5"])) / 100_000
        lines.append((f"{prefix}Salario base", "SDI, hasta 25 UMA", f"{base:,.2f}"))
    else:
        lines.append((f"{prefix}Días del bimestre", "", str(part["bimester_days"])))
    if part["unit_value"] >= 0:
        lines.append((f"{prefix}Valor UMI", "", shown(int(part["unit_value"]))))
    how = "" if row.case["changed_on"] else DAILY[kind].format(value=_value(row))
    lines.append((f"{prefix}Descuento diario", how, _per_day(part)))
    if part["capped"]:
        lines.append((f"{prefix}Límite del 20 %", "salario mínimo", "se aplica"))
    lines.append((f"{prefix}Días con retención", "", str(part["days"])))
    return lines


def _value(row: TestRow) -> str:
    value = row.case["discount_value"]
    return f"{Decimal(value):,}" if row.case["discount_type"] == "2" else value


def _per_day(part: Mapping[Any, Any]) -> str:
    """Pesos a day before any cap, at four decimals."""
    if not part["days"]:
        return "–"
    pesos = Decimal(int(part["numerator"])) / Decimal(int(part["denominator"])) / 100
    return f"{pesos.quantize(FOUR_DECIMALS):,}"


def _day(number: int) -> str:
    return spoken(day_of(int(number)))
