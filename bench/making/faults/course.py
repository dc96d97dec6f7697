"""One case from the request to its end, by people who try again when nobody answers, and never do a thing twice."""

import hashlib
import random
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import TypeVar

from sqlalchemy import select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session
from sqlmodel import col

from backoffice.casework import request, retrying, review
from backoffice.casework.house import Deal, House
from backoffice.domain.applicant import Applicant
from backoffice.domain.errors import ServiceUnavailable, WrongState
from backoffice.domain.work import WAITING_TASK, Outcome, TaskReason, WorkKind, WorkState
from backoffice.domain.workflow import State
from backoffice.records.case_view import CaseView, case_view
from backoffice.records.cases import ApplicantRow, Case
from backoffice.records.submissions import Decision, ReviewTask
from backoffice.rehearsal import cast
from bench.making.faults.hands import Hand
from bench.making.faults.ledger import Ledger, Promised
from bench.making.submissions import Answered

#: Seconds after which somebody who waits or tries again gives up: that is a promise broken.
PATIENCE = 600.0
LOOK_EVERY = 0.15
ANALYSTS = ("ana", "olga", "rosa", "luis")
#: Of companies that have several registrations each: an e.firma is of an RFC, and takes long to make.
RFCS = tuple(f"FAL010101{number:03X}" for number in range(8))
#: Sets with their workbooks, of first rounds and of corrections.
Known = tuple[list[Answered], list[Answered]]
Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class Course:
    """A case's way: its number decides whether it needs a second round and whether it is cancelled in the end."""

    house: House
    hand: Hand
    ledger: Ledger
    known: Known
    number: int

    @property
    def company(self) -> Applicant:
        """Who asks."""
        number = self.number
        rfc = RFCS[number % len(RFCS)]
        return Applicant(f"K{number:010d}", rfc, f"Empresa {number}", f"{number}@medida.example")

    @property
    def rounds(self) -> int:
        """One in three is asked for corrections once."""
        return 2 if self.number % 3 == 0 else 1

    @property
    def is_cancelled(self) -> bool:
        """One in five ends its certification."""
        return self.number % 5 == 0

    def run(self) -> str:
        """All of it; the folio."""
        folio = self._request()
        for round_ in range(1, self.rounds + 1):
            outcome = Outcome.CORRECTIONS if round_ < self.rounds else Outcome.APPROVE
            self._send(folio, round_)
            self.review(folio, round_, outcome)
        self._end(folio)
        return folio

    def _request(self) -> str:
        dealt = replace(self.house, dealer=lambda: self._deal(1))
        folio = self._insist(lambda: request.register(dealt, self.company).folio, self._folio)
        self.ledger.keep(Promised(folio, "request"))
        return folio

    def _send(self, folio: str, round_: int) -> None:
        data = self._answers(round_).copy(self.number)
        digest = hashlib.sha256(data).hexdigest()
        self._wait(folio, lambda view: view.case.round_number == round_ and view.current.test_set is not None)

        def sent() -> bool:
            return any(one.submission.sha256 == digest for one in self._view(folio).current.submissions)

        name = f"evidencias-{round_}.xlsx"
        self._told(lambda: self.hand.send(self.company, folio, name, data), sent)
        self.ledger.keep(Promised(folio, "file", digest=digest))

    def review(self, folio: str, round_: int, outcome: Outcome) -> None:
        """Whoever's turn it is opines, until an opinion stands."""
        until = time.monotonic() + PATIENCE
        while True:
            view = self._wait(folio, lambda view: _reviewable(view, round_) or view.case.round_number > round_)
            task = _reviewable(view, round_)
            if task is not None and task.reason is TaskReason.QUARANTINED and outcome is Outcome.APPROVE:
                self._operate(folio)  # nobody approves what could not be evaluated
                time.sleep(LOOK_EVERY)
                if time.monotonic() > until:
                    raise ServiceUnavailable(f"{folio}: su archivo sigue en cuarentena.")
            elif task is None or self._opine(folio, task, outcome):
                return

    def _opine(self, folio: str, task: ReviewTask, outcome: Outcome) -> bool:
        analyst = ANALYSTS[(self.number + task.turn) % len(ANALYSTS)]
        dealt = replace(self.house, dealer=lambda: self._deal(2))

        def given() -> Decision | None:
            query = select(Decision).where(col(Decision.task_id) == task.id, col(Decision.turn) == task.turn)
            return self._ask(lambda session: session.execute(query).scalar_one_or_none())

        def decide() -> Decision:
            review.claim(dealt, task.id, analyst)
            return review.decide(dealt, task.id, analyst, outcome, "Lo vimos juntos.")

        decision = self._insist(decide, given)
        self.ledger.keep(
            Promised(folio, "opinion", task=task.id, turn=task.turn, analyst=decision.analyst, outcome=decision.outcome)
        )
        return decision.stands

    def _end(self, folio: str) -> None:
        certified = (State.CERTIFIED, State.CANCELLED)
        self._told(lambda: self.hand.accept(self.company, folio), lambda: self._in(folio, *certified))
        self.ledger.keep(Promised(folio, "acceptance"))
        if self.is_cancelled:
            self._told(lambda: self.hand.cancel(self.company, folio), lambda: self._in(folio, State.CANCELLED))
            self.ledger.keep(Promised(folio, "cancellation"))

    def _told(self, act: Callable[[], None], done: Callable[[], bool]) -> None:
        """An act of the company's, until somebody says that it was done, or it is seen to be."""

        def acted() -> bool:
            act()
            return True

        self._insist(acted, lambda: done() or None)

    def _insist(self, act: Callable[[], Result], done: Callable[[], Result | None]) -> Result:
        """Do it; where nobody says whether it was done, look, and do it again if it was not."""
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            try:
                return act()
            except (ServiceUnavailable, SQLAlchemyError, WrongState) as trouble:
                self.ledger.again()
                time.sleep(random.uniform(LOOK_EVERY, 4 * LOOK_EVERY))
                found = done()
                if found is not None:
                    return found
                last = trouble
        raise ServiceUnavailable(f"{self.company.nrp}: {last}")

    def _wait(self, folio: str, come: Callable[[CaseView], object]) -> CaseView:
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            view = self._view(folio)
            if come(view):
                return view
            if any(row.state == WorkState.QUARANTINED and row.kind != WorkKind.EVALUATE for row in view.work):
                self._operate(folio)
            time.sleep(LOOK_EVERY)
        raise ServiceUnavailable(f"{folio} no avanza desde hace {PATIENCE:.0f} s: {view.case.state}.")

    def _operate(self, folio: str) -> None:
        """Work that was killed three times waits for a person, who orders it again (``mesa retry``)."""
        with suppress(ServiceUnavailable, SQLAlchemyError, WrongState):
            if retrying.retry(self.house, folio, "operator"):
                self.ledger.by_hand()

    def _folio(self) -> str | None:
        query = select(col(Case.folio)).join(ApplicantRow).where(col(ApplicantRow.nrp) == self.company.nrp)
        return self._ask(lambda session: session.execute(query).scalar_one_or_none())

    def _in(self, folio: str, *states: State) -> bool:
        return self._view(folio).case.state in states

    def _view(self, folio: str) -> CaseView:
        return self._ask(lambda session: case_view(session, folio))

    def _ask(self, question: Callable[[Session], Result]) -> Result:
        """Read; while the database is away, wait."""
        until = time.monotonic() + PATIENCE
        while True:
            try:
                with self.house.transaction() as work:
                    return question(work.session)
            except (ServiceUnavailable, SQLAlchemyError):
                if time.monotonic() > until:
                    raise
                time.sleep(LOOK_EVERY)

    def _deal(self, round_: int) -> Deal:
        seed = self.number % len(self.known[round_ - 1])
        return Deal(seed.to_bytes(32, "big"), cast.SET_DATE, rehearsal=True)

    def _answers(self, round_: int) -> Answered:
        known = self.known[round_ - 1]
        return known[self.number % len(known)]


def _reviewable(view: CaseView, round_: int) -> ReviewTask | None:
    """The task of that round that waits for somebody."""
    if view.case.round_number != round_ or not view.current.submissions:
        return None
    task = view.current.submissions[-1].task
    return task if task is not None and task.state in WAITING_TASK else None
