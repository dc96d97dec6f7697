"""A company's whole course, in which every step is killed once; whoever hears no answer looks, and does what is due."""

import hashlib
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from uuid import UUID

from sqlalchemy import select, text
from sqlmodel import col

from backoffice.bootstrap import rehearsal_trust
from backoffice.casework import sweeping
from backoffice.domain.applicant import Applicant
from backoffice.domain.work import Outcome, TaskState
from backoffice.domain.workflow import State
from backoffice.records.cases import ApplicantRow, Case
from backoffice.rehearsal.efirma import authority, efirma
from backoffice.rehearsal.entrance import KEY_PASSWORD, REPRESENTATIVE
from bench.making.faults.ledger import Ledger, Promised
from tests.casework.world import World
from tests.faults.dying import NAME, STAGES, WITHIN, Scene, Signer, killed
from tests.portal.browser import account_of
from tests.portal.pen import trusting

#: Longer than any lease: whoever held work before a kill holds it no more.
LATER = {"minutes": 3}
#: The first two letters stand for all: one that starts a round's clock, and one that starts nothing.
MOST = {"send_letter": 2}


@dataclass
class Course:
    """Company *at* asks, sends a wrong file, then a right one, accepts and cancels, and signs all of it.

    Whatever is to be done is first played in a process that is killed at moment *at*; ``killed`` names the steps that
    had so many moments, ``tried`` is what was played so, by stage.
    """

    world: World
    ledger: Ledger
    at: int
    killed: list[str] = field(default_factory=list)
    tried: dict[str, list[object]] = field(default_factory=dict)

    def run(self) -> str:
        """All of it; the folio."""
        who = Applicant(f"K{self.at:010d}", "EKU9003173C9", f"Empresa {self.at}", "x@empresa.example")
        signer = signer_of(self.world, who)
        self._until_done("request", lambda: None if self._folio(who) else signer)
        folio = self._folio(who)
        assert folio is not None
        self.ledger.keep(Promised(folio, "request"))
        for round_, word, outcome in ((1, b"uma", Outcome.CORRECTIONS), (2, b"right", Outcome.APPROVE)):
            self._work()
            self._send(signer, folio, round_, word + b" %d" % self.at)
            self._work()
            self._until_done("decide", lambda here=round_, what=outcome: self._undecided(folio, here, what))  # type: ignore[misc]
        self._work()
        self._end(signer, folio)
        self._work()
        return folio

    def _send(self, signer: Signer, folio: str, round_: int, data: bytes) -> None:
        digest = hashlib.sha256(data).hexdigest()

        def missing() -> tuple[Signer, str, bytes] | None:
            view = self.world.view(folio)
            assert view.case.round_number == round_
            sent = any(one.submission.sha256 == digest for one in view.current.submissions)
            return None if sent else (signer, folio, data)

        self._until_done("intake", missing)
        self.ledger.keep(Promised(folio, "file", digest=digest))

    def _undecided(self, folio: str, round_: int, outcome: Outcome) -> tuple[UUID, str, Outcome] | None:
        """The task of that round, whose turn it is, and what they will say; what was said before is kept in mind."""
        (file,) = self.world.view(folio).rounds[round_ - 1].submissions
        assert file.task is not None
        for said in file.opinions:
            promised = Promised(folio, "opinion", task=said.task_id, turn=said.turn, analyst=said.analyst)
            if promised not in self.ledger.promises:
                self.ledger.keep(promised)
        if file.task.state == TaskState.DECIDED:
            return None
        return file.task.id, f"{'ana' if file.task.turn == 1 else 'olga'}-{self.at}", outcome

    def _end(self, signer: Signer, folio: str) -> None:
        ready = signer, folio
        self._until_done("accept", lambda: ready if self._state(folio) == State.APPROVED else None)
        self.ledger.keep(Promised(folio, "acceptance"))
        self._until_done("cancel", lambda: ready if self._state(folio) == State.CERTIFIED else None)
        self.ledger.keep(Promised(folio, "cancellation"))

    def _until_done(self, stage: str, due: Callable[[], object]) -> None:
        while (found := due()) is not None:
            self._play(stage, found)

    def _work(self) -> None:
        """What the clock rings for is done, until it rings for nothing more."""
        self.world.bells.rung.clear()
        self.world.clock.forward(**LATER)
        while sweeping.ring_forgotten(self.world.house):
            for kind, row_id in self.world.bells.rung:
                self._play(kind.value, row_id)
            self.world.bells.rung.clear()
            self.world.clock.forward(**LATER)

    def _play(self, stage: str, due: object) -> None:
        """Killed, where it is tried for the first time; else done."""
        before = self.tried.setdefault(stage, [])
        if due in before or len(before) >= MOST.get(stage, len(before) + 1):
            STAGES[stage](self.world.house, due)
            return
        before.append(due)
        scene = Scene(self.world.house.settings.var, self.world.house.addresses, self.world.clock())
        if killed(scene, stage, due, self.at):
            self.killed.append(f"{stage} {len(before)}")
            self._bury()
        self.world.clock.forward(**LATER)

    def _bury(self) -> None:
        """Wait until the database knows that the killed process is gone: until then it keeps what that had locked."""
        query = text("SELECT count(*) FROM pg_stat_activity WHERE application_name = :name")
        until = time.monotonic() + WITHIN
        while self.world.reading(lambda session: session.execute(query, {"name": NAME}).scalar_one()):
            assert time.monotonic() < until
            time.sleep(0.01)

    def _folio(self, who: Applicant) -> str | None:
        query = select(col(Case.folio)).join(ApplicantRow).where(col(ApplicantRow.nrp) == who.nrp)
        return self.world.reading(lambda session: session.execute(query).scalar_one_or_none())

    def _state(self, folio: str) -> State:
        return self.world.view(folio).case.state


def signer_of(world: World, who: Applicant) -> Signer:
    """Somebody who may sign for that company, whom every process of this house trusts."""
    issuer = authority(rehearsal_trust(world.house.settings).parent)
    world.house = trusting(world.house, issuer)
    with world.house.transaction() as work:
        account_id = account_of(work.session, work.now, who)
    held = efirma(
        issuer, rfc=who.rfc, representative_rfc=REPRESENTATIVE, name="EMPRESA", password=KEY_PASSWORD, at=world.clock()
    )
    return Signer(who, account_id, held)
