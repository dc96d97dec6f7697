"""Which rows of a workbook are rows of the set, by the credits that the notices are about. No amount is looked at."""

import re
from collections.abc import Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import count

from backoffice.domain.causes import Place
from backoffice.domain.evidence import AnswerRow
from backoffice.domain.findings import Section
from backoffice.domain.test_set.received import Credit

SECTIONS: tuple[Section, ...] = ("samples", "assessment")
#: Rows of a section that are taken for the set's; it has some thirty.
MOST_ROWS = 200


@dataclass(frozen=True, slots=True)
class Claim:
    """A row of the workbook, the credit it is about, and where it stands in the set."""

    place: Place
    answer: AnswerRow
    credit: Credit


def claims(rows: Iterable[AnswerRow], of: Iterable[Credit]) -> list[Claim]:
    """Each row that is about a credit *of* the set, once; rows without a number of their own take a free one."""
    known = Known(of)
    held = list(rows)
    return [claim for section in SECTIONS for claim in _numbered(section, _of_section(section, held, known))]


def gaps(places: Iterable[Place]) -> list[Place]:
    """The numbers that a section skips; none where somebody numbered otherwise than one by one."""
    numbers: dict[Section, set[int]] = {section: set() for section in SECTIONS}
    for section, number in places:
        numbers[section].add(number)
    return [
        (section, number)
        for section, used in numbers.items()
        if used and max(used) <= 2 * len(used)
        for number in range(1, max(used))
        if number not in used
    ]


class Known:
    """The credits by what a row may still tell of them: NSS and credit, else one of the two where it is enough."""

    def __init__(self, of: Iterable[Credit]) -> None:
        self._by: dict[Hashable, set[Credit]] = {}
        for credit in of:
            number = bare(credit.number)
            for nss in {bare(credit.worker), bare(credit.notice_nss)}:
                for key in ((nss, number), ("nss", nss), ("credit", number)):
                    self._by.setdefault(key, set()).add(credit)

    def of(self, row: AnswerRow) -> Credit | None:
        """The credit that the row is about."""
        nss, number = bare(row.nss), bare(row.credit_number)
        for key in ((nss, number), ("nss", nss), ("credit", number)):
            found = self._by.get(key, set())
            if len(found) == 1:
                return next(iter(found))
        return None


def bare(text: str) -> str:
    """The digits without leading zeros."""
    return re.sub(r"[^0-9]", "", text[:64]).lstrip("0")


def _of_section(section: Section, rows: Iterable[AnswerRow], known: Known) -> list[tuple[AnswerRow, Credit]]:
    """The first rows of a section that are about a credit; a period that stands twice is taken once."""
    found: dict[Hashable, tuple[AnswerRow, Credit]] = {}
    for row in rows:
        credit = known.of(row) if row.section == section and len(found) < MOST_ROWS else None
        if credit is not None:
            period = _period(row.given)
            found.setdefault((credit.number, *(period or (str(row.number),))), (row, credit))
    return list(found.values())


def _period(given: Mapping[str, str]) -> tuple[str, ...]:
    period = (given.get("period_start", ""), given.get("period_end", ""))
    return period if all(period) else ()


def _numbered(section: Section, found: list[tuple[AnswerRow, Credit]]) -> Iterator[Claim]:
    """By their own numbers; a second row of one number, or one of none, takes the first that is free."""
    used: set[int] = set()
    waiting: list[tuple[AnswerRow, Credit]] = []
    for answer, credit in found:
        if not answer.number or answer.number in used:
            waiting.append((answer, credit))
            continue
        used.add(answer.number)
        yield Claim((section, answer.number), answer, credit)
    free = (number for number in count(1) if number not in used)
    yield from (Claim((section, number), *pair) for number, pair in zip(free, waiting, strict=False))
