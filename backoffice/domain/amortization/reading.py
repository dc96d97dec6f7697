"""From the texts of ``CASES.csv`` to ``Cases``. A text that says nothing computable becomes the row's error."""

import re
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

import numpy as np

from backoffice.domain.amortization.cases import FAR_AWAY, FREQUENCIES, LONG_AGO, Cases
from backoffice.domain.parameters.tables import day_number

PLAIN_DECIMAL = re.compile(r"\d{1,12}(\.\d{1,12})?")
ISO_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
FIRST_DAY, LAST_DAY = date(1990, 1, 1), date(2100, 12, 31)
LONGEST_PERIOD = 366
LARGEST = {"1": Decimal(100), "2": Decimal(1_000_000), "3": Decimal(1_000)}

Row = Mapping[str, str]


class Unreadable(ValueError):
    """One field of one row; the message is the row's error."""


def read_cases(rows: Sequence[Row]) -> Cases:
    """Rows of texts by column name: ``CASE_COLUMNS`` and, where known, the columns that only mistakes look at.

    A bad row gets its ``error`` and harmless values; the others are not touched by it.
    """
    read = [read_row(row) for row in rows]
    columns: dict[str, Any] = {
        name: np.array([row[name] for row in read], dtype=dtype) for name, dtype in DTYPES.items()
    }
    absences = [(number, day) for number, row in enumerate(read) for day in row["absences"]]
    pairs = np.array(absences, dtype=np.int64).reshape(-1, 2)
    errors = {number: row["error"] for number, row in enumerate(read) if row["error"]}
    return Cases(**columns, absence_row=pairs[:, 0], absence_day=pairs[:, 1], errors=errors)


def read_row(row: Row) -> dict[str, Any]:
    """The fields of one row, or those of an empty row with its error."""
    try:
        fields = fields_of(row)
        refuse_contradictions(fields)
    except Unreadable as error:
        return {**EMPTY, "error": str(error)}
    return fields


def fields_of(row: Row) -> dict[str, Any]:
    """All fields of one row as integers. Raises ``Unreadable``."""
    kind = choice(row, "discount_type", {"1": 1, "2": 2, "3": 3})
    largest = LARGEST[str(kind)]
    start, end = day(row, "period_start"), day(row, "period_end")
    frequency = row.get("frequency", "")
    payrolls, nominal = FREQUENCIES.get(frequency, (0, 0))
    return {
        "kind": kind,
        "value_e4": required(scaled(row, "discount_value", 4, largest), "discount_value"),
        "start": required(start, "period_start"),
        "end": required(end, "period_end"),
        "sdi_e5": given(scaled(row, "sdi", 5), -1),
        "daily_wage_e5": given(scaled(row, "daily_wage", 5), -1),
        "border": choice(row, "zone", {"": 0, "general": 0, "border": 1}),
        "starts_on": given(day(row, "starts_on"), LONG_AGO),
        "ends_on": given(day(row, "ends_on"), FAR_AWAY),
        "first_payroll": choice(row, "first_payroll", {"": 0, "no": 0, "yes": 1}),
        "available": given(scaled(row, "wage_available", 2), -1),
        "changed_on": given(day(row, "changed_on"), FAR_AWAY),
        "changed_value_e4": given(scaled(row, "changed_value", 4, largest), -1),
        "sdi_changed_on": given(day(row, "sdi_changed_on"), FAR_AWAY),
        "changed_sdi_e5": given(scaled(row, "changed_sdi", 5), -1),
        "absences": absent_days(row.get("absences", "").strip(), start, end),
        "payrolls": payrolls,
        "nominal_days": nominal,
        "paid_on": given(day(row, "paid_on"), LONG_AGO),
        "hired_on": given(day(row, "hired_on"), LONG_AGO),
        "left_on": given(day(row, "left_on"), FAR_AWAY),
        "unified_only": row.get("unified_only", "") == "yes",
        "error": "",
    }


