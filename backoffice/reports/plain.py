"""The report's model as plain data for the printed page: dictionaries, lists, and texts that its fonts can show."""

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from typing import Any

from backoffice.domain.typography import showable


def plain(value: Any) -> Any:
    """A dataclass as a mapping of its fields and properties, and so on down; dates as ``[year, month, day]``."""
    if isinstance(value, str):
        return showable(value)
    if isinstance(value, date):
        return [value.year, value.month, value.day]
    if is_dataclass(value):
        return {name: plain(getattr(value, name)) for name in _names(type(value))}
    if isinstance(value, Mapping):
        return {name: plain(one) for name, one in value.items()}
    if isinstance(value, (tuple, list)):
        return [plain(one) for one in value]
    return value


def _names(kind: type) -> list[str]:
    properties = [name for name, value in vars(kind).items() if isinstance(value, property)]
    return [*(field.name for field in fields(kind)), *properties]
