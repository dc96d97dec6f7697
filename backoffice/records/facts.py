"""Tables of what follows from verdicts and is counted often; the verdict's own text is the truth."""

from typing import Any
from uuid import UUID

from sqlalchemy import Column, ForeignKey, Identity, LargeBinary, SmallInteger, Uuid
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field, SQLModel

from backoffice.records import columns


class FactWord(SQLModel, table=True):
    """A code of a finding or of a mistake, and the small number that stands for it in packed findings."""

    __tablename__ = "fact_words"

    id: int | None = Field(default=None, sa_column=Column(SmallInteger, Identity(always=True), primary_key=True))
    word: str = columns.text(unique=True)


class VerdictFacts(SQLModel, table=True):
    """What is counted of one verdict. ``cause`` is its cause in a few words, for a line of the queue.

    ``mistakes`` are ``[code, rows explained, wrong rows]``, best first; ``findings`` are packed
    (``domain.facts.FINDING``).
    """

    __tablename__ = "verdict_facts"

    submission_id: UUID = Field(sa_column=Column(Uuid, ForeignKey("submissions.id"), primary_key=True))
    wrong_samples: int
    wrong_assessment: int
    errors: int
    warnings: int
    cause: str = columns.text()
    mistakes: list[Any] = Field(default_factory=list, sa_column=Column(JSONB, nullable=False))
    findings: bytes = Field(sa_column=Column(LargeBinary, nullable=False))
