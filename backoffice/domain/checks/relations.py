"""Rows of a set that tell of each other: two pieces of a period, one day more, twice the base. Seen in the set alone.

Insurance stands apart: the relations are of amortizations. Whether answers keep to them is judged elsewhere.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from itertools import permutations, product
from operator import mul

from backoffice.domain.causes import Place
from backoffice.domain.checks.wording import listed
from backoffice.domain.diagnosis import Alternatives
from backoffice.domain.findings import row_label
from backoffice.domain.money import to_centavos
from backoffice.domain.test_set import TestRow, TestSet

#: Centavos by which rounding may part a row from what others make of it.
ROUNDING = 2
#: What may differ between two rows of one credit that only their days tell apart.
DAYS = {"period_start", "period_end", "first_payroll"}
#: What a discount is taken of, by its type: doubled, it doubles the discount.
BASE = {"1": "sdi", "2": "discount_value", "3": "discount_value"}

#: What is said of the row, and of another one of the relation.
PIECES = ("su periodo es el de las filas {others} juntas", "su periodo y el de la fila {others} forman el de la {row}")
DAY = ("tiene un día más que la fila {others}, de su crédito", "tiene un día menos que la fila {row}, de su crédito")
TWICE = ("su base es el doble de la de la fila {others}", "su base es la mitad de la de la fila {row}")


@dataclass(frozen=True, slots=True)
class Relation:
    """``row`` withholds ``times`` what ``others`` do together. ``words`` say so, of the row and of another."""

    row: Place
    others: tuple[Place, ...]
    times: Fraction
    words: tuple[str, str]

    @property
    def rows(self) -> tuple[Place, ...]:
        """All rows that it speaks of."""
        return (self.row, *self.others)

    def follows(self, place: Place, amounts: Mapping[Place, int]) -> Fraction:
        """Centavos of *place* that follow from the other rows' *amounts*."""
        if place == self.row:
            return self.times * sum(amounts[other] for other in self.others)
        return amounts[self.row] / self.times - sum(amounts[other] for other in self.others if other != place)

    def is_kept(self, amounts: Mapping[Place, int], insurance: int) -> bool:
        """The *amounts* keep to it, but for rounding or for the whole *insurance* (centavos) of some rows."""
        gap = amounts[self.row] - self.follows(self.row, amounts)
        weights = (Fraction(1), *(-self.times for _ in self.others))
        counts = product((-1, 0, 1), repeat=len(weights))
        apart = (insurance * sum(map(mul, weights, count)) for count in counts)
        return any(abs(gap - one) <= ROUNDING for one in apart)

    def said_of(self, place: Place) -> str:
        """The relation in words, as *place* has it."""
        others = [row_label(*other) for other in self.others if other != place]
        return self.words[place != self.row].format(others=listed(others), row=row_label(*self.row))


def relations(test_set: TestSet, possible: Alternatives) -> list[Relation]:
    """All relations that the official answers keep to: where a cap or a change breaks one, it is none."""
    right = official(test_set.rows, "amortization")
    rows = [row for number, row in enumerate(test_set.rows) if number not in possible.cases.errors]
    found = (*of_one_credit(rows), *of_twice_the_base(rows))
    return [r for r in found if right[r.row] > ROUNDING and abs(right[r.row] - r.follows(r.row, right)) <= ROUNDING]


def official(rows: Iterable[TestRow], step: str) -> dict[Place, int]:
    """The right centavos of a step by row."""
    return {place(row): to_centavos(Decimal(row.expected.get(step) or 0)) for row in rows}


def of_one_credit(rows: Iterable[TestRow]) -> Iterator[Relation]:
    """Pieces of a period, and one day more."""
    for group in alike(rows, DAYS, by_worker=True):
        whole_of = {(row.case["period_start"], row.case["period_end"]): row for row in group}
        for first, second in permutations(group, 2):
            whole = whole_of.get((first.case["period_start"], second.case["period_end"]))
            if whole is not None and days(first) + days(second) == days(whole) and whole not in (first, second):
                yield Relation(place(whole), (place(first), place(second)), Fraction(1), PIECES)
        for shorter, longer in permutations(group, 2):
            if days(shorter) + 1 == days(longer) > 1:
                yield Relation(place(longer), (place(shorter),), Fraction(days(longer), days(shorter)), DAY)


def of_twice_the_base(rows: Iterable[TestRow]) -> Iterator[Relation]:
    """The same case with a base twice as large; a wage's own twin, the daily wage, may differ with it."""
    for kind, base in BASE.items():
        of_kind = [row for row in rows if row.case["discount_type"] == kind]
        for group in alike(of_kind, {base, "daily_wage"}, by_worker=False):
            for one, other in permutations(group, 2):
                if Decimal(one.case[base]) * 2 == Decimal(other.case[base]):
                    yield Relation(place(other), (place(one),), Fraction(2), TWICE)


def alike(rows: Iterable[TestRow], but_for: set[str], *, by_worker: bool) -> Iterator[list[TestRow]]:
    """Groups of two rows or more whose cases are equal but for some columns."""
    groups: dict[object, list[TestRow]] = defaultdict(list)
    for row in rows:
        case = tuple(text for column, text in row.case.items() if column not in but_for)
        groups[case, (row.nss, row.credit_number) if by_worker else None].append(row)
    return (group for group in groups.values() if len(group) > 1)


def place(row: TestRow) -> Place:
    """Where the row stands."""
    return row.section, row.number


def days(row: TestRow) -> int:
    """Days with withholding, as the set has them."""
    return int(row.expected.get("days") or 0)
