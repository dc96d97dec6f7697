"""Tables of who asks, the case, its rounds and their test sets."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Column, ForeignKey, Index, Text, UniqueConstraint, Uuid, text
from sqlmodel import Field, SQLModel

from backoffice.domain.test_set import TestSet
from backoffice.domain.test_set.model import Round as RoundKind
from backoffice.domain.workflow import State
from backoffice.records import columns

#: A company has one case at a time in these states.
UNDER_WAY = (State.REQUESTED, State.AWAITING_EVIDENCE, State.IN_ANALYSIS, State.APPROVED)


class ApplicantRow(SQLModel, table=True):
    """A company that asks for a certification. ``nrp`` names it."""

    __tablename__ = "applicants"

    id: UUID = columns.identity()
    nrp: str = columns.text(unique=True)
    rfc: str = columns.text(index=True)
    name: str = columns.text()
    email: str = columns.text()
    registered_at: datetime = columns.instant()


class Case(SQLModel, table=True):
    """One request and all that follows from it. ``version`` grows with every move.

    ``listed_since``: when the company agreed to stand in the public register, if it does.
    """

    __tablename__ = "cases"
    __table_args__ = (
        CheckConstraint("folio ~ '^[0-9]{10}$'", name="cases_folio_is_ten_digits"),
        Index(
            "one_case_under_way_per_applicant",
            "applicant_id",
            unique=True,
            postgresql_where=text("state IN (" + ", ".join(f"'{state}'" for state in UNDER_WAY) + ")"),
        ),
    )

    id: UUID = columns.identity()
    folio: str = columns.text(unique=True)
    applicant_id: UUID = columns.reference("applicants.id")
    state: State = columns.word(State, State.REQUESTED)
    round_number: int = Field(default=1)
    version: int = Field(default=1)
    requested_at: datetime = columns.instant()
    moved_at: datetime = columns.instant()
    listed_since: datetime | None = columns.instant_or_none()


class Round(SQLModel, table=True):
    """One test set's turn. The set is a pure function of the round's seed, ``kind`` and ``set_on``.

    ``deadline`` counts from the day the mail server took the letter; ``deadline_explained`` says how.
    """

    __tablename__ = "rounds"
    __table_args__ = (UniqueConstraint("case_id", "number", name="a_round_number_once_per_case"),)

    id: UUID = columns.identity()
    case_id: UUID = columns.reference("cases.id")
    number: int
    kind: str = columns.text()
    set_on: date
    rehearsal: bool = False
    opened_at: datetime = columns.instant()
    closed_at: datetime | None = columns.instant_or_none()
    deadline: date | None = None
    deadline_explained: dict[str, Any] | None = columns.document_or_none()

    @property
    def round_kind(self) -> RoundKind:
        """``first`` or ``correction``, as the test set calls it."""
        return "first" if self.kind == "first" else "correction"


class RoundSeed(SQLModel, table=True):
    """What a round's set and its test service's password are made from (hex). Secret: programs alone read it."""

    __tablename__ = "round_seeds"

    round_id: UUID = Field(sa_column=Column(Uuid, ForeignKey("rounds.id"), primary_key=True))
    seed: str = Field(repr=False, sa_column=Column(Text, nullable=False))


class TestSetRow(SQLModel, table=True):
    """The set issued in a round: its secret answers, its notices, and the bundle that the letter carries."""

    __test__ = False
    __tablename__ = "test_sets"

    id: UUID = columns.identity()
    round_id: UUID = columns.reference("rounds.id", unique=True)
    set_id: str = columns.text(index=True)
    rules_version: str = columns.text()
    answers: str = Field(repr=False, sa_column=Column(Text, nullable=False))
    notices: dict[str, str] = columns.document()
    bundle: str = columns.text()
    issued_at: datetime = columns.instant()

    def test_set(self) -> TestSet:
        """The set as a value."""
        return TestSet.from_answers(self.answers, self.notices)
