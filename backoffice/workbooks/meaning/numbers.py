"""What a filled-in cell holds: an exact number, a text that means one, «No aplica», or nothing that can be used."""

import re
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from functools import lru_cache

from backoffice.domain.evidence import Answer, AnswerKind
from backoffice.workbooks.formats.grid import ErrorValue, Uncalculated, Value
from backoffice.workbooks.limits import LARGEST_ANSWER
from backoffice.workbooks.meaning.words import plain

NOT_APPLICABLE = frozenset({"no aplica", "na", "n a", "no applica", "no aplicable", "no corresponde", "sin aplicar"})
DASHES = frozenset({"-", "--", "---", "–", "—"})
ERRORS = frozenset(
    {
        "#N/A", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#NULL!",
        "#N/D", "#¡DIV/0!", "#¡VALOR!", "#¡REF!", "#¿NOMBRE?", "#¡NUM!", "#¡NULO!",
    }
)  # fmt: skip
UNIT = r"(?:\$|mxn?|m\.? ?n\.?|pesos?|d[ií]as?)(?![a-zí])"
BEFORE = re.compile(rf"(?:\s*{UNIT})*\s*", re.I)
AFTER = re.compile(rf"(?:\s*{UNIT}\.?)*\s*\Z", re.I)
#: Spaces that group digits, as NOM-008-SCFI has them; beyond one of them, or a line break, another number begins.
GROUPING = " \u00a0\u2007\u2009\u202f"
SPACES = re.compile(r"\s+")
SPACED = re.compile(r"[+-]?[1-9]\d{0,2}( \d{3})+(?P<decimals>[.,]\d+)?")
PLAIN = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)")
GROUPED = re.compile(r"[+-]?[1-9]\d{0,2}(,\d{3})+(\.\d*)?")
EUROPEAN = re.compile(r"[+-]?([1-9]\d{0,2}(\.\d{3})+,\d+|[1-9]\d{0,2}(\.\d{3}){2,}|\d+,\d{1,2}|\d+,\d{4,}|0\d*,\d+)")
ONE_GROUP = re.compile(r"[+-]?[1-9]\d{0,2}[,.]\d{3}")
BETWEEN_DIGITS = re.compile(r"[\s\-.']")
LONGEST = 40
NOISE_DECIMALS = 10

#: The kind of an answer, what is shown, and its exact number where it is one.
Meaning = tuple[AnswerKind, str, Decimal | None]


def answer(cell: str, value: Value) -> Answer:
    """The answer that *value* gives at the address *cell*."""
    if isinstance(value, str) and len(value) > LONGEST:
        value = one_line(value)[: LONGEST + 1]
    return tuple.__new__(Answer, (cell, *meaning(value)))  # a third of the time: a table may have forty thousand


@lru_cache(maxsize=4096, typed=True)
def meaning(value: Value) -> Meaning:
    """What a value says, whatever its cell: in a long table the same stand again and again."""
    if isinstance(value, str):
        return meaning_of_text(value)
    if value is None:
        return AnswerKind.EMPTY, "", None
    if isinstance(value, ErrorValue):
        return AnswerKind.ERROR, value.text, None
    if isinstance(value, Uncalculated):
        return AnswerKind.NO_STORED_VALUE, "", None
    return meaning_of_number(value)


def meaning_of_number(value: float | bool | date | time | timedelta) -> Meaning:
    """What a number says; dates and truth values are no answers."""
    if isinstance(value, bool | date | time | timedelta):
        return AnswerKind.UNREADABLE, shown_value(value), None
    text = exact(value)
    if text is None:
        return AnswerKind.UNREADABLE, str(value)[:LONGEST], None
    return AnswerKind.NUMBER, text, Decimal(text)


def shown_value(value: bool | date | time | timedelta) -> str:
    """Dates in ISO, truth in Spanish."""
    if isinstance(value, bool):
        return "VERDADERO" if value else "FALSO"
    if isinstance(value, datetime) and value.time() == time():
        return value.date().isoformat()
    return value.isoformat() if isinstance(value, date | time) else str(value)


def exact(number: float) -> str | None:
    """The shortest decimal that means this cell, binary noise (0.1 + 0.2) rounded away; ``None`` for no answer."""
    if not -LARGEST_ANSWER < number < LARGEST_ANSWER:
        return None
    text = repr(number)
    if len(text) > NOISE_DECIMALS + 2 or "e" in text or not number:
        rounded = round(number, NOISE_DECIMALS)
        text = str(int(rounded)) if rounded == int(rounded) else f"{Decimal(repr(rounded)):f}"
    return text.removesuffix(".0")


