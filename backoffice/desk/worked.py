"""The steps of one row side by side: right, as a mistake would have them, and as they were sent. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from backoffice.desk.differences import kind_of
from backoffice.domain.amortization import RIGHT, Method, read_cases, withhold
from backoffice.domain.calendar import spoken
from backoffice.domain.checks.causes import names_of
from backoffice.domain.diagnosis.alternatives import combined, texts
from backoffice.domain.errors import MissingOfficialValue
from backoffice.domain.findings import Standing
from backoffice.domain.mistakes import CATALOGUE
from backoffice.domain.money import shown
from backoffice.domain.parameters import Parameters
from backoffice.domain.parameters.tables import day_of
from backoffice.domain.test_set import TestRow
from backoffice.domain.test_set.model import FREQUENCY_LABELS

STANDINGS = {
    Standing.VERIFIED: "verificado",
    Standing.SECONDARY: "fuentes secundarias concordantes",
    Standing.PROPOSED: "criterio propuesto",
    Standing.DISPUTED: "criterio por confirmar",
}
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
    """A row worked out. ``other_name`` names the mistakes of the second column, '' where none is known."""

    label: str
    about: str
    other_name: str
    steps: tuple[Step, ...]
    sources: tuple[str, ...]


#: Name of a step, how it comes about, value as people read it.
Lines = list[tuple[str, str, str]]


def worked(row: TestRow, codes: tuple[str, ...], found: Mapping[str, str], parameters: Parameters) -> Worked:
    """Work out *row* by the right method and by that of who makes the mistakes *codes*, all at once.

    *found* are the applicant's figures by the name of their step.
    """
    right, mistaken = _lines(row, RIGHT, parameters), method_of(codes)
    other = _lines(row, mistaken, parameters) if mistaken else []
    values, known = {name: value for name, _, value in other}, {name for name, _, _ in right}
    steps = [
        Step(name, how, value, values.get(name, ""), found.get(name, ""), bool(other) and values.get(name) != value)
        for name, how, value in right
    ]
    steps[-1:-1] = [Step(name, how, "", value, "", True) for name, how, value in other if name not in known]
    return Worked(
        label=row.label,
        about=_about(row),
        other_name=names_of(codes) if other else "",
        steps=tuple(steps),
        sources=_sources(row, parameters),
    )


def method_of(codes: tuple[str, ...]) -> Method | None:
    """The method of who makes these mistakes; ``None`` where they are none, or no calculation (rows swapped)."""
    methods = [CATALOGUE[code].method for code in codes if code in CATALOGUE]
    if not methods or len(methods) < len(codes):
        return None
    return methods[0] if len(methods) == 1 else combined(methods[0], methods[1])


def _about(row: TestRow) -> str:
    first, last = (spoken(date.fromisoformat(row.case[name])) for name in ("period_start", "period_end"))
    frequency = FREQUENCY_LABELS.get(row.frequency, row.frequency).lower()
    return f"{kind_of(row)} · {first} a {last} · nómina {frequency}"


def _lines(row: TestRow, method: Method, parameters: Parameters) -> Lines:
    """Names and values of all steps, in the order of the calculation."""
    result = withhold(read_cases([texts(row)]), parameters, method)
    whole = result.rows.iloc[0]
    if whole["error"]:
        return [("Retención total", "", str(whole["error"]))]
    parts = result.parts.to_dict("records")
    lines = [line for number, part in enumerate(parts, 1) for line in _part(row, part, _prefix(number, parts))]
    first = "primera nómina del bimestre" if row.case["first_payroll"] == "yes" else "no es la primera nómina"
    ceiling = "wage_available" in str(whole["capped_by"])
    return [
        *lines,
        ("Amortización", "", shown(int(whole["amortization"]))),
        ("Seguro de daños", first, shown(int(whole["insurance"]))),
        *([("Tope", "salario disponible", "se aplica")] if ceiling else []),
        ("Retención total", "", shown(int(whole["withholding"]))),
    ]


def _prefix(number: int, parts: list[dict[Any, Any]]) -> str:
    return f"Parte {number}: " if len(parts) > 1 else ""


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


def _sources(row: TestRow, parameters: Parameters) -> tuple[str, ...]:
    """The dated official value that the row rests on, with its source and standing."""
    names = {"1": ("uma",), "3": ("umi",)}.get(row.case["discount_type"], ())
    day = date.fromisoformat(row.case["period_start"])
    said = []
    for name in names:
        table = parameters[name]
        try:
            entry = table.entry(day)
        except MissingOfficialValue as missing:
            said.append(str(missing))
            continue
        standing = STANDINGS[table.standing]
        said.append(f"{name.upper()} {entry.value} desde el {spoken(entry.first)} · {standing}: {entry.source}")
    return tuple(said)
