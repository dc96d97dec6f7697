"""Tables of what tells that evidence was taken from another company's case, and where they are asked."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    Column,
    ForeignKey,
    Identity,
    Index,
    Integer,
    LargeBinary,
    SmallInteger,
    Text,
    Uuid,
    or_,
    select,
    text,
)
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Session
from sqlmodel import Field, SQLModel, col

from backoffice.domain.copies.grades import Grade
from backoffice.records import columns


def _of_fingerprint() -> Any:
    return Field(sa_column=Column(Integer, ForeignKey("copy_fingerprints.number"), primary_key=True))


def _small(*, key: bool = False, index: bool = False) -> Any:
    return Field(sa_column=Column(SmallInteger, primary_key=key, nullable=False, index=index))


class Fingerprint(SQLModel, table=True):
    """One file whose marks were taken; ``number`` stands for it in the tables of marks. ``readable``: its pictures too.

    ``authorship`` is ``domain.copies.traces.Authorship``, for people.
    """

    __tablename__ = "copy_fingerprints"

    number: int | None = Field(default=None, sa_column=Column(Integer, Identity(always=True), primary_key=True))
    submission_id: UUID = columns.reference("submissions.id", unique=True)
    applicant_id: UUID = columns.reference("applicants.id")
    taken_at: datetime = columns.instant()
    readable: bool
    authorship: dict[str, Any] = columns.document()


class CopyAmount(SQLModel, table=True):
    """An assessment row, in centavos: its right answer, and what was given where it is wrong and unexplained."""

    __tablename__ = "copy_amounts"
    __table_args__ = (
        Index("copy_amounts_by_right_answer", "right_centavos"),
        Index("copy_amounts_by_foreign_one", "foreign_centavos", postgresql_where=text("foreign_centavos IS NOT NULL")),
    )

    fingerprint: int = _of_fingerprint()
    line: int = _small(key=True)
    right_centavos: int = Field(sa_column=Column(BigInteger, nullable=False))
    foreign_centavos: int | None = Field(default=None, sa_column=Column(BigInteger))


class CopyMark(SQLModel, table=True):
    """A mark that another file has or has not: ``Kind`` as text, sixteen bytes of digest."""

    __tablename__ = "copy_marks"
    __table_args__ = (Index("copy_marks_by_digest", "digest", "kind"),)

    fingerprint: int = _of_fingerprint()
    kind: str = Field(sa_column=Column(Text, primary_key=True))
    digest: bytes = Field(sa_column=Column(LargeBinary, primary_key=True))
    said: str = columns.text()


class CopyPart(SQLModel, table=True):
    """A part of a picture: 64 bits, also as four bands of sixteen; its slopes; its rectangle in the grey picture."""

    __tablename__ = "copy_parts"

    fingerprint: int = _of_fingerprint()
    picture: int = _small(key=True)
    part: int = _small(key=True)
    sha256: bytes = Field(sa_column=Column(LargeBinary, nullable=False))
    hash: int = Field(sa_column=Column(BigInteger, nullable=False))
    band_1: int = _small(index=True)
    band_2: int = _small(index=True)
    band_3: int = _small(index=True)
    band_4: int = _small(index=True)
    detail: bytes = Field(sa_column=Column(LargeBinary, nullable=False))
    box: list[int] = Field(sa_column=Column(ARRAY(SmallInteger), nullable=False))


class CopyFlag(SQLModel, table=True):
    """Something that one file has of another's: of which ``Kind``, what it proves, and the proof in plain JSON."""

    __tablename__ = "copy_flags"
    __table_args__ = (Index("strong_copy_flags", "submission_id", postgresql_where=text("grade = 'strong'")),)

    submission_id: UUID = Field(sa_column=Column(Uuid, ForeignKey("submissions.id"), primary_key=True))
    other_id: UUID = Field(sa_column=Column(Uuid, ForeignKey("submissions.id"), primary_key=True, index=True))
    kind: str = Field(sa_column=Column(Text, primary_key=True))
    grade: Grade = columns.word(Grade)
    proof: dict[str, Any] = columns.document()
    found_at: datetime = columns.instant()


def strong_among(session: Session, submission_ids: Sequence[UUID]) -> frozenset[UUID]:
    """Those of the submissions that a strong sign is about, whichever of the two files they are."""
    if not submission_ids:
        return frozenset()
    strong = col(CopyFlag.grade) == Grade.STRONG
    here, there = col(CopyFlag.submission_id), col(CopyFlag.other_id)
    query = select(here, there).where(strong, or_(here.in_(submission_ids), there.in_(submission_ids)))
    return frozenset(one for pair in session.execute(query) for one in pair) & frozenset(submission_ids)


def fingerprint_of(session: Session, submission_id: UUID) -> Fingerprint | None:
    """The marks of a file, if they were taken."""
    query = select(Fingerprint).where(col(Fingerprint.submission_id) == submission_id)
    return session.execute(query).scalar_one_or_none()


def flags_of(session: Session, submission_id: UUID) -> list[CopyFlag]:
    """All that is about a file, in both directions."""
    about = or_(col(CopyFlag.submission_id) == submission_id, col(CopyFlag.other_id) == submission_id)
    return list(session.execute(select(CopyFlag).where(about)).scalars())
