"""Amounts that are wrong here and right in another company's set: how probable is that by chance? Pure.

Every test set has its own rows, so nobody can compute another set's answer. But sets are many and some amounts are
common: one equal number proves little. What counts is how many sets would match as well by chance.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import comb, prod

from backoffice.domain.copies.grades import Grade
from backoffice.domain.explained.spanish import number_in
from backoffice.domain.findings import Finding, Severity
from backoffice.domain.money import to_centavos
from backoffice.domain.test_set import TestSet
from backoffice.domain.verdict import Verdict

#: Centavos up to which an amount is anybody's: nothing withheld, or the insurance alone.
SMALL = 15_00
#: How often a number comes at least, whatever was counted: small ones, whole pesos, and those with cents.
SMALL_SHARE, WHOLE_SHARE, CENTS_SHARE = 0.1, 1e-3, 1e-5
#: Sets that would match as well by chance: fewer than these are strong and medium. Above one it is no sign at all.
STRONG, MEDIUM, WEAK = 1e-5, 1e-2, 1.0
#: One number alone is never strong.
ENOUGH = 2


@dataclass(frozen=True, slots=True)
class Row:
    """An assessment row: its number, its right answer, and what was given where it is wrong and nothing explains it."""

    number: int
    right: int
    foreign: int | None = None


@dataclass(frozen=True, slots=True)
class Match:
    """A row (``number``) whose amount, in centavos, is the right one of the other set's row (``theirs``)."""

    number: int
    theirs: int
    centavos: int


@dataclass(frozen=True, slots=True)
class Weighed:
    """Matches with one other set: the grade, and how many sets would match so by chance."""

    grade: Grade
    expected: float


def rows_of(verdict: Verdict, test_set: TestSet) -> tuple[Row, ...]:
    """The assessment rows of a file. What a known mistake explains is the applicant's own calculation."""
    told = {one.number: _foreign(one) for one in verdict.findings if _is_wrong(one)}
    return tuple(
        Row(row.number, right, told.get(row.number))
        for row in test_set.section("assessment")
        if (right := _centavos(row.expected.get("withholding"))) is not None
    )


def weigh(
    matches: Sequence[Match], wrong: int, sets: int, rows_a_set: int, shares: Mapping[int, float]
) -> Weighed | None:
    """What it proves that these rows match one of *sets* other sets; ``None`` where chance alone does as much.

    *wrong* rows of the file could have matched; *shares* say how often each amount comes among all right answers,
    those of the matching set left out.
    """
    chances = [_chance(match, shares.get(match.centavos, 0.0), rows_a_set) for match in matches]
    expected = sets * comb(max(wrong, len(matches)), len(matches)) * prod(chances)
    if expected >= WEAK:
        return None
    if expected < STRONG and len(matches) >= ENOUGH:
        return Weighed(Grade.STRONG, expected)
    return Weighed(Grade.MEDIUM if expected < MEDIUM else Grade.WEAK, expected)


def share(centavos: int, times: int, rows: int) -> float:
    """How often an amount comes, if it was counted *times* in so many *rows*; never less than its like would."""
    least = SMALL_SHARE if centavos <= SMALL else WHOLE_SHARE if centavos % 100 == 0 else CENTS_SHARE
    return max(least, times / rows if rows else 0.0)


def _chance(match: Match, share: float, rows_a_set: int) -> float:
    """Of the same row, the amount's share; of any row of the set, as many times more."""
    return min(1.0, share if match.number == match.theirs else share * rows_a_set)


def _is_wrong(one: Finding) -> bool:
    return one.code == "withholding_differs" and one.section == "assessment" and one.severity is not Severity.NOTE


def _foreign(one: Finding) -> int | None:
    """What was given, unless a known mistake explains it or it is so small that anybody has it."""
    found = None if one.causes else _centavos(one.found)
    return found if found is not None and found > SMALL else None


def _centavos(text: str | None) -> int | None:
    """Exact centavos; ``None`` for what is no amount, or has more decimals than money."""
    number = number_in((text or "").replace("$", "").replace(",", ""))
    return to_centavos(number) if number is not None and number == round(number, 2) and abs(number) < 10**9 else None
