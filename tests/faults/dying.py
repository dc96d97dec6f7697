"""A stage in a process of its own that is killed (SIGKILL) at its n-th moment.

A moment is: before a statement, a commit, a file kept, a letter handed over, a ring; after each of the last three;
and before the answer. The processes are forked from one that has loaded everything and opened nothing.
"""

import multiprocessing
import os
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from signal import SIGKILL
from typing import Any
from uuid import UUID

from sqlalchemy import Engine, event

from backoffice.bootstrap import open_house
from backoffice.casework import certification, intake, request, review
from backoffice.casework.house import House
from backoffice.casework.signing import Signed
from backoffice.domain.applicant import Applicant
from backoffice.domain.signing import Purpose
from backoffice.domain.work import Outcome, WorkKind
from backoffice.records.blobs import Blobs
from backoffice.rehearsal.efirma import Efirma
from backoffice.rehearsal.pen import sign_with
from backoffice.settings import Addresses, Settings
from tests.casework.world import DOERS, Dealer, any_set, no_traces, read_words

WITHIN = 60.0
#: Who these processes are for the database.
NAME = "dying"
FILE = "evidencias.xlsx"


@dataclass(frozen=True, slots=True)
class Signer:
    """Who signs for a company, in whatever process: the account and the e.firma."""

    who: Applicant
    account_id: UUID
    held: Efirma

    def sign(self, house: House, purpose: Purpose, folio: str | None = None, data: bytes | None = None) -> Signed:
        """What comes back from a browser in which this company signs."""
        evidence = (FILE, data) if data is not None else None
        return sign_with(house, self.account_id, self.held, purpose, folio=folio, evidence=evidence)


def _ask(house: House, signer: Signer) -> object:
    return request.register(house, signer.who, signed=signer.sign(house, Purpose.REQUEST))


def _send(house: House, sent: tuple[Signer, str, bytes]) -> object:
    signer, folio, data = sent
    return intake.receive(house, folio, FILE, data, signed=signer.sign(house, Purpose.EVIDENCE, folio, data))


def _accept(house: House, ready: tuple[Signer, str]) -> object:
    signer, folio = ready
    return certification.accept(house, folio, signed=signer.sign(house, Purpose.ACCEPTANCE, folio))


def _cancel(house: House, ready: tuple[Signer, str]) -> object:
    signer, folio = ready
    return certification.cancel(house, folio, "Ya no.", signed=signer.sign(house, Purpose.CANCELLATION, folio))


def _decide(house: House, given: tuple[UUID, str, Outcome]) -> object:
    task, analyst, outcome = given
    review.claim(house, task, analyst)
    return review.decide(house, task, analyst, outcome, "Lo vimos juntos.")


#: name → what a person or a worker does, of what was found to be due.
STAGES: dict[str, Callable[[House, Any], object]] = {
    "request": _ask,
    "intake": _send,
    "decide": _decide,
    "accept": _accept,
    "cancel": _cancel,
    **{kind.value: DOERS[kind] for kind in WorkKind},
}


@dataclass(frozen=True, slots=True)
class Scene:
    """Where and when a stage is played: what the child opens for itself."""

    var: Path
    addresses: Addresses
    now: datetime


@dataclass
class Moments:
    """Counts them; at the *last* one the process dies."""

    last: int
    seen: int = 0

    def pass_by(self, *_: object, **__: object) -> None:
        """One more."""
        self.seen += 1
        if self.seen == self.last:
            os.kill(os.getpid(), SIGKILL)


@dataclass(frozen=True)
class Watched(Blobs):
    """A store that has a moment before and after each file."""

    moments: Moments | None = None

    def put(self, data: bytes) -> str:
        """Keep it between two moments."""
        assert self.moments is not None
        self.moments.pass_by()
        key = super().put(data)
        self.moments.pass_by()
        return key


def killed(scene: Scene, stage: str, due: object, at: int) -> bool:
    """Whether *stage* had so many moments, and was killed at that one. Otherwise it was done."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload([__name__, "holidays.countries.mexico", "backoffice.mail.rendering"])
    child = context.Process(target=_play, args=(scene, stage, due, at))
    child.start()
    child.join(WITHIN)
    assert child.exitcode in {0, -SIGKILL}, f"{stage}, moment {at}: {child.exitcode}"
    return child.exitcode == -SIGKILL


def _play(scene: Scene, stage: str, due: object, at: int) -> None:
    moments = Moments(at)
    house = furnished(scene, moments)
    event.listen(Engine, "before_cursor_execute", moments.pass_by)
    event.listen(Engine, "commit", moments.pass_by)
    STAGES[stage](house, due)
    moments.pass_by()


def furnished(scene: Scene, moments: Moments) -> House:
    """The house as this process has it: the real world, but words for workbooks."""
    address = f"{scene.addresses.database_url}&application_name={NAME}"
    addresses = replace(scene.addresses, database_url=address)
    house = open_house(Settings(var=scene.var, second_review_share=0, demo=True), addresses)
    kept = Watched(house.blobs.store, house.blobs.folder, moments)

    def deliver(message: bytes, to: str) -> str:
        moments.pass_by()
        receipt = house.deliver(message, to)
        moments.pass_by()
        return receipt

    def ring(*_: object) -> None:
        moments.pass_by()

    words: dict[str, Any] = {"generate": any_set, "read": read_words, "traces": no_traces, "dealer": Dealer()}
    return replace(house, now=lambda: scene.now, blobs=kept, deliver=deliver, ring=ring, **words)
