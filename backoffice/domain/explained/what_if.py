"""*¿Y si…?*: one row computed again with other inputs, or as somebody would who makes a mistake. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from backoffice.domain.amortization import RIGHT, Method, read_cases, withhold
from backoffice.domain.diagnosis.alternatives import texts
from backoffice.domain.errors import BadInput
from backoffice.domain.explained.worked import Worked, method_of, worked
from backoffice.domain.money import shown
from backoffice.domain.parameters import Parameters
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
LONGEST = 200


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

    *found* is the amount that was sent, as people read it. Raises ``BadInput`` with what cannot be understood.
    """
    changed = _changed(row, changes)
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
