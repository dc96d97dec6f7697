"""Expected against found, for every step of every row at once: one pandas frame of exact integers.

The frame is also what people study, so its columns are plain words. Which finding an outcome becomes is told elsewhere.
"""

from collections.abc import Container, Iterable, Iterator
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

import numpy as np
import pandas as pd

from backoffice.domain.amortization.cases import Booleans, Integers
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
    "known", "applies", "expected", "found", "tolerance",
)  # fmt: skip

_EXACT: dict[str, type[Any]] = {
    **dict.fromkeys(("known", "applies"), np.bool_),
    **dict.fromkeys(("expected", "found", "tolerance"), np.int64),
}
_NUMBERS = {AnswerKind.NUMBER, AnswerKind.TEXT_NUMBER}
_ABSENT = Answer(cell="", kind=AnswerKind.EMPTY)


def compare(pairs: Iterable[Pair], limits: Limits) -> pd.DataFrame:
    """One line per cell to be filled in, with its ``outcome`` and its ``difference`` (found − expected, millionths).

    Outcomes: ``right``, ``rounding`` (within the tolerance), ``differs``, ``missing``, ``unreadable``, ``error``,
    ``no_stored_value``, ``not_applicable_as_zero``, ``should_not_apply`` (a number where the step does not apply),
    ``claimed_not_applicable`` (the contrary), ``not_compared`` (the row's right answers are not ``known``).
    """
    told = list(zip(*_lines(pairs, limits), strict=True)) or [()] * len(COLUMNS)
    columns = {name: list(values) for name, values in zip(COLUMNS, told, strict=True)}
    exact = {name: np.array(columns[name], dtype=dtype) for name, dtype in _EXACT.items()}
    frame = pd.DataFrame({**columns, **exact})
    frame["difference"] = frame["found"] - frame["expected"]
    frame["outcome"] = _outcomes(frame)
    return frame


def _outcomes(frame: pd.DataFrame) -> Any:
    kind, step = frame["kind"].to_numpy(dtype=object), frame["step"].to_numpy(dtype=object)
    known, applies, expected, found = (frame[name].to_numpy() for name in ("known", "applies", "expected", "found"))
    number, money = among(kind, _NUMBERS), among(step, MONEY)
    zero, difference = found == 0, found - expected
    equal = (difference == 0) | (money & (to_centavos(found) == to_centavos(expected)))
    near = np.abs(difference) <= frame["tolerance"].to_numpy()
    empty, not_applicable = kind == AnswerKind.EMPTY, kind == AnswerKind.NOT_APPLICABLE
    outcomes = [
        (~known & (number | not_applicable | (empty & (step != "withholding"))), "not_compared"),
        (~applies & (empty | not_applicable | (number & zero)), "right"),
        (~applies & number, "should_not_apply"),
        (applies & number & equal, "right"),
        (applies & number & near, "rounding"),
        (applies & number, "differs"),
        (not_applicable & money & (expected == 0), "not_applicable_as_zero"),
        (not_applicable, "claimed_not_applicable"),
        (empty, "missing"),
        (kind == AnswerKind.ERROR, "error"),
        (kind == AnswerKind.NO_STORED_VALUE, "no_stored_value"),
    ]
    return np.select([mask for mask, _ in outcomes], [name for _, name in outcomes], "unreadable")


def among(words: Iterable[object], wanted: Container[object]) -> Booleans:
    """Which of the words are wanted."""
    return np.array([word in wanted for word in words], dtype=bool)


def to_centavos(millionths: Integers) -> Integers:
    """Rounded half up, away from zero, as money is."""
    half = PER_CENTAVO // 2
    size = (np.abs(millionths) + half) // PER_CENTAVO
    return np.where(millionths >= 0, size, -size)


def number_in(answer: Answer) -> Decimal | None:
    """The number that a cell holds, typed as text or not; ``None`` for anything else."""
    return answer.number if answer.kind in _NUMBERS else None


def _lines(pairs: Iterable[Pair], limits: Limits) -> Iterator[tuple[Any, ...]]:
    for pair in pairs:
        for step in STEPS_OF[pair.row.section]:
            answer = pair.answer.answers.get(step, _ABSENT)
            right = pair.row.expected.get(step)
            found = number_in(answer)
            yield (
                pair.row.section, pair.row.number, pair.row.nss, step, answer.cell, answer.kind, answer.shown,
                right or "", answer.number, pair.row.is_answered, right is not None or not pair.row.is_answered,
                *_comparable(step, Decimal(right or 0), found or Decimal(0), limits),
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