def meaning_of_text(text: str) -> Meaning:
    """What a text says. One longer than ``LONGEST`` is shown cut and never taken for a number."""
    whole = one_line(text)
    shown = " ".join(whole.split())[:LONGEST]
    if not shown:
        return AnswerKind.EMPTY, "", None
    if shown.upper() in ERRORS:
        return AnswerKind.ERROR, shown, None
    if plain(shown) in NOT_APPLICABLE or shown in DASHES:
        return AnswerKind.NOT_APPLICABLE, shown, None
    number = text_number(whole) if len(whole) <= LONGEST else None
    if number is None or abs(number) >= LARGEST_ANSWER:
        return AnswerKind.UNREADABLE, shown, None
    return AnswerKind.TEXT_NUMBER, shown, number


def one_line(text: str) -> str:
    """One space where one groups digits, two where there is more: a wider gap, a tab, a line break."""
    return SPACES.sub(lambda gap: " " if gap[0] in GROUPING else "  ", text.strip())


def text_number(text: str) -> Decimal | None:
    """``$1,234.56``, ``1.234,56``, ``1 234.5``, ``(12.00)``, ``25 %`` as exact numbers; the comma groups, as in Mexico.

    ``100 200`` is none: without decimals nobody can say whether these are one number or two.
    """
    found = bare(text)
    percent = found.endswith("%")
    found = found.removesuffix("%")
    if spaced := SPACED.fullmatch(found):
        found = found.replace(" ", "") if spaced["decimals"] else ""
    if not found.isascii():
        return None
    if PLAIN.fullmatch(found) or GROUPED.fullmatch(found):
        number = Decimal(found.replace(",", ""))
    elif EUROPEAN.fullmatch(found):
        number = Decimal(found.replace(".", "").replace(",", "."))
    else:
        return None
    return number / 100 if percent else number


def bare(text: str) -> str:
    """Without words and currency at its ends, the sign in front: ``$ (1,234) MXN`` → ``-1,234``, ``25 %`` → ``25%``.

    What stands between digits stays: two numbers in a cell are not one.
    """
    found = without_units(text.replace("−", "-"))
    if found.startswith("(") and found.endswith(")"):
        found = "-" + found[1:-1]
    sign = found[:1] if found.startswith(("+", "-")) else ""
    found = without_units(found.removeprefix(sign))
    return sign + (without_units(found[:-1]) + "%" if found.endswith("%") else found)


def without_units(text: str) -> str:
    """Without currency, «días» and spaces at both ends."""
    start = BEFORE.match(text)
    rest = text[start.end() :] if start else text
    return AFTER.sub("", rest, count=1)


def is_ambiguous(text: str) -> bool:
    """Typed as text, ``1,234`` is a thousand here and one and a quarter elsewhere, ``1.234`` the other way round: they
    are read as in Mexico. ``100 200`` is one number or two, and not read."""
    found = bare(text).removesuffix("%")
    spaced = SPACED.fullmatch(found)
    return ONE_GROUP.fullmatch(found) is not None or (spaced is not None and not spaced["decimals"])


def digits(value: Value, length: int) -> str:
    """An identity number as text: digits alone, zeros that a numeric cell lost put back; '' for anything else."""
    if isinstance(value, str):
        return value if is_number(value) and len(value) <= length else text_digits(value, length)
    if isinstance(value, bool) or not isinstance(value, int | float):
        return ""
    if isinstance(value, float) and not (abs(value) < 1e15 and value.is_integer()):
        return ""
    found = str(abs(int(value)))
    if len(found) > length:
        return ""
    return found.zfill(length) if len(found) > length - 4 else found


def text_digits(text: str, length: int) -> str:
    """The digits of a text that has nothing else but what people put between them; '' where there are too many."""
    found = BETWEEN_DIGITS.sub("", text)
    return found if is_number(found) and len(found) <= length else ""


def is_number(text: str) -> bool:
    """Digits from 0 to 9 alone."""
    return text.isascii() and text.isdigit()


def small_number(value: Value) -> int | None:
    """The number of a row: 12, 12.0, ``"12"``, ``"12."``."""
    if isinstance(value, float) and 0 <= value < 1e6 and value.is_integer():
        return int(value)
    found = digits(value, 6)
    return int(found) if found else None
