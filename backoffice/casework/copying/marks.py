"""Marks that are equal: the file itself, the receipt, who wrote the book and when."""

from collections import defaultdict
from uuid import UUID

from sqlalchemy.orm import Session

from backoffice.casework.copying.flags import Found
from backoffice.domain.copies.grades import Kind, grade_of
from backoffice.records.copies import Fingerprint
from backoffice.records.copy_search import SameMark, same_marks

#: Where the book itself or its saving is the same, so is the person.
TELL_MORE = frozenset({Kind.CREATED, Kind.SAVED})


def found(session: Session, mine: Fingerprint) -> list[Found]:
    """Signs against the earliest file of each company that has the same mark."""
    groups: dict[tuple[str, bytes], dict[UUID, SameMark]] = defaultdict(dict)
    for one in same_marks(session, int(mine.number or 0), mine.applicant_id):
        groups[one.kind, one.digest].setdefault(one.applicant_id, one)
    signs = [_sign(mine, one, len(companies)) for companies in groups.values() for one in companies.values()]
    more = {sign.other_id for sign in signs if sign.kind in TELL_MORE}
    return [sign for sign in signs if not (sign.kind is Kind.PERSON and sign.other_id in more)]


def _sign(mine: Fingerprint, one: SameMark, companies: int) -> Found:
    kind = Kind(one.kind)
    proof = {"said": one.said, "digest": one.digest.hex(), "companies": companies}
    return Found(mine.submission_id, one.submission_id, kind, grade_of(kind, companies), proof)
