"""What a filled-in cell holds: an exact number, a text that means one, «No aplica», or nothing that can be used."""

import re
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from math import isfinite

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
MONEY_WORDS = re.compile(r"\$|\b(?:mxn|m\.? ?n\.?|pesos?|d[ií]as?)(?![a-z])|\s", re.I)
PLAIN = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)")
GROUPED = re.compile(r"[+-]?\d{1,3}(,\d{3})+(\.\d*)?")
EUROPEAN = re.compile(r"[+-]?(\d{1,3}(\.\d{3})+,\d+|\d{1,3}(\.\d{3}){2,}|\d+,\d{1,2}|\d+,\d{4,})")
ONE_GROUP = re.compile(r"[+-]?\d{1,3},\d{3}")
LONGEST = 40
NOISE_DECIMALS = 10


def answer(cell: str, value: Value) -> Answer:
    """The answer that *value* gives at the address *cell*."""
    if value is None or (isinstance(value, str) and not value.strip()):
        return Answer(cell, AnswerKind.EMPTY)
    if isinstance(value, ErrorValue):
        return Answer(cell, AnswerKind.ERROR, value.text)
    if isinstance(value, Uncalculated):
        return Answer(cell, AnswerKind.NO_STORED_VALUE)
    if isinstance(value, str):
        return text_answer(cell, " ".join(value.split()))
    return value_answer(cell, value)


def value_answer(cell: str, value: float | bool | date | time | timedelta) -> Answer:
    """The answer that a number gives; dates and truth values are none."""
    if isinstance(value, bool | date | time | timedelta):
        return Answer(cell, AnswerKind.UNREADABLE, shown_value(value))
    number = exact(value)
    if number is None:
        return Answer(cell, AnswerKind.UNREADABLE, str(value)[:LONGEST])
    return Answer(cell, AnswerKind.NUMBER, f"{number:f}", number)


def shown_value(value: bool | date | time | timedelta) -> str:
    """Dates in ISO, truth in Spanish."""
    if isinstance(value, bool):
        return "VERDADERO" if value else "FALSO"
    if isinstance(value, datetime) and value.time() == time():
        return value.date().isoformat()
    return value.isoformat() if isinstance(value, date | time) else str(value)


def exact(number: float) -> Decimal | None:
    """The shortest decimal that means this cell, binary noise (0.1 + 0.2) rounded away; ``None`` for no answer."""
    if abs(number) >= LARGEST_ANSWER or not isfinite(number):
        return None
    if isinstance(number, int):
        return Decimal(number)
    rounded = round(number, NOISE_DECIMALS)
    return Decimal(int(rounded)) if rounded == int(rounded) else Decimal(f"{Decimal(repr(rounded)):f}")


def text_answer(cell: str, text: str) -> Answer:
    """The answer that a text gives. One longer than ``LONGEST`` is shown cut and never taken for a number."""
    whole, text = text, text[:LONGEST]
    if text.upper() in ERRORS:
        return Answer(cell, AnswerKind.ERROR, text)
    if plain(text) in NOT_APPLICABLE or text in DASHES:
        return Answer(cell, AnswerKind.NOT_APPLICABLE, text)
    number = text_number(text) if whole == text else None
    if number is None or abs(number) >= LARGEST_ANSWER:
        return Answer(cell, AnswerKind.UNREADABLE, text)
    return Answer(cell, AnswerKind.TEXT_NUMBER, text, number)


def text_number(text: str) -> Decimal | None:
    """``$1,234.56``, ``1.234,56``, ``(12.00)``, ``25 %`` as exact numbers; the comma groups, as in Mexico."""
    bare = MONEY_WORDS.sub("", text.replace("−", "-"))
    if bare.startswith("(") and bare.endswith(")"):
        bare = "-" + bare[1:-1]
    percent = bare.endswith("%")
    bare = bare.removesuffix("%")
    if not bare.isascii():
        return None
    if PLAIN.fullmatch(bare) or GROUPED.fullmatch(bare):
        number = Decimal(bare.replace(",", ""))
    elif EUROPEAN.fullmatch(bare):
        number = Decimal(bare.replace(".", "").replace(",", "."))
    else:
        return None
    return number / 100 if percent else number


def is_ambiguous(text: str) -> bool:
    """``1,234`` typed as text: a thousand here, one and a quarter elsewhere."""
    return ONE_GROUP.fullmatch(MONEY_WORDS.sub("", text)) is not None


def digits(value: Value, length: int) -> str:
    """An identity number as text: digits alone, zeros that a numeric cell lost put back; '' for anything else."""
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return ""
    if isinstance(value, float):
        return digits(int(value), length) if abs(value) < 1e15 and value.is_integer() else ""
    found = re.sub(r"[\s\-.']", "", str(value))
    if not (found.isascii() and found.isdigit()) or len(found) > length:
        return ""
    return found.zfill(length) if isinstance(value, int) and len(found) > length - 4 else found


def small_number(value: Value) -> int | None:
    """The number of a row: 12, 12.0, ``"12"``, ``"12."``."""
    found = digits(value, 6)
    return int(found) if found else None
