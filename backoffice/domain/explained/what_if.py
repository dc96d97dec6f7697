"""*¿Y si…?*: one row computed again with other inputs, or as somebody would who makes a mistake. Pure."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from backoffice.domain.amortization import RIGHT, Method, read_cases, withhold
from backoffice.domain.diagnosis.alternatives import texts
from backoffice.domain.errors import BadInput
from backoffice.domain.explained.worked import Worked, method_of, worked
from backoffice.domain.money import shown
from backoffice.domain.parameters import Parameters, Value
from backoffice.domain.test_set import TestRow

#: What may be changed, and its name for people. They are columns of ``CASES.csv``.
FIELDS = {
    "discount_type": "Tipo de descuento",
    "discount_value": "Valor del descuento",
    "period_start": "Inicio del periodo",
    "period_end": "Fin del periodo",
    "starts_on": "Primer día de retención",
    "ends_on": "Último día de retención",
    "sdi": "SDI",
    "daily_wage": "Salario diario",
    "zone": "Zona",
    "absences": "Ausencias",
    "first_payroll": "Primera nómina del bimestre",
    "wage_available": "Salario disponible",
}
#: Beside them, the unit of types 3: another amount, or that of another year.
UNIT = "umi"
UNIT_LABEL = "Valor UMI (importe o año)"
LONGEST = 200
YEAR, AMOUNT = re.compile(r"(19|20)\d\d"), re.compile(r"\d{1,5}(\.\d{1,2})?")
TRIED = "valor de prueba"


@dataclass(frozen=True, slots=True)
class WhatIf:
    """The row worked out anew. ``withholding`` in pesos as people read it; ``equals``: what it is equal to.

    ``equals`` is ``expected``, ``found``, both joined by ``+``, or ''.
    """

    withholding: str
    equals: str
    steps: Worked


def what_if(row: TestRow, changes: Mapping[str, str], code: str, found: str, parameters: Parameters) -> WhatIf:
    """*row* with *changes* (texts by field), by the right method or, with a *code*, by who makes that mistake.

    *found* is the amount that was sent, as people read it. Raises ``BadInput`` with what cannot be understood, and
    ``MissingOfficialValue`` for the unit of a year that has none.
    """
    fields = {name: text for name, text in changes.items() if name != UNIT}
    changed, parameters = _changed(row, fields), with_unit(changes.get(UNIT, ""), parameters)
    method = _method(code)
    result = withhold(read_cases([texts(changed)]), parameters, method)
    if result.errors:
        raise BadInput(_in_spanish(result.errors[0]))
    amount = shown(int(result.withholding[0]))
    return WhatIf(amount, _equals(amount, row, found), worked(changed, (code,) if code else (), {}, parameters))


def which_mistakes(row: TestRow, found: str, codes: Mapping[str, str], parameters: Parameters) -> list[str]:
    """The names of the mistakes of *codes* (by code) that alone give *found* on this row."""
    names = []
    for code, name in codes.items():
        method = method_of((code,))
        if method is None:
            continue
        result = withhold(read_cases([texts(row)]), parameters, method)
        if not result.errors and shown(int(result.withholding[0])) == found:
            names.append(name)
    return names


def with_unit(text: str, parameters: Parameters) -> Parameters:
    """The same values with another UMI on every day: an amount in pesos, or that of a year; '' changes nothing.

    Raises ``BadInput``, and ``MissingOfficialValue`` for a year without one.
    """
    text = text.strip()
    if not text:
        return parameters
    table = parameters[UNIT]
    if YEAR.fullmatch(text):
        unit = table.entry(date(int(text), 7, 1)).value
    elif AMOUNT.fullmatch(text):
        unit = Decimal(text)
    else:
        raise BadInput("Valor UMI: escribe un importe en pesos, como 100.81, o un año, como 2023; vacío es el oficial.")
    tried = replace(table, values=(Value(date.min, date.max, unit, TRIED),))
    return replace(parameters, tables={**parameters.tables, UNIT: tried})


def _changed(row: TestRow, changes: Mapping[str, str]) -> TestRow:
    for name, text in changes.items():
        if name not in FIELDS:
            raise BadInput(f"«{name}» no es un dato que se pueda cambiar.")
        if len(text) > LONGEST:
            raise BadInput(f"{FIELDS[name]}: el texto es demasiado largo.")
    return replace(row, case={**row.case, **{name: text.strip() for name, text in changes.items()}})


def _method(code: str) -> Method:
    if not code:
        return RIGHT
    method = method_of((code,))
    if method is None:
        raise BadInput("Ese error no cambia el cálculo de un renglón: no hay qué recalcular.")
    return method


def _in_spanish(sentence: str) -> str:
    """The reader's sentence, which names columns of ``CASES.csv``, in the words of the fields."""
    for name, label in FIELDS.items():
        sentence = sentence.replace(name, f"«{label}»")
    return sentence


def _equals(amount: str, row: TestRow, found: str) -> str:
    expected = row.expected.get("withholding") or ""
    same = {"expected": amount.replace(",", "") == expected, "found": amount.replace(",", "") == found.replace(",", "")}
    return "+".join(name for name, equal in same.items() if equal)
