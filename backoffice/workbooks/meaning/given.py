"""The given columns of tab 2 in the words of ``CASES.csv``, however a cell writes them. Nothing is compared here."""

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import lru_cache

from backoffice.domain.evidence import AnswerKind
from backoffice.workbooks.formats.grid import Value
from backoffice.workbooks.meaning.numbers import DASHES, NOT_APPLICABLE, meaning, small_number
from backoffice.workbooks.meaning.words import plain

#: The value of one cell; '' for «No aplica», ``None`` for an empty cell or one that cannot be read.
Reader = Callable[[Value], str | None]

LONGEST_NAME, LONGEST_DAY, LONGEST_ABSENCES = 120, 40, 500
#: Days as numbers, as a cell without the format of a date shows them: 1990 to 2100, counted as Excel does.
FIRST_SERIAL, LAST_SERIAL, SERIAL_ZERO = 32_874, 73_415, date(1899, 12, 30)

YEAR_FIRST = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[T ][\d:.]{4,15})?", re.ASCII)
DAY_FIRST = re.compile(
    r"(\d{1,2})(?: de |[-/. ])([a-z]{3,10}\.?|\d{1,2})(?: de | del |[-/. ])(\d{4}|\d{2})", re.ASCII | re.IGNORECASE
)
SERIAL = re.compile(r"\d{5}(?:\.0+)?", re.ASCII)
PIECES = re.compile(r"[;,\n]|\sy\s")
ENDS = re.compile(r"\s+(?:a|al|hasta)\s+|\s*\.\.\s*|\s*[–—]\s*|\s+-\s+")
#: First letters of months, in Spanish and in English.
MONTHS = {
    "ene": 1, "jan": 1, "feb": 2, "mar": 3, "abr": 4, "apr": 4, "may": 5, "jun": 6, "jul": 7, "ago": 8, "aug": 8,
    "sep": 9, "set": 9, "oct": 10, "nov": 11, "dic": 12, "dec": 12,
}  # fmt: skip

DISCOUNT_WORDS = {"porcentaje": "1", "cuota": "2", "factor": "3", "vsm": "3"}
FREQUENCY_WORDS = {
    "semanal": "weekly", "catorcenal": "fourteen_day", "quincenal": "fortnight", "mensual": "month",
    "bimestral": "bimester",
}  # fmt: skip
ZONE_WORDS = {"frontera": "border", "general": "general"}
ANSWER_WORDS = {"si": "yes", "verdadero": "yes", "no": "no", "falso": "no"}


def words(value: Value) -> str | None:
    """A text with one space between words."""
    if not isinstance(value, str):
        return None
    text = " ".join(value[: 2 * LONGEST_NAME].split())[:LONGEST_NAME]
    return "" if does_not_apply(text) else text or None


def decimal(value: Value) -> str | None:
    """A plain decimal without the zeros at its end: ``$2,450.00`` → ``2450``."""
    if isinstance(value, str):
        value = value[: LONGEST_DAY + 1].rstrip().removesuffix("%")  # 25 % is a value of 25
    kind, _, number = meaning(value)
    if kind is AnswerKind.NOT_APPLICABLE:
        return ""
    return None if number is None else shortest(number)


def percentage(value: Value) -> str | None:
    """The value of a discount of type 1: a cell with the format of a percentage holds 0.25 where 25 % is shown."""
    found = decimal(value)
    if not found or isinstance(value, str) or not 0 < Decimal(found) <= 1:
        return found
    return shortest(Decimal(found) * 100)


def shortest(number: Decimal) -> str:
    """``2450.00`` → ``2450``; never with an exponent."""
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def day(value: Value) -> str | None:
    """An ISO date."""
    if isinstance(value, str):
        return day_of_text(value) if len(value) <= LONGEST_DAY else None
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    return None if isinstance(value, bool) or not isinstance(value, int | float) else day_of_serial(value)


def day_of_serial(number: float) -> str | None:
    """The day of a number of days."""
    is_day = FIRST_SERIAL <= number <= LAST_SERIAL
    return (SERIAL_ZERO + timedelta(days=int(number))).isoformat() if is_day else None


@lru_cache(maxsize=1024)
def day_of_text(text: str) -> str | None:
    """``2024-03-14``, ``14/03/2024``, ``14/mar/2024``, ``14 de marzo de 2024``, the number of a day."""
    whole = " ".join(text.split())
    if does_not_apply(whole):
        return ""
    if SERIAL.fullmatch(whole):
        return day_of_serial(float(whole))
    if found := YEAR_FIRST.fullmatch(whole):
        return iso(found[1], found[2], found[3])
    if found := DAY_FIRST.fullmatch(whole):
        return iso(found[3], found[2], found[1])
    return None


def iso(year: str, month: str, day_: str) -> str | None:
    """The date, where there is such a day; a year of two digits is of this century."""
    number = int(month) if month.isdigit() else MONTHS.get(month[:3].casefold(), 0)
    try:
        return date(int(year) + (2000 if len(year) == 2 else 0), number, int(day_)).isoformat()
    except ValueError:
        return None


def absences(value: Value) -> str | None:
    """Days and stretches of days: ``2025-05-03 a 2025-05-05; 2025-05-09`` → ``2025-05-03..2025-05-05;2025-05-09``."""
    if not isinstance(value, str):
        return day(value)
    return absences_of_text(value) if len(value) <= LONGEST_ABSENCES else None


@lru_cache(maxsize=1024)
def absences_of_text(text: str) -> str | None:
    """The same of a text."""
    if does_not_apply(text.strip()):
        return ""
    found = []
    for piece in filter(None, (piece.strip() for piece in PIECES.split(text))):
        ends = [day_of_text(end.removeprefix("del ")) for end in ENDS.split(piece)]
        if len(ends) > 2 or not all(ends):
            return None
        found.append("..".join(end or "" for end in ends))
    return ";".join(found) or None


def one_of(choices: Mapping[str, str], *, numbered: Iterable[str] = ()) -> Reader:
    """A reader of cells that say one of a few things: by a word, or by its number where they have one."""
    known = set(numbered)

    @lru_cache(maxsize=256)
    def of_text(text: str) -> str | None:
        if does_not_apply(" ".join(text.split())):
            return ""
        said = plain(text).split()
        if said and said[0] in known:
            return said[0]
        return next((choice for word, choice in choices.items() if word in said), None)

    def read(value: Value) -> str | None:
        if isinstance(value, str):
            return of_text(value[:LONGEST_NAME])
        if isinstance(value, bool):
            return of_text("verdadero" if value else "falso")
        number = str(small_number(value))
        return number if number in known else None

    return read


def does_not_apply(text: str) -> bool:
    """«No aplica», or a dash."""
    return text in DASHES or (len(text) <= LONGEST_DAY and plain(text) in NOT_APPLICABLE)


READERS: dict[str, Reader] = {
    "name": words,
    "rfc": words,
    "curp": words,
    "discount_type": one_of(DISCOUNT_WORDS, numbered="123"),
    "discount_value": decimal,
    "frequency": one_of(FREQUENCY_WORDS),
    "period_start": day,
    "period_end": day,
    "paid_on": day,
    "hired_on": day,
    "left_on": day,
    "daily_wage": decimal,
    "sdi": decimal,
    "changed_sdi": decimal,
    "sdi_changed_on": day,
    "zone": one_of(ZONE_WORDS),
    "absences": absences,
    "wage_available": decimal,
    "first_payroll": one_of(ANSWER_WORDS),
}
