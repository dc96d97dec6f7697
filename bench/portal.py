"""The page of a case at a hundred requests a second, as a proxy would ask for it, beside a page with one query.

In a house of its own on embedded parts, the portal a process as it always is. A request's time counts from the moment
at which it was due, so that none hides behind one that was slow.
"""

import asyncio
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from urllib.parse import urlsplit

import httpx
from sqlmodel import col, select

from backoffice.casework import accounts, intake, request, sessions
from backoffice.casework.house import House
from backoffice.domain.errors import ServiceUnavailable
from backoffice.domain.workflow import State
from backoffice.portal.visitor import COOKIE
from backoffice.records.cases import Case
from backoffice.rehearsal import cast
from backoffice.settings import ROOT, inherited_environment
from bench.making.own_house import own_house
from bench.measuring import Line
from tests.conftest import free_port

PARTS = ("database", "queue", "mailbox", "tables", "workers", "portal")
A_SECOND, COMPANIES = 100, 20
#: The two pages are asked in turn, so many seconds each and so many times.
TURN, TURNS = 1, 20
#: Seconds that the cases have to come to their state.
PATIENCE = 120.0
PAGE = "/certificacion"
GOAL = 0.05


@dataclass(frozen=True, slots=True)
class Portal:
    """Its address, its database, and the cookies of people who are logged in, each of another company."""

    address: str
    database_url: str
    tokens: list[str]


def run() -> Iterator[Line]:
    """Measure the page and the bare one in turn; one line a goal."""
    with own_portal() as portal, bare_page(portal) as bare:
        asyncio.run(asked(portal, PAGE, seconds=3))
        asyncio.run(asked(bare, "/", seconds=3))
        turns = [
            (asyncio.run(asked(bare, "/", seconds=TURN)), asyncio.run(asked(portal, PAGE, seconds=TURN)))
            for _ in range(TURNS)
        ]
    plain, page = ([one for turn in turns for one in turn[which]] for which in (0, 1))
    words = f"page of a case, {A_SECOND} requests a second for {TURN * TURNS} s"
    median, reference = statistics.median(page), statistics.median(plain)
    yield Line(f"{words}, median / a bare page with one query", median, reference, median / reference, "–", True)
    late, bound = (statistics.quantiles(one, n=20)[-1] for one in (page, plain))
    yield Line(f"{words}, 95th percentile / of a bare page", late, bound, late / bound, "<= 1.5", late <= 1.5 * bound)
    yield Line(f"{words}, 95th percentile", late, None, None, f"<= {GOAL} s", late <= GOAL)
    worst, reference = max(page), max(plain)
    yield Line(f"{words}, the slowest of {len(page):,}", worst, reference, worst / reference, "–", True)


@contextmanager
def bare_page(portal: Portal) -> Iterator[Portal]:
    """A page that asks the same database one thing, from a process of its own."""
    port = free_port()
    environment = {**inherited_environment(), "MESA_DATABASE_URL": portal.database_url}
    process = subprocess.Popen([sys.executable, "-m", "bench.making.bare_page", str(port)], env=environment, cwd=ROOT)
    try:
        page = f"http://127.0.0.1:{port}"
        wait_until(lambda: httpx.get(page).is_success)
        yield Portal(page, portal.database_url, portal.tokens)
    finally:
        process.kill()
        process.wait()


def wait_until(answers: Callable[[], bool]) -> None:
    """Until it answers. Raises ``ServiceUnavailable`` where it does not."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        with suppress(httpx.HTTPError):
            if answers():
                return
        time.sleep(0.1)
    raise ServiceUnavailable(f"La página de la medición no respondió en {PATIENCE:.0f} s.")


@contextmanager
def own_portal() -> Iterator[Portal]:
    """A portal with cases in two states, half of them in analysis."""
    with own_house(PARTS) as own:
        addresses = own.started.addresses
        yield Portal(addresses.portal_url or "", addresses.database_url, tokens(own.house))


def tokens(house: House) -> list[str]:
    """People of companies whose cases wait for evidence or have sent some."""
    companies = [cast.newcomer(number) for number in range(1, COMPANIES + 1)]
    made = []
    for company in companies:
        account = accounts.add(house, company, "bench").account
        request.register(house, company)
        with house.transaction() as work:
            made.append(sessions.begin(house, work, account.id))
    waiting = settled(house, State.AWAITING_EVIDENCE)
    for case in waiting[::2]:
        intake.receive(house, case.folio, "evidencias.xls", f"no workbook, {case.folio}".encode())
    return made


def settled(house: House, state: State) -> list[Case]:
    """All cases, once they have come to *state*. Raises ``ServiceUnavailable`` where they do not."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        with house.transaction() as work:
            found = list(work.session.execute(select(Case).where(col(Case.state) == state)).scalars())
        if len(found) == COMPANIES:
            return found
        time.sleep(0.2)
    raise ServiceUnavailable(f"Los casos de la medición no avanzaron en {PATIENCE:.0f} s.")


async def asked(portal: Portal, path: str, *, seconds: int) -> list[float]:
    """Seconds of each request, from the moment at which it was due."""
    lines = KeptOpen(portal.address)
    begun = time.perf_counter() + 0.1
    due = [begun + number / A_SECOND for number in range(seconds * A_SECOND)]
    one = (get(lines, path, portal.tokens[n % len(portal.tokens)], moment) for n, moment in enumerate(due))
    try:
        return list(await asyncio.gather(*one))
    finally:
        lines.close()


async def get(lines: "KeptOpen", path: str, token: str, due: float) -> float:
    """Ask when it is due; seconds until all of the answer is there. Raises where it is no page."""
    await asyncio.sleep(max(0.0, due - time.perf_counter()))
    status = await lines.get(path, f"{COOKIE}={token}")
    if status != 200:
        raise ServiceUnavailable(f"El portal respondió {status} a {path}.")
    return time.perf_counter() - due


class KeptOpen:
    """Connections that a proxy keeps open. It does no more than it must: its time would be counted on both sides."""

    def __init__(self, address: str) -> None:
        self.host = urlsplit(address)
        self.free: list[tuple[asyncio.StreamReader, asyncio.StreamWriter]] = []

    async def get(self, path: str, cookie: str) -> int:
        """The status of a page that says how long it is, once all of it came."""
        reader, writer = self.free.pop() if self.free else await asyncio.open_connection(*self._where)
        writer.write(f"GET {path} HTTP/1.1\r\nhost: {self.host.netloc}\r\ncookie: {cookie}\r\n\r\n".encode())
        head = (await reader.readuntil(b"\r\n\r\n")).lower()
        await reader.readexactly(int(head.partition(b"content-length:")[2].split(b"\r\n", 1)[0]))
        self.free.append((reader, writer))
        return int(head.split(b" ", 2)[1])

    @property
    def _where(self) -> tuple[str, int]:
        return self.host.hostname or "", self.host.port or 80

    def close(self) -> None:
        """All of them."""
        for _, writer in self.free:
            writer.close()
