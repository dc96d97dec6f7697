"""A thousand cases from the request to the certification while the processes of the house are killed at random.

Files, acceptances and cancellations are signed and come over HTTP: a portal is killed in the middle of them.

In a house of its own on embedded parts; the mail server, a process beside it, accepts everything and counts. In the end
an auditor compares what people were told with what is there.
"""

import random
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path

from pydantic import SecretStr
from sqlalchemy import func, select
from sqlmodel import col

from backoffice.casework import retrying
from backoffice.casework.house import House
from backoffice.domain.work import OPEN_WORK, WorkKind, WorkState
from backoffice.records.cases import Case
from backoffice.records.outbox import OutboxRow
from bench.letters import Office, office
from bench.making.faults.auditing import broken_promises, duplicates, in_quarantine
from bench.making.faults.course import RFCS, Course, Known
from bench.making.faults.hands import at_the_portals
from bench.making.faults.killing import Killer
from bench.making.faults.ledger import Ledger
from bench.making.own_house import Own, own_house
from bench.making.submissions import answered
from bench.measuring import Line

BY_NAME_ALONE = True
CASES, PEOPLE, SETS = 1_000, 16, 250
PARTS = ("database", "queue", "tables", "workers", "clock", "portal")
#: Seconds in which what is left to be done must be done once nobody kills any more.
SETTLED_WITHIN = 1_800.0


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of it."""

    seconds: float
    ledger: Ledger
    killed: dict[str, int]
    broken: list[str]
    twice: int
    quarantined: int


def run() -> Iterator[Line]:
    """Drive, kill, compare; one line a promise."""
    came = driven(CASES, seed=1)
    kills = sum(came.killed.values())
    words = f"{CASES:,} cases, {kills:,} kills"
    yield Line(f"{words}: acts acknowledged", came.seconds, None, len(came.ledger.promises), "–", True)
    yield Line(f"{words}: acts that were tried again", came.seconds, None, came.ledger.repeated, "–", True)
    again = f"{words}: orders that a person repeated after three kills"
    yield Line(again, came.seconds, None, came.ledger.ordered_again, "–", True)
    for kind, count in sorted(came.killed.items()):
        yield Line(f"killed: {kind}", came.seconds, None, count, "> 0", count > 0)
    yield Line(f"{words}: broken promises", came.seconds, None, len(came.broken), "= 0", not came.broken)
    for trouble in came.broken[:20]:
        yield Line(trouble, 0, None, None, "–", False)
    words_of = f"{words}: files shown to a person, killed three times"
    yield Line(words_of, came.seconds, None, came.quarantined, "–", True)
    yield Line(f"{words}: letters twice, under one Message-ID", came.seconds, None, came.twice, "–", True)


def driven(cases: int, *, seed: int, kinds: tuple[str, ...] = ()) -> Outcome:
    """So many cases to their end, under kills of those *kinds* (all of them where none is named)."""
    sets = min(cases, SETS)
    known: Known = (answered(sets), answered(sets, "correction"))
    ledger, start = Ledger(), time.perf_counter()
    with tempfile.TemporaryDirectory(prefix="mesa-") as folder, office(Path(folder)) as post, desk(post) as own:
        killer = Killer(own.started.settings, own.started.addresses, PARTS, random.Random(seed), kinds)
        killer.start()
        address = own.started.addresses.portal_url or ""
        with at_the_portals(own.house, [address], RFCS) as hand, ThreadPoolExecutor(PEOPLE) as people:
            ends = [people.submit(Course(own.house, hand, ledger, known, number).run) for number in range(cases)]
        killer.whole_again()
        settle(own.house)
        order_again(own.house, ledger)
        settle(own.house)
        broken = [f"un caso no llegó a su fin: {end.exception()}" for end in ends if end.exception()]
        delivered, quarantined = post.taken(), in_quarantine(own.house)
        broken += broken_promises(own.house, ledger, delivered, signed=True)
    seconds = time.perf_counter() - start
    return Outcome(seconds, ledger, dict(killer.killed), broken, duplicates(delivered), quarantined)


def desk(post: Office) -> AbstractContextManager[Own]:
    """The house, whose letters go to *post*."""
    return own_house(PARTS, smtp_url=SecretStr(post.url), second_review_share=0.1, demo=True)


def order_again(house: House, ledger: Ledger) -> None:
    """What an operator does once all is quiet: letters that three kills put aside are sent (``mesa retry``)."""
    given_up = select(col(Case.folio)).join(OutboxRow, col(OutboxRow.case_id) == col(Case.id)).distinct()
    letters = (col(OutboxRow.kind) == WorkKind.SEND_LETTER, col(OutboxRow.state) == WorkState.QUARANTINED)
    with house.transaction() as work:
        folios = list(work.session.execute(given_up.where(*letters)).scalars())
    for folio in folios:
        if retrying.retry(house, folio, "operator"):
            ledger.by_hand()


def settle(house: House) -> None:
    """Wait until nothing is left to be done, or the time is over: then the auditor says what is."""
    until = time.monotonic() + SETTLED_WITHIN
    while time.monotonic() < until:
        with house.transaction() as work:
            left = work.session.execute(select(func.count()).where(col(OutboxRow.state).in_(OPEN_WORK))).scalar_one()
        if not left:
            return
        time.sleep(0.3)
