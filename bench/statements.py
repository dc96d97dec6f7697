"""Every stage killed at every moment: before each of its statements and commits, and around what it does elsewhere.

One course after another through a house of its own; in the n-th everything that is done is killed once, at its n-th
moment, until no step has so many. In the end the auditor compares what people were told with what is there.
"""

import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import AbstractContextManager
from dataclasses import replace
from pathlib import Path
from typing import Any

from pydantic import SecretStr

from backoffice.casework.house import House
from bench.letters import Office, office
from bench.making.faults.auditing import broken_promises, duplicates
from bench.making.faults.ledger import Ledger
from bench.making.own_house import Own, own_house
from bench.measuring import Line
from tests.casework.world import Bells, Clock, Dealer, World, any_set, no_traces, read_words
from tests.faults.courses import Course
from tests.staff import Entrances

BY_NAME_ALONE = True


def run() -> Iterator[Line]:
    """Kill, compare; a line a step, and one for what was broken."""
    start = time.perf_counter()
    with tempfile.TemporaryDirectory(prefix="mesa-") as folder, office(Path(folder)) as post, desk(post) as own:
        ledger = Ledger()
        moments = killed_everywhere(world_of(own.house), ledger)
        delivered = post.taken()
        broken = broken_promises(own.house, ledger, delivered, signed=True)
    seconds = time.perf_counter() - start
    for step, count in sorted(moments.items()):
        yield Line(f"kills of {step}, one at each moment", seconds, None, count, "> 0", count > 0)
    yield Line(f"{moments.total()} kills: broken promises", seconds, None, len(broken), "= 0", not broken)
    for trouble in broken[:20]:
        yield Line(trouble, 0, None, None, "–", False)
    twice = max(Counter(delivered).values())
    yield Line("letters twice, under one Message-ID", seconds, None, duplicates(delivered), "–", twice <= 2)


def desk(post: Office) -> AbstractContextManager[Own]:
    """A house whose only workers are those that are killed, and whose letters go to *post*."""
    return own_house(("database", "tables"), smtp_url=SecretStr(post.url), second_review_share=0)


def killed_everywhere(world: World, ledger: Ledger) -> Counter[str]:
    """At how many moments each step was killed."""
    moments: Counter[str] = Counter()
    at, more = 1, True
    while more:
        course = Course(world, ledger, at)
        course.run()
        moments.update(course.killed)
        at, more = at + 1, bool(course.killed)
    return moments


def world_of(house: House) -> World:
    """The world of the stages' tests over this house: a clock that is moved, workbooks that are words."""
    clock, bells = Clock(), Bells()
    words: dict[str, Any] = {"generate": any_set, "read": read_words, "traces": no_traces, "dealer": Dealer()}
    return World(replace(house, now=clock, ring=bells, **words), clock, bells, OneLogin())


class OneLogin(Entrances):
    """Everybody enters by the house's own login: what rights the others have is not measured here."""

    def entered(self, house: House, login: str) -> House:
        """The house itself."""
        return house
