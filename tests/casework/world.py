"""A small world for the stages: a real database and mail server, a clock that tests move, workbooks that are words."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

from backoffice.casework import (
    copies,
    evaluation,
    issue,
    notebook_reports,
    readjudication,
    request,
    review,
    rounds,
    sending,
)  # fmt: skip
from backoffice.casework.house import Deal, House
from backoffice.domain.applicant import Applicant
from backoffice.domain.copies.traces import Traces
from backoffice.domain.evidence import Evidence
from backoffice.domain.work import Outcome, WorkKind
from backoffice.records.case_view import CaseView, case_view
from backoffice.records.cases import Case
from backoffice.records.submissions import Decision, ReviewTask
from backoffice.workbooks.refusals import EvidenceRefused
from tests.checks.example import example_set, faultless, with_answers
from tests.staff import STAFF, WORKERS, Entrances

#: Monday, noon in Mexico City.
MONDAY = datetime(2026, 11, 23, 18, 0, tzinfo=UTC)
ACME = Applicant("A0112345105", "EKU9003173C9", "Nóminas Ñandú, S.A. de C.V.", "tramites@nandu.example")

DOERS: dict[WorkKind, Callable[[House, UUID], None]] = {
    WorkKind.ISSUE_TEST_SET: issue.run,
    WorkKind.EVALUATE: evaluation.run,
    WorkKind.SEND_LETTER: sending.send,
    WorkKind.READJUDICATE: readjudication.run,
    WorkKind.RUN_REPORT: notebook_reports.run,
    WorkKind.LOOK_FOR_COPIES: copies.run,
}
Result = TypeVar("Result")


@dataclass
class Clock:
    """A clock that stands still until a test moves it."""

    now: datetime = MONDAY

    def __call__(self) -> datetime:
        """The time that it shows."""
        return self.now

    def forward(self, **by: float) -> None:
        """Later: ``minutes=15`` …"""
        self.now += timedelta(**by)


@dataclass
class Bells:
    """A queue of rings that a test answers when it likes."""

    rung: list[tuple[WorkKind, UUID]] = field(default_factory=list)

    def __call__(self, kind: WorkKind, row_id: UUID) -> None:
        """Remember a ring."""
        self.rung.append((kind, row_id))

    def only(self, kind: WorkKind) -> UUID:
        """The only row of this kind that was rung for."""
        (row_id,) = [row_id for rung, row_id in self.rung if rung == kind]
        return row_id


@dataclass
class Dealer:
    """Deals in a known order."""

    dealt: int = 0

    def __call__(self) -> Deal:
        """Seed 1, 2, 3 … for the 23rd of November."""
        self.dealt += 1
        return Deal(seed=self.dealt.to_bytes(32, "big"), on=date(2026, 11, 23))


def read_words(data: bytes) -> Evidence:
    """Workbooks of these tests are words: what a real one would say."""
    if data.startswith(b"right"):
        return faultless()
    if data.startswith(b"uma"):
        return with_answers({("assessment", 1, "withholding"): "1503.08"})
    if data.startswith(b"crash"):
        raise RuntimeError("the reader fell over")
    if data.startswith(b"ours"):
        raise EvidenceRefused("reading_failed", found="TypeError, receipt.py:55")
    raise EvidenceRefused("damaged")


def no_traces(_: bytes) -> Traces:
    """Words have no pictures, and nobody wrote them."""
    return Traces()


@dataclass
class World:
    """The house and what a test holds in hand."""

    house: House
    clock: Clock
    bells: Bells
    entrances: Entrances

    def by(self, login: str) -> House:
        """The house as one of ``tests.staff`` enters it."""
        return self.entrances.entered(self.house, login)

    def work(self) -> None:
        """Do what was rung for, in order, until nothing rings, with the rights of the workers."""
        workers = self.by(WORKERS)
        while self.bells.rung:
            kind, row_id = self.bells.rung.pop(0)
            DOERS[kind](workers, row_id)

    def case(self) -> Case:
        """A case that waits for its applicant's evidence."""
        case = request.register(self.house, ACME)
        self.work()
        return case

    def view(self, folio: str) -> CaseView:
        """The case as it is now."""
        return self.reading(lambda session: case_view(session, folio))

    def reading(self, query: Callable[[Session], Result]) -> Result:
        """What a query says now."""
        with self.house.transaction() as work:
            return query(work.session)

    def seed(self, folio: str, number: int = 1) -> bytes:
        """The secret seed of one of its rounds."""
        (round_id,) = (one.round.id for one in self.view(folio).rounds if one.round.number == number)
        return self.reading(lambda session: rounds.seed_of(session, round_id))

    def task(self, folio: str) -> ReviewTask:
        """The newest review task of the case's current round."""
        task = self.view(folio).current.submissions[-1].task
        assert task is not None
        return task

    def decided(self, folio: str, outcome: Outcome, reasons: str = "", analyst: str = "ana") -> Decision:
        """Claim and decide; where a second opinion is due, somebody else agrees. What stands."""
        decision = self.opinion(folio, outcome, reasons, analyst)
        return decision if decision.stands else self.opinion(folio, outcome, reasons, "olga")

    def opinion(self, folio: str, outcome: Outcome, reasons: str = "", analyst: str = "ana") -> Decision:
        """Claim and decide, whether it takes effect or not, by the person's own login where they have one."""
        task, house = self.task(folio), self.by(analyst) if analyst in STAFF else self.house
        review.claim(house, task.id, analyst)
        return review.decide(house, task.id, analyst, outcome, reasons)

    def sql(self, statement: str, **values: Any) -> list[tuple[Any, ...]]:
        """Ask or change the database behind everybody's back; the rows that it answers."""
        with self.house.database.begin() as connection:
            done = connection.execute(text(statement), values)
            return [tuple(row) for row in done] if done.returns_rows else []


def any_set(*_: object) -> Any:
    """The example's set, whatever the deal."""
    return example_set()
