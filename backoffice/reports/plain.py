"""The report's model as plain data for the printed page: dictionaries, lists, and texts that its fonts can show."""

import re
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from typing import Any
from unicodedata import normalize

#: What the typesetter's own fonts lack is shown as this sign; the web page has it all.
LACKING = "□"
#: Latin, Greek and Cyrillic letters, and the signs that we write ourselves. All of them are printed in a test.
SHOWABLE = (
    "\u0020-\u007e\u00a0-\u00ac\u00ae-\u024f\u0391-\u03a1\u03a3-\u03ce\u0410-\u044f\u1e00-\u1eff"
    "\u2010-\u2027\u2030-\u203a\u20ac\u2190-\u21ff\u2200-\u22ff\u25a0-\u25ff\u2713\u2715"
)
_LACKING = re.compile(f"[^{SHOWABLE}]")


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


def showable(text: str) -> str:
    """The text with composed letters, and with a sign for each character that the fonts lack."""
    return _LACKING.sub(LACKING, normalize("NFC", text))


def _names(kind: type) -> list[str]:
    properties = [name for name, value in vars(kind).items() if isinstance(value, property)]
    return [*(field.name for field in fields(kind)), *properties]
