"""From the text of the data files to tables. Gaps, overlaps and values that are none are refused."""

import hashlib
import tomllib
from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from backoffice.domain.errors import BadParameters
from backoffice.domain.findings import Standing
from backoffice.domain.parameters.tables import Catalogue, Entry, Parameters, Rule, Table, Value

#: The decimals that each table may use; its values become integers of that scale.
DECIMALS = {
    "umi": 2,
    "uma": 2,
    "minimum_wage_general": 2,
    "minimum_wage_border": 2,
    "damage_insurance": 2,
    "uma_cap": 0,
    "low_wage_share": 4,
    "low_wage_threshold": 2,
    "low_wage_base": 0,
    "absences_reduce_days_1": 0,
    "absences_reduce_days_2": 0,
    "absences_reduce_days_3": 0,
    "tolerance": 2,
}
CATALOGUES = ("credit_statuses", "credit_types", "notice_types")
#: What a text that is no table makes us stumble over: bad TOML is a ``ValueError``.
UNREADABLE = (KeyError, ValueError, TypeError, AttributeError)
#: No official value comes near it.
LARGEST = 1_000_000_000


def load(texts: Mapping[str, str]) -> Parameters:
    """Make the parameters of the TOML texts, by table name. Raises ``BadParameters`` naming table and day."""
    names = sorted([*DECIMALS, *CATALOGUES, "rules"])
    for missing in (name for name in names if name not in texts):
        raise BadParameters(f"Falta la tabla «{missing}» entre los parámetros.")
    tables = {name: table(name, texts[name]) for name in sorted(DECIMALS)}
    catalogues = {name: catalogue(name, texts[name]) for name in CATALOGUES}
    digest = hashlib.sha256()
    for name in names:
        digest.update(f"{name}\0{texts[name]}\0".encode())
    return Parameters(tables, catalogues, rules(texts["rules"]), digest.hexdigest()[:12])


def catalogue(name: str, text: str) -> Catalogue:
    """One catalogue of its text; a code stands in it once."""
    try:
        data = tomllib.loads(text)
        entries = tuple(Entry(entry["code"], entry["kind"], entry["label"]) for entry in data["entries"])
        made = Catalogue(name, data["title"], Standing(data["standing"]), data["source"], entries)
    except UNREADABLE as error:
        raise BadParameters(f"El catálogo «{name}» no se puede leer: {error}.") from error
    if len({entry.code for entry in entries}) != len(entries):
        raise BadParameters(f"El catálogo «{name}» tiene una clave repetida.")
    return made


def rules(text: str) -> dict[str, Rule]:
    """The rules of the calculation by code; each stands once."""
    try:
        found = [
            Rule(e["code"], e["text"], Standing(e["standing"]), e["source"], tuple(e.get("defensible", ())))
            for e in tomllib.loads(text)["rules"]
        ]
    except UNREADABLE as error:
        raise BadParameters(f"Las reglas no se pueden leer: {error}.") from error
    by_code = {rule.code: rule for rule in found}
    if len(by_code) != len(found):
        raise BadParameters("Las reglas tienen una clave repetida.")
    return by_code


def table(name: str, text: str) -> Table:
    """One table of its text."""
    try:
        data = tomllib.loads(text)
        values = tuple(dated_value(name, entry, data["source"]) for entry in data["values"])
        made = Table(name, data["title"], data["unit"], Standing(data["standing"]), values, DECIMALS[name])
    except UNREADABLE as error:
        raise BadParameters(f"La tabla «{name}» no se puede leer: {error}.") from error
    refuse_gaps(made)
    return made


def dated_value(name: str, entry: Mapping[str, Any], source: str) -> Value:
    """One value; an interval without ``from`` or ``to`` is open on that side."""
    first, last = entry.get("from", date.min), entry.get("to", date.max)
    if not (type(first) is date and type(last) is date and first <= last):
        raise BadParameters(f"La tabla «{name}» tiene un intervalo que no es válido: {first} a {last}.")
    try:
        value = Decimal(entry["value"])
        scaled = value.scaleb(DECIMALS[name])
    except (ArithmeticError, TypeError, ValueError) as error:
        raise BadParameters(f"La tabla «{name}» tiene en {first} un valor que no es número.") from error
    if not value.is_finite() or not 0 <= value < LARGEST or scaled != scaled.to_integral_value():
        raise BadParameters(f"La tabla «{name}» tiene en {first} un valor fuera de lo posible: {value}.")
    return Value(first, last, value, entry.get("source", source))


def refuse_gaps(made: Table) -> None:
    """Every value begins the day after the one before it ends."""
    if not made.values:
        raise BadParameters(f"La tabla «{made.name}» está vacía.")
    for before, after in zip(made.values, made.values[1:], strict=False):
        if before.last == date.max or after.first <= before.last:
            raise BadParameters(f"La tabla «{made.name}» tiene dos valores para el {after.first}.")
        if before.last + timedelta(days=1) != after.first:
            raise BadParameters(f"La tabla «{made.name}» no tiene valor para el {before.last + timedelta(days=1)}.")
