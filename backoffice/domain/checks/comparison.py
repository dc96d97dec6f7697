"""Expected against found, for every step of every row at once: one pandas frame of exact integers.

The frame is also what people study, so its columns are plain words. Which finding an outcome becomes is told elsewhere.
"""

from collections.abc import Iterable, Iterator
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

import numpy as np
import pandas as pd

from backoffice.domain.checks.limits import Limits
from backoffice.domain.checks.rows import Pair
from backoffice.domain.evidence import STEPS, Answer, AnswerKind

#: The integers of the frame are millionths of a peso or of a day.
SCALE = 1_000_000
PER_CENTAVO = SCALE // 100
#: Beyond this a number is compared as if it stood here: no answer is as large, and int64 holds it.
FARTHEST = 10**15

MONEY = {"amortization", "insurance", "withholding"}
STEPS_OF = {"samples": STEPS, "assessment": ("withholding",)}

COLUMNS = (
    "section", "number", "nss", "step", "cell", "kind", "shown", "expected_text", "found_number",
    "applies", "expected", "found", "tolerance",
)  # fmt: skip

_NUMBERS = {AnswerKind.NUMBER, AnswerKind.TEXT_NUMBER}
_ABSENT = Answer(cell="", kind=AnswerKind.EMPTY)


def compare(pairs: Iterable[Pair], limits: Limits) -> pd.DataFrame:
    """One line per cell to be filled in, with its ``outcome`` and its ``difference`` (found − expected, millionths).

    Outcomes: ``right``, ``rounding`` (within the tolerance), ``differs``, ``missing``, ``unreadable``, ``error``,
    ``no_stored_value``, ``not_applicable_as_zero``, ``should_not_apply`` (a number where the step does not apply),
    ``claimed_not_applicable`` (the contrary).
    """
    frame = pd.DataFrame(list(_lines(pairs, limits)), columns=list(COLUMNS))
    frame = frame.astype({"applies": bool, "expected": "int64", "found": "int64", "tolerance": "int64"})
    frame["difference"] = frame["found"] - frame["expected"]
    frame["outcome"] = _outcomes(frame)
    return frame


def _outcomes(frame: pd.DataFrame) -> Any:
    kind, applies = frame["kind"], frame["applies"]
    number = kind.isin(_NUMBERS)
    zero, money = frame["found"].eq(0), frame["step"].isin(MONEY)
    same_centavo = to_centavos(frame["found"]).eq(to_centavos(frame["expected"]))
    equal = frame["difference"].eq(0) | (money & same_centavo)
    near = frame["difference"].abs().le(frame["tolerance"])
    empty, not_applicable = kind.eq(AnswerKind.EMPTY), kind.eq(AnswerKind.NOT_APPLICABLE)
    outcomes = [
        (~applies & (empty | not_applicable | (number & zero)), "right"),
        (~applies & number, "should_not_apply"),
        (applies & number & equal, "right"),
        (applies & number & near, "rounding"),
        (applies & number, "differs"),
        (not_applicable & money & frame["expected"].eq(0), "not_applicable_as_zero"),
        (not_applicable, "claimed_not_applicable"),
        (empty, "missing"),
        (kind.eq(AnswerKind.ERROR), "error"),
        (kind.eq(AnswerKind.NO_STORED_VALUE), "no_stored_value"),
    ]
    return np.select([mask.to_numpy(dtype=bool) for mask, _ in outcomes], [name for _, name in outcomes], "unreadable")


def to_centavos(millionths: "pd.Series[int]") -> "pd.Series[int]":
    """Rounded half up, away from zero, as money is."""
    half = PER_CENTAVO // 2
    size = (millionths.abs() + half) // PER_CENTAVO
    return size.where(millionths >= 0, -size)


def _lines(pairs: Iterable[Pair], limits: Limits) -> Iterator[tuple[Any, ...]]:
    for pair in pairs:
        for step in STEPS_OF[pair.row.section]:
            answer = pair.answer.answers.get(step, _ABSENT)
            right = pair.row.expected.get(step)
            found = answer.number if answer.kind in _NUMBERS and answer.number is not None else Decimal(0)
            yield (
                pair.row.section, pair.row.number, pair.row.nss, step, answer.cell, answer.kind, answer.shown,
                right or "", answer.number, right is not None, *_comparable(step, Decimal(right or 0), found, limits),
            )  # fmt: skip


def _comparable(step: str, right: Decimal, found: Decimal, limits: Limits) -> tuple[int, int, int]:
    """Expected, found and tolerance in millionths; the daily amount at the decimals that both show."""
    if step in MONEY:
        return _millionths(right), _millionths(found), limits.tolerance_centavos * PER_CENTAVO
    if step != "daily_amount":
        return _millionths(right), _millionths(found), 0
    shown = min(max(_decimals(found), limits.daily_decimals), max(_decimals(right), limits.daily_decimals), 6)
    unit = Decimal(1).scaleb(-shown)
    return _millionths(_rounded(right, unit)), _millionths(_rounded(found, unit)), SCALE // 10**shown


def _rounded(number: Decimal, unit: Decimal) -> Decimal:
    """Half up; what is no possible answer is left to ``_millionths``."""
    return number.quantize(unit, rounding=ROUND_HALF_UP) if _is_possible(number) else number


def _millionths(number: Decimal) -> int:
    """As an integer of millionths; what is beyond them is cut, so that rounding to centavos happens once."""
    if not _is_possible(number):
        return -FARTHEST if number.is_signed() else FARTHEST
    return int(number * SCALE)


def _is_possible(number: Decimal) -> bool:
    return number.is_finite() and abs(number) < FARTHEST // SCALE


def _decimals(number: Decimal) -> int:
    """Decimals without trailing zeros: ``98.3600`` shows two."""
    exponent = number.normalize().as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0
