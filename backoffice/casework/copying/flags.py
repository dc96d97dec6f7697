"""Signs as they are found, on their way into the records: one for each kind of two files, the gravest."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import update
from sqlalchemy.dialects.postgresql import insert
from sqlmodel import col

from backoffice.casework.house import Transaction
from backoffice.domain.copies.grades import Grade, Kind
from backoffice.records.copies import CopyFlag


@dataclass(frozen=True, slots=True)
class Found:
    """Something that ``submission_id`` has of ``other_id``; ``proof`` is plain JSON."""

    submission_id: UUID
    other_id: UUID
    kind: Kind
    grade: Grade
    proof: dict[str, Any]


def put(work: Transaction, found: list[Found]) -> None:
    """Keep them; what was known before stays. What has become common proves nothing, before either."""
    common = [one for one in found if one.grade is Grade.COMMON]
    for digest in sorted({str(one.proof["digest"]) for one in common}):
        same = col(CopyFlag.proof)["digest"].astext == digest
        work.session.execute(update(CopyFlag).where(same).values(grade=Grade.COMMON))
    rows = [_row(work, one) for one in found if one.grade is not Grade.COMMON]
    if rows:
        work.session.execute(insert(CopyFlag).on_conflict_do_nothing(), rows)


def _row(work: Transaction, one: Found) -> dict[str, Any]:
    both = {"submission_id": one.submission_id, "other_id": one.other_id}
    return {**both, "kind": one.kind.value, "grade": one.grade, "proof": one.proof, "found_at": work.now}
