"""How one violation of SAT's schemas is told: a kind of finding for each, and what is demanded in Spanish."""

from functools import partial
from typing import Any

from backoffice.domain.checks.wording import Kind, clean
from backoffice.domain.evidence import SchemaError
from backoffice.domain.findings import Finding, Severity

_ERROR = partial(Kind, severity=Severity.ERROR)

ATTRIBUTE_MISSING = _ERROR(
    "cfdi_attribute_missing",
    sentence="Al nodo {node} del CFDI le falta el atributo {attribute}{line}. Inclúyelo.",
)
ATTRIBUTE_UNKNOWN = _ERROR(
    "cfdi_attribute_unknown",
    sentence="El nodo {node} del CFDI trae el atributo {attribute}, que el esquema del SAT no admite ahí{line}. "
    "Quítalo o corrige su nombre.",
)
NOT_IN_CATALOGUE = _ERROR(
    "cfdi_value_not_in_catalogue",
    sentence="El atributo {attribute} del nodo {node} {given}, que no está en {catalogue}{line}. Usa una clave de ahí.",
)
VALUE_WRONG = _ERROR(
    "cfdi_value_wrong",
    sentence="El atributo {attribute} del nodo {node} {given}{line}; {demand}.",
)
NODE_UNEXPECTED = _ERROR(
    "cfdi_node_unexpected",
    sentence="El nodo {node} del CFDI no va ahí{line}{instead}.",
)
NODE_MISSING = _ERROR(
    "cfdi_node_missing",
    sentence="Al nodo {node} del CFDI le falta el nodo {expected}{line}. Inclúyelo.",
)
TEXT = _ERROR(
    "cfdi_text_unexpected",
    sentence="El nodo {node} del CFDI trae texto suelto{line}. Quítalo: los datos van en atributos.",
)
SCHEMA = _ERROR(
    "cfdi_schema_differs",
    sentence="El nodo {node} del CFDI no cumple el esquema del SAT{line}. Valida el archivo antes de enviarlo.",
)

#: ``SchemaError.reason`` → the kind of finding; whatever else it says is ``SCHEMA``.
REASONS: dict[str, Kind] = {
    "attribute_missing": ATTRIBUTE_MISSING,
    "attribute_unknown": ATTRIBUTE_UNKNOWN,
    "not_in_catalogue": NOT_IN_CATALOGUE,
    "type": VALUE_WRONG,
    "pattern": VALUE_WRONG,
    "length": VALUE_WRONG,
    "too_short": VALUE_WRONG,
    "too_long": VALUE_WRONG,
    "too_small": VALUE_WRONG,
    "too_large": VALUE_WRONG,
    "decimals": VALUE_WRONG,
    "fixed": VALUE_WRONG,
    "node_unexpected": NODE_UNEXPECTED,
    "node_missing": NODE_MISSING,
    "text": TEXT,
    "other": SCHEMA,
}
#: What is demanded of a value, by the reason; ``{}`` is a limit or a pattern.
DEMANDS = {
    "type": "se espera otro tipo de dato",
    "pattern": "se espera el patrón {}",
    "length": "se esperan {} caracteres",
    "too_short": "se esperan {} caracteres o más",
    "too_long": "se esperan {} caracteres o menos",
    "too_small": "lo menos que admite es {}",
    "too_large": "lo más que admite es {}",
    "decimals": "se esperan {} decimales o menos",
    "fixed": "debe decir {}",
}
#: The same, by the name of SAT's type, or by a pattern whose reader needs no pattern.
TYPES = {
    "t_Importe": "se espera una cantidad sin signo, con 6 decimales o menos",
    "t_ImporteMXN": "se espera una cantidad sin signo, con 2 decimales o menos",
    "t_Fecha": "se espera una fecha que exista, como 2026-09-15",
    "t_FechaH": "se esperan fecha y hora, como 2026-09-15T12:00:00",
    "t_CURP": "se espera una CURP",
    "t_RFC": "se espera un RFC",
    "t_CuentaBancaria": "se esperan de 10 a 18 dígitos",
}
NO_BARS = "[^|]"
EMPTY = ("too_short", "1")


def finding(error: SchemaError, places: dict[str, Any]) -> Finding:
    """The finding on one violation; *places* say where findings about the receipt belong."""
    expected, found = clean(error.expected), clean(error.found)
    node, attribute = clean(error.element), clean(error.attribute)
    words = {
        "node": node,
        "attribute": attribute,
        "line": f" (línea {error.line:,})" if error.line else "",
        "given": f"trae «{found}»" if found else "viene vacío",
        "demand": _demand(error.reason, expected),
        "catalogue": f"el catálogo {expected} del SAT" if expected else "la lista que admite el SAT",
        "instead": f": se espera {' o '.join(expected.rsplit(', ', 1))}" if expected else "",
    }
    kind = REASONS.get(error.reason, SCHEMA)
    asked = expected or (attribute if kind is ATTRIBUTE_MISSING else None)
    return kind.finding(words=words, expected=asked, found=found or None, **places)


def _demand(reason: str, expected: str) -> str:
    if expected.startswith(NO_BARS):
        return "no admite el carácter «|»"
    if (reason, expected) == EMPTY:
        return "necesita un valor"
    if not expected and reason != "type":
        return "no es lo que el SAT espera ahí"
    return TYPES.get(expected) or DEMANDS.get(reason, "").format(expected)


def place_of(error: SchemaError) -> str:
    """``UsoCFDI de Receptor (línea 4)``."""
    name = f"{clean(error.attribute)} de {clean(error.element)}" if error.attribute else clean(error.element)
    return f"{name} (línea {error.line:,})" if error.line else name
