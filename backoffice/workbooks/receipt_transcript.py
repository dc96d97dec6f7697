"""The payroll receipt as JSON and back: the part of ``transcript`` that tells what tab 4 says."""

from dataclasses import asdict
from decimal import Decimal
from typing import Any

from backoffice.domain.evidence import Cfdi, Deduction, SchemaError


def cfdi_to_json(cfdi: Cfdi | None) -> dict[str, Any] | None:
    """The receipt with its amounts as texts."""
    if cfdi is None:
        return None
    return {
        **asdict(cfdi),
        "total": None if cfdi.total is None else str(cfdi.total),
        "totals": {name: str(value) for name, value in cfdi.totals.items()},
        "deductions": [{**asdict(line), "amount": str(line.amount)} for line in cfdi.deductions],
        "schema_errors": [asdict(error) for error in cfdi.schema_errors],
    }


def cfdi_from_json(data: dict[str, Any] | None) -> Cfdi | None:
    """The inverse of ``cfdi_to_json``. ``ValueError`` where a number is none."""
    if data is None:
        return None
    numbers = {
        "total": None if data["total"] is None else pesos(data["total"]),
        "totals": {name: pesos(value) for name, value in data["totals"].items()},
        "deductions": tuple(Deduction(**{**line, "amount": pesos(line["amount"])}) for line in data["deductions"]),
        "schema_errors": tuple(SchemaError(**{**error, "line": int(error["line"])}) for error in data["schema_errors"]),
        "schema_error_count": int(data["schema_error_count"]),
        "payrolls": int(data["payrolls"]),
    }
    return Cfdi(**{**data, **numbers})


def pesos(text: str) -> Decimal:
    """An amount; no infinity and no other thing that cannot be compared."""
    value = Decimal(text)
    if not value.is_finite():
        raise ValueError(text)
    return value
