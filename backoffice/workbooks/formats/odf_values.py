"""What a cell of an OpenDocument spreadsheet holds: its attributes and its text as one value."""

import re
from collections.abc import Callable
from datetime import datetime, timedelta

from backoffice.workbooks.formats.grid import ErrorValue, Uncalculated, Value
from backoffice.workbooks.formats.odf_stream import Attributes, named

KIND, FORMULA = named("office:value-type"), named("table:formula")
NUMBER, TEXT = named("office:value"), named("office:string-value")
DAY, LENGTH, TRUTH = named("office:date-value"), named("office:time-value"), named("office:boolean-value")
CALC_KIND = named("calcext:value-type")
DECIMAL = re.compile(r"[+-]?(?:\d{1,400}(?:\.\d{0,400})?|\.\d{1,400})(?:[eE][+-]?\d{1,4})?", re.ASCII)
DURATION = re.compile(
    r"(-?)P(?:(\d{1,6})D)?(?:T(?:(\d{1,8})H)?(?:(\d{1,9})M)?(?:(\d{1,9})(?:[.,](\d{1,6})\d*)?S)?)?", re.ASCII
)
#: As LibreOffice and Excel show them, in English and in Spanish; ``Err:502`` is LibreOffice's own.
ERROR = re.compile(r"#[¡¿]?[A-Z/0]{2,8}[!?]?|Err:\d{3}")
LONGEST_ERROR = 20


def cell_value(attributes: Attributes, text: str | None) -> Value:
    """The value of a cell; *text* is ``None`` where it has no paragraph.

    LibreOffice saves a formula whose result is an empty text with an empty paragraph and without a kind: only one
    without a paragraph was never calculated.
    """
    has_formula = FORMULA in attributes
    if attributes.get(CALC_KIND) == "error" or (has_formula and text and ERROR.fullmatch(text)):
        return ErrorValue((text or "")[:LONGEST_ERROR] or "#N/A")
    kind = attributes.get(KIND, "")
    if kind in READERS and (value := READERS[kind](attributes)) is not None:
        return value
    if has_formula and text is None and kind != "string":
        return Uncalculated()
    if kind == "string":
        text = attributes.get(TEXT, text)
    return text or None


def number(attributes: Attributes) -> float | None:
    """Of a number, a percentage or an amount of money."""
    written = attributes.get(NUMBER, "")
    return float(written) if DECIMAL.fullmatch(written) else None


def moment(attributes: Attributes) -> datetime | None:
    """Of a date, with or without its hour; cells have no zone."""
    try:
        return datetime.fromisoformat(attributes.get(DAY, "")).replace(tzinfo=None)
    except ValueError:
        return None


def length(attributes: Attributes) -> timedelta | None:
    """Of an hour or a length of time."""
    found = DURATION.fullmatch(attributes.get(LENGTH, ""))
    if found is None:
        return None
    days, hours, minutes, seconds, fraction = (part or "0" for part in found.groups()[1:])
    whole = timedelta(int(days), int(seconds), int(fraction.ljust(6, "0")), 0, int(minutes), int(hours))
    return -whole if found[1] else whole


def truth(attributes: Attributes) -> bool | None:
    """Of a truth value."""
    return {"true": True, "false": False}.get(attributes.get(TRUTH, ""))


READERS: dict[str, Callable[[Attributes], Value]] = {
    "float": number,
    "percentage": number,
    "currency": number,
    "date": moment,
    "time": length,
    "boolean": truth,
}
