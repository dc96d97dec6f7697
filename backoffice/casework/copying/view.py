"""Signs about one file as the desk shows them: from its side, whichever of the two it is."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlmodel import col

from backoffice.casework.house import House, Transaction
from backoffice.domain.copies.grades import Grade, Kind
from backoffice.records.cases import ApplicantRow, Case, Round
from backoffice.records.copies import CopyFlag, flags_of
from backoffice.records.submissions import Submission

ORDER = tuple(Grade)


@dataclass(frozen=True, slots=True)
class Copied:
    """One sign about a file, and the other file: its case, company, round and number.

    ``taken``: this file has what is the other's (it came later, or its wrong amounts are the other's right ones); else
    the other has what is this one's. ``proof`` is plain JSON, from the side of the one that took.
    """

    kind: Kind
    grade: Grade
    taken: bool
    submission_id: UUID
    blob: str
    folio: str
    company: str
    round_number: int
    file_number: int
    received_at: datetime
    proof: Mapping[str, Any]


def copies_of(house: House, submission_id: UUID) -> tuple[Copied, ...]:
    """All signs about a file, in both directions, the gravest first. Raises ``ServiceUnavailable``."""
    with house.transaction() as work:
        signs = [sign for sign in flags_of(work.session, submission_id) if sign.grade is not Grade.COMMON]
        found = [_copied(work, sign, submission_id) for sign in signs]
    return tuple(sorted(found, key=lambda one: (ORDER.index(one.grade), one.received_at, one.kind)))


def _copied(work: Transaction, sign: CopyFlag, submission_id: UUID) -> Copied:
    taken = sign.submission_id == submission_id
    query = (
        select(Submission, Case, ApplicantRow, Round)
        .join(Case, col(Case.id) == col(Submission.case_id))
        .join(ApplicantRow, col(ApplicantRow.id) == col(Case.applicant_id))
        .join(Round, col(Round.id) == col(Submission.round_id))
        .where(col(Submission.id) == (sign.other_id if taken else sign.submission_id))
    )
    other, case, company, round_ = work.session.execute(query).one()
    return Copied(
        kind=Kind(sign.kind),
        grade=sign.grade,
        taken=taken,
        submission_id=other.id,
        blob=other.blob,
        folio=case.folio,
        company=company.name,
        round_number=round_.number,
        file_number=other.number,
        received_at=other.received_at,
        proof=sign.proof,
    )
