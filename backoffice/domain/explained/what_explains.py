"""Which one input, put otherwise, gives the amount that was sent: each is tried alone. Pure."""

import re
from collections.abc import Iterator, Mapping
from decimal import ROUND_HALF_UP, Decimal

from backoffice.domain.amortization import RIGHT, read_cases, withhold
from backoffice.domain.diagnosis.alternatives import texts
from backoffice.domain.explained.what_if import FIELDS, UNIT, with_unit
from backoffice.domain.money import shown, to_centavos
from backoffice.domain.parameters import Parameters
from backoffice.domain.test_set import TestRow

#: One change: what it is called, and the texts of the fields that it puts otherwise.
Change = tuple[str, Mapping[str, str]]

TYPES = {"1": "Porcentaje", "2": "Cuota fija", "3": "Factor"}
ZONES = {"general": "General", "border": "Frontera norte"}
#: Fields that are left out, one at a time, where the row has them.
LEFT_OUT = {
    "absences": "sin las ausencias",
    "starts_on": "desde el principio del periodo",
    "ends_on": "hasta el fin del periodo",
    "wage_available": "sin el límite del salario disponible",
    "daily_wage": "sin salario diario",
}
OF_CHANGES = (("discount_value", "changed_on", "changed_value"), ("sdi", "sdi_changed_on", "changed_sdi"))
PESOS = re.compile(r"[\d,]{1,15}\.\d\d", re.ASCII)
#: What is looked for in each type, and how many decimals such a number has.
SOUGHT = {"1": ("sdi", 2), "2": ("discount_value", 2), "3": ("discount_value", 4)}
FINEST, APPROACHES = Decimal("0.0001"), 3


def which_changes(row: TestRow, found: str, parameters: Parameters) -> list[str]:
    """The changes of one input that give *found* (pesos as people read them), in words: ``Zona: Frontera norte``.

    None where the row as it is gives it.
    """
    if _of(row, {}, parameters) == found:
        return []
    named = [name for name, change in _changes(row) if _of(row, change, parameters) == found]
    return [*dict.fromkeys(named), *_units(row, found, parameters)]


def needed(row: TestRow, found: str, parameters: Parameters) -> str:
    """What SDI (type 1) or value of the discount would give *found*: ``SDI: 500.00``; '' where none does."""
    kind = row.case["discount_type"]
    field, decimals = SOUGHT[kind]
    if not (PESOS.fullmatch(found) and row.case[field]) or _of(row, {}, parameters) == found:
        return ""
    value = _sought(row, field, Decimal(found.replace(",", "")), parameters)
    if value is None:
        return ""
    value = value.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)
    return f"{FIELDS[field]}: {value:,}" if _of(row, {field: str(value)}, parameters) == found else ""


def _sought(row: TestRow, field: str, wanted: Decimal, parameters: Parameters) -> Decimal | None:
    """The number in *field* that gives *wanted* pesos, by what a quarter more adds; ``None`` where nothing does."""
    value = Decimal(row.case[field])
    more = (value * 5 / 4).quantize(FINEST)
    pesos, dearer = (_pesos(row, {field: str(each)}, parameters) for each in (value, more))
    if pesos is None or dearer is None or dearer == pesos:
        return None
    slope = (dearer - pesos) / (more - value)
    for _ in range(APPROACHES):
        value = (value + (wanted - pesos) / slope).quantize(FINEST)
        pesos = _pesos(row, {field: str(value)}, parameters)
        if pesos is None:
            return None
    return value


def _changes(row: TestRow) -> Iterator[Change]:
    case = row.case
    for field, said in LEFT_OUT.items():
        if case[field]:
            yield f"{FIELDS[field]}: {said}", {field: ""}
    yield from (
        (f"{FIELDS['zone']}: {label}", {"zone": zone})
        for zone, label in ZONES.items()
        if zone != (case["zone"] or "general")
    )
    yield from (
        (f"{FIELDS['discount_type']}: {label}", {"discount_type": kind})
        for kind, label in TYPES.items()
        if kind != case["discount_type"]
    )
    first = case["first_payroll"] == "yes"
    yield f"{FIELDS['first_payroll']}: {'no' if first else 'sí'}", {"first_payroll": "no" if first else "yes"}
    if case["daily_wage"]:
        yield "SDI: el salario diario", {"sdi": case["daily_wage"], "sdi_changed_on": "", "changed_sdi": ""}
    yield from _of_changes(case)


def _of_changes(case: Mapping[str, str]) -> Iterator[Change]:
    """A value or an SDI that changes within the period: only the old one, only the new one."""
    for field, day, new in OF_CHANGES:
        if case[day]:
            yield f"{FIELDS[field]}: sólo el anterior", {day: "", new: ""}
            yield f"{FIELDS[field]}: sólo el nuevo", {field: case[new], day: "", new: ""}


def _units(row: TestRow, found: str, parameters: Parameters) -> list[str]:
    """The UMI of other years that give *found*."""
    if row.case["discount_type"] != "3":
        return []
    units = dict.fromkeys(str(value.value) for value in parameters[UNIT].values)
    return [f"Valor UMI: {unit}" for unit in units if _of(row, {}, with_unit(unit, parameters)) == found]


def _of(row: TestRow, change: Mapping[str, str], parameters: Parameters) -> str:
    pesos = _pesos(row, change, parameters)
    return "" if pesos is None else shown(to_centavos(pesos))


def _pesos(row: TestRow, change: Mapping[str, str], parameters: Parameters) -> Decimal | None:
    """The withholding of the row so changed; ``None`` where it cannot be computed."""
    result = withhold(read_cases([{**texts(row), **change}]), parameters, RIGHT)
    return None if result.errors else Decimal(int(result.withholding[0])) / 100
