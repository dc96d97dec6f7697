"""Which row of the applicant's tab 2 answers which row of the set: by number, NSS and credit, wherever it stands.

Only identities are looked at here, never amounts.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass, field

from backoffice.domain.evidence import AnswerKind, AnswerRow
from backoffice.domain.findings import Section
from backoffice.domain.test_set import TestRow

SECTIONS: tuple[Section, ...] = ("samples", "assessment")


@dataclass(frozen=True, slots=True)
class Pair:
    """A row of the set and the row that answers it. ``doubtful`` where only their order told two rows apart."""

    row: TestRow
    answer: AnswerRow
    doubtful: bool = False

    @property
    def renumbered(self) -> bool:
        """The applicant's row carries another number, or none."""
        return self.answer.number != self.row.number

    @property
    def has_wrong_nss(self) -> bool:
        """An NSS was given and is not the worker's."""
        return _digits(self.answer.nss) not in {"", _digits(self.row.nss)}

    @property
    def has_wrong_credit(self) -> bool:
        """A credit number was given and is not the worker's."""
        return _digits(self.answer.credit_number) not in {"", _digits(self.row.credit_number)}

    @property
    def is_unanswered(self) -> bool:
        """Every cell to be filled in is empty."""
        return is_blank(self.answer)


@dataclass(slots=True)
class Rows:
    """One section, matched: pairs in the set's order; set rows nobody answers; rows sent twice; rows of no one."""

    section: Section
    pairs: list[Pair] = field(default_factory=list)
    missing: list[TestRow] = field(default_factory=list)
    repeated: list[AnswerRow] = field(default_factory=list)
    unknown: list[AnswerRow] = field(default_factory=list)

    @property
    def is_absent(self) -> bool:
        """The workbook has no row of this section at all."""
        return not (self.pairs or self.repeated or self.unknown)

    @property
    def is_unanswered(self) -> bool:
        """Rows are there, as in the template, and not one cell was filled in."""
        return bool(self.pairs) and all(pair.is_unanswered for pair in self.pairs)

    @property
    def is_of_another_set(self) -> bool:
        """Rows are there, and not one is of a worker of this set."""
        return bool(self.unknown) and not self.pairs


def is_blank(answer: AnswerRow) -> bool:
    """Nothing was filled in."""
    return all(cell.kind is AnswerKind.EMPTY for cell in answer.answers.values())


def is_nameless(answer: AnswerRow) -> bool:
    """The row names no worker: neither NSS nor credit."""
    return not _digits(answer.nss) and not _digits(answer.credit_number)


def match(section: Section, expected: Iterable[TestRow], found: Iterable[AnswerRow]) -> Rows:
    """Match one section. Time grows with the number of rows, not with its square."""
    rows = Rows(section)
    waiting = list(expected)
    left = [answer for answer in found if not (is_blank(answer) and is_nameless(answer))]
    for key in _KEYS:
        waiting, left = _pair_by(key, waiting, left, rows)
    workers = {_worker(pair.row) for pair in rows.pairs}
    rows.missing = waiting
    for answer in left:
        (rows.repeated if _worker(answer) in workers else rows.unknown).append(answer)
    rows.pairs.sort(key=lambda pair: pair.row.number)
    return rows


def _pair_by(
    key: Callable[[TestRow | AnswerRow], Hashable | None],
    waiting: list[TestRow],
    left: list[AnswerRow],
    rows: Rows,
) -> tuple[list[TestRow], list[AnswerRow]]:
    """Pair what shares *key*; what stays alone goes on. A second row with a whole, paired key is a repeated one."""
    wanted: dict[Hashable, list[TestRow]] = defaultdict(list)
    for row in waiting:
        wanted[key(row)].append(row)
    doubtful = {name for name, group in wanted.items() if len(group) > 1}
    paired: set[Hashable] = set()
    unmatched: list[AnswerRow] = []
    for answer in left:
        name = key(answer)
        if name is not None and wanted.get(name):
            rows.pairs.append(Pair(wanted[name].pop(0), answer, name in doubtful))
            paired.add(name)
        elif name in paired and key is _whole:
            rows.repeated.append(answer)
        else:
            unmatched.append(answer)
    return [row for group in wanted.values() for row in group], unmatched


def _whole(row: TestRow | AnswerRow) -> Hashable:
    return (row.number, *_worker(row))


def _worker(row: TestRow | AnswerRow) -> tuple[str, str]:
    return _digits(row.nss), _digits(row.credit_number)


def _number_and_nss(row: TestRow | AnswerRow) -> Hashable | None:
    return (row.number, nss) if (nss := _digits(row.nss)) and row.number else None


def _number_and_credit(row: TestRow | AnswerRow) -> Hashable | None:
    return (row.number, credit) if (credit := _digits(row.credit_number)) and row.number else None


def _number_alone(row: TestRow | AnswerRow) -> Hashable | None:
    """Only for rows whose NSS and credit were wiped out."""
    return row.number if isinstance(row, TestRow) or is_nameless(row) else None


_KEYS: tuple[Callable[[TestRow | AnswerRow], Hashable | None], ...] = (
    _whole, _worker, _number_and_nss, _number_and_credit, _number_alone,
)  # fmt: skip


def _digits(text: str) -> str:
    """The digits without leading zeros: Excel eats them where a number was typed."""
    return re.sub(r"[^0-9]", "", text[:64]).lstrip("0")
