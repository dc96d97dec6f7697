"""Amounts that are wrong in one file and right in another company's set."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from uuid import UUID

from sqlalchemy.orm import Session

from backoffice.casework.copying.flags import Found
from backoffice.domain.copies.amounts import Match, Weighed, share, weigh
from backoffice.domain.copies.grades import Grade, Kind
from backoffice.records.copies import Fingerprint
from backoffice.records.copy_search import SameAmount, amounts_given, amounts_taken, times, wrong_rows

#: Of weak signs, which chance makes too, so many are kept; and so many companies are weighed at all.
MOST_WEAK, MOST_WEIGHED = 3, 40
#: Assessment rows of a set, as sets have them.
ROWS_A_SET = 20


def found(session: Session, mine: Fingerprint) -> list[Found]:
    """Signs that this file took from others' sets, and that earlier files took from this one's."""
    number, applicant = int(mine.number or 0), mine.applicant_id
    signs = []
    taken = _by_file(amounts_taken(session, number, applicant))
    wrong = wrong_rows(session, [mine.submission_id, *(given := _by_file(amounts_given(session, number, applicant)))])
    amounts = {match.centavos for same in (taken, given) for matches in same.values() for match in matches}
    counted = times(session, sorted(amounts)) if amounts else {}
    for other, matches in taken.items():
        weighed = _weighed(matches, wrong.get(mine.submission_id, 0), number, counted)
        signs += [_sign(mine.submission_id, other, matches, weighed, number)] if weighed else []
    for other, matches in given.items():
        weighed = _weighed(matches, wrong.get(other, 0), number, counted)
        signs += [_sign(other, mine.submission_id, matches, weighed, number)] if weighed else []
    weak = sorted((one for one in signs if one.grade is Grade.WEAK), key=lambda one: float(one.proof["expected"]))
    return [*(one for one in signs if one.grade is not Grade.WEAK), *weak[:MOST_WEAK]]


def _by_file(same: Sequence[SameAmount]) -> dict[UUID, list[Match]]:
    """The matches with the file of each company that has most, the earliest of equals; each row once, its own first."""
    files: dict[UUID, dict[int, Match]] = defaultdict(dict)
    company = {one.submission_id: one.applicant_id for one in same}
    for one in same:
        known = files[one.submission_id].get(one.row)
        if known is None or one.theirs == one.row:
            files[one.submission_id][one.row] = Match(one.row, one.theirs, one.centavos)
    best: dict[UUID, UUID] = {}
    for file in sorted(files, key=lambda file: -len(files[file])):
        best.setdefault(company[file], file)
    return {file: [*files[file].values()] for file in list(best.values())[:MOST_WEIGHED]}


def _weighed(matches: Sequence[Match], wrong: int, sets: int, counted: Mapping[int, int]) -> Weighed | None:
    """How often each amount comes is counted without the matching set's own."""
    rows = max(sets - 1, 0) * ROWS_A_SET
    shares = {one.centavos: share(one.centavos, max(counted[one.centavos] - 1, 0), rows) for one in matches}
    return weigh(matches, wrong, sets, ROWS_A_SET, shares)


def _sign(taker: UUID, giver: UUID, matches: Sequence[Match], weighed: Weighed, sets: int) -> Found:
    rows = [list(one) for one in sorted((one.number, one.theirs, one.centavos) for one in matches)]
    proof = {"rows": rows, "expected": weighed.expected, "sets": sets}
    return Found(taker, giver, Kind.AMOUNTS, weighed.grade, proof)