def refuse_contradictions(fields: Mapping[str, Any]) -> None:
    """What is readable field by field and still makes no case."""
    if fields["end"] < fields["start"]:
        raise Unreadable("El fin del periodo (period_end) es anterior a su inicio (period_start).")
    if fields["end"] - fields["start"] >= LONGEST_PERIOD:
        raise Unreadable(f"El periodo es mayor que {LONGEST_PERIOD} días; divide la fila.")
    if fields["ends_on"] < fields["starts_on"]:
        raise Unreadable("El último día de retención (ends_on) es anterior al primero (starts_on).")
    pairs = (("changed_on", "changed_value_e4", "changed_value"), ("sdi_changed_on", "changed_sdi_e5", "changed_sdi"))
    for date_field, value_field, name in pairs:
        if (fields[date_field] == FAR_AWAY) != (fields[value_field] == -1):
            raise Unreadable(f"{date_field} y {name} van juntos: indica los dos o ninguno.")
    if fields["kind"] == 1 and fields["sdi_e5"] < 0:
        raise Unreadable("El tipo de descuento 1 necesita el salario diario integrado (sdi).")


def required(value: int | None, name: str) -> int:
    """The value, which must be there."""
    if value is None:
        raise Unreadable(f"Falta {name}.")
    return value


def given(value: int | None, absent: int) -> int:
    """The value, or what stands for its absence."""
    return absent if value is None else value


def choice(row: Row, name: str, choices: Mapping[str, int]) -> int:
    """One of a few words."""
    text = row.get(name, "").strip()
    if text not in choices:
        allowed = ", ".join(word for word in choices if word)
        raise Unreadable(f"{name} debe ser uno de: {allowed}; dice «{text[:40]}».")
    return choices[text]


def scaled(row: Row, name: str, decimals: int, largest: Decimal = Decimal(10_000_000)) -> int | None:
    """A plain decimal that is not negative, × 10**decimals; None where empty."""
    text = row.get(name, "").strip()
    if not text:
        return None
    if not PLAIN_DECIMAL.fullmatch(text):
        raise Unreadable(f"{name} debe ser un número decimal sin signo ni separadores; dice «{text[:40]}».")
    value = Decimal(text)
    if value > largest:
        raise Unreadable(f"{name} es mayor que {largest:,}: dice {text}.")
    integer = value.scaleb(decimals)
    if integer != integer.to_integral_value():
        raise Unreadable(f"{name} admite hasta {decimals} decimales; dice {text}.")
    return int(integer)


def day(row: Row, name: str) -> int | None:
    """An ISO date as a day number; None where empty."""
    text = row.get(name, "").strip()
    return iso_day(text, name) if text else None


def iso_day(text: str, name: str) -> int:
    """One ISO date as a day number."""
    try:
        found = date.fromisoformat(text) if ISO_DATE.fullmatch(text) else None
    except ValueError:
        found = None
    if found is None:
        raise Unreadable(f"{name} debe ser una fecha AAAA-MM-DD; dice «{text[:40]}».")
    if not FIRST_DAY <= found <= LAST_DAY:
        raise Unreadable(f"{name} está fuera de {FIRST_DAY} a {LAST_DAY}: dice {text}.")
    return day_number(found)


def absent_days(text: str, start: int | None, end: int | None) -> list[int]:
    """Days without wage inside the period, sorted, each once: ``2025-05-03..2025-05-05;2025-05-09``."""
    days: set[int] = set()
    for piece in filter(None, (piece.strip() for piece in text.split(";"))):
        first_text, dots, last_text = piece.partition("..")
        first = iso_day(first_text.strip(), "absences")
        last = iso_day(last_text.strip(), "absences") if dots else first
        if last < first:
            raise Unreadable(f"absences tiene un intervalo al revés: «{piece[:40]}».")
        if start is not None and end is not None:
            days.update(range(max(first, start), min(last, end) + 1))
    return sorted(days)


EMPTY: dict[str, Any] = {
    "kind": 2, "value_e4": 0, "start": 0, "end": 0, "sdi_e5": -1, "daily_wage_e5": -1, "border": 0,
    "starts_on": LONG_AGO, "ends_on": FAR_AWAY, "first_payroll": 0, "available": -1, "changed_on": FAR_AWAY,
    "changed_value_e4": -1, "sdi_changed_on": FAR_AWAY, "changed_sdi_e5": -1, "absences": [], "payrolls": 0,
    "nominal_days": 0, "paid_on": LONG_AGO, "hired_on": LONG_AGO, "left_on": FAR_AWAY, "unified_only": 0,
}  # fmt: skip

BOOLEANS = {"border", "first_payroll", "unified_only"}
DTYPES: dict[str, type[Any]] = {
    name: np.bool_ if name in BOOLEANS else np.int64 for name in EMPTY if name != "absences"
}
