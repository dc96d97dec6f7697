"""The same processes on several machines over shared servers: evaluations a second, and a machine that is cut off.

Companies come by two portals in turn and sign what they send; where one does not answer they try again.
Machines are network namespaces on one bridge, so this needs root; they share the cores of this one. Prints a plain
reason, and measures nothing, where that is not allowed.
"""

import random
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import httpx
from sqlalchemy import text

from backoffice.casework import intake
from backoffice.casework.house import House
from backoffice.domain.errors import BadInput, ServiceUnavailable
from bench.faults import settle
from bench.making.faults.auditing import broken_promises, duplicates
from bench.making.faults.course import RFCS, Course, Known
from bench.making.faults.hands import at_the_portals
from bench.making.faults.ledger import Ledger
from bench.making.network import Host, Network, missing, network
from bench.making.submissions import Answered, answered, waiting
from bench.measuring import Line
from bench.workers import share, tasks, ticks, until

BY_NAME_ALONE = True
EVALUATIONS, SETS = 40, 4
CASES, PEOPLE = 12, 6
#: Seconds for which a machine is cut off.
AWAY = 45.0


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of cases that were driven while a machine was cut off."""

    ledger: Ledger
    broken: list[str]
    twice: int
    #: Seconds from the cut to the moment at which another machine's clock was on duty.
    followed: float
    #: Whether the other portal answered meanwhile.
    answered: bool


def run() -> Iterator[Line]:
    """Measure with 1, 2 and 4 machines, then cut one of 2 and one of 4 off."""
    if reason := missing():
        raise BadInput(f"No se pueden poner varias máquinas aquí: {reason}")
    known: Known = (answered(SETS), answered(SETS, "correction"))
    first = None
    for hosts in (1, 2, 4):
        with tempfile.TemporaryDirectory(prefix="mesa-") as folder, network(Path(folder)) as net:
            rate, busy = evaluated(net, known[0], hosts)
            first = first or rate
            words = f"evaluations over S3, {hosts} host(s), {busy:.0%} of all cores busy: a second"
            yield Line(words, 1 / rate, 1 / first, rate, "–", True)
    for hosts in (2, 4):
        came = cut_off(hosts, CASES, known)
        words = f"{CASES} cases, {hosts} hosts, one cut off for {AWAY:.0f} s"
        yield Line(f"{words}: acts acknowledged", AWAY, None, len(came.ledger.promises), "–", True)
        yield Line(
            f"{words}: seconds until the spare clock follows",
            AWAY,
            None,
            came.followed,
            f"< {AWAY:.0f}",
            came.followed < AWAY,
        )
        yield Line(f"{words}: the other portal answers", AWAY, None, float(came.answered), "= 1", came.answered)
        yield Line(f"{words}: broken promises", AWAY, None, len(came.broken), "= 0", not came.broken)
        for trouble in came.broken[:20]:
            yield Line(trouble, 0, None, None, "–", False)
        yield Line(f"{words}: letters twice, under one Message-ID", AWAY, None, came.twice, "–", True)


def evaluated(net: Network, known: list[Answered], hosts: int) -> tuple[float, float]:
    """Evaluations a second by so many machines of one worker process each, and the busy share of all cores."""
    for one in list(waiting(net.house, known, EVALUATIONS)):
        intake.receive(net.house, one.folio, "evidencias.xlsx", one.workbook)
    with ExitStack() as stack:
        for number in range(hosts):
            stack.enter_context(net.host(number)).workers()
        first = until(lambda: tasks(net.house), at_least=1)
        start, busy = time.perf_counter(), ticks()
        last = until(lambda: tasks(net.house), at_least=EVALUATIONS)
        return (last - first) / (time.perf_counter() - start), share(busy, ticks())


def cut_off(hosts: int, cases: int, known: Known) -> Outcome:
    """Cases to their end by so many machines, of which the first, whose clock is on duty, is cut off in mid-work."""
    ledger = Ledger()
    with tempfile.TemporaryDirectory(prefix="mesa-") as folder, network(Path(folder), second_review_share=0.1) as net:
        with ExitStack() as stack:
            machines = [stack.enter_context(net.host(number)) for number in range(hosts)]
            portals = begun(net.house, machines)
            hand = stack.enter_context(at_the_portals(net.house, portals, RFCS))
            with ThreadPoolExecutor(PEOPLE) as people:
                courses = [Course(net.house, hand, ledger, known, number) for number in range(cases)]
                ends = [people.submit(one.run) for one in courses]
                wait(lambda: len(ledger.of("file")) >= cases // 4, "Los casos no avanzan.")
                followed, lives = without(net.house, machines[0], portals[1])
            settle(net.house)
            broken = [f"un caso no llegó a su fin: {end.exception()}" for end in ends if end.exception()]
        delivered = (net.folder / "book").read_text().split()
        broken += broken_promises(net.house, ledger, delivered, signed=True)
    return Outcome(ledger, broken, duplicates(delivered), followed, lives)


def begun(house: House, machines: list[Host]) -> list[str]:
    """Workers on all of them, a clock and a portal on the first two; the first one's clock is on duty."""
    for machine in machines:
        machine.workers()
    portals = []
    for machine in machines[:2]:
        machine.clock()
        portals.append(machine.portal())
        wait(lambda: on_duty(house) is not None, "Ningún reloj está de turno.")
        wait(lambda here=portals[-1]: answers(here), "El portal no responde.")  # type: ignore[misc]
    return portals


def without(house: House, machine: Host, other_portal: str) -> tuple[float, bool]:
    """Cut it off and let it rejoin; when its clock was followed, and whether the other portal answered meanwhile."""
    before, start = on_duty(house), time.monotonic()
    machine.cut()
    followed = float("inf")
    while time.monotonic() < start + AWAY:
        if followed == float("inf") and on_duty(house) not in {before, None}:
            followed = time.monotonic() - start
        time.sleep(random.uniform(0.2, 0.4))
    lives = answers(other_portal)
    machine.rejoin()
    return followed, lives


def on_duty(house: House) -> str | None:
    """The address of the machine whose clock holds the lock."""
    query = text(
        "SELECT host(client_addr) FROM pg_locks JOIN pg_stat_activity USING (pid)"
        " WHERE locktype = 'advisory' AND granted AND objid = 7305002"
    )
    with house.transaction() as work:
        return work.session.execute(query).scalars().first()


def answers(portal: str) -> bool:
    """Whether the portal shows the page of those who have not logged in, which asks the database."""
    try:
        return httpx.get(f"{portal}/verificar", timeout=5).is_success
    except httpx.HTTPError:
        return False


def wait(come: Callable[[], object], trouble: str) -> None:
    """Until it is so. Raises ``ServiceUnavailable`` where it takes too long."""
    end = time.monotonic() + 120
    while not come():
        if time.monotonic() > end:
            raise ServiceUnavailable(trouble)
        time.sleep(0.2)
