"""The page of a case at a hundred requests a second, as a proxy would ask for it, beside pages with one query.

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
from typing import TypeVar
from urllib.parse import urlsplit

import httpx
from sqlalchemy import Select, select
from sqlmodel import col

from backoffice.casework import accounts, intake, request, sessions
from backoffice.casework.house import House
from backoffice.domain.errors import ServiceUnavailable
from backoffice.domain.workflow import State
from backoffice.portal.visitor import COOKIE
from backoffice.records.cases import Case
from backoffice.records.submissions import ReviewTask
from backoffice.rehearsal import cast
from backoffice.settings import ROOT, inherited_environment
from bench.making.own_house import own_house
from bench.making.submissions import one_answered
from bench.measuring import Line
from tests.conftest import free_port

PARTS = ("database", "queue", "mailbox", "tables", "workers", "portal")
A_SECOND, COMPANIES = 100, 20
#: The pages are asked in turn, so many seconds each and so many times.
TURN, TURNS = 1, 20
#: Seconds that the cases have to come to their state.
PATIENCE = 120.0
PAGE = "/certificacion"
Found = TypeVar("Found")
GOAL = 0.05


@dataclass(frozen=True, slots=True)
class Portal:
    """Its address, its database, and the cookies of people who are logged in, each of another company."""

    address: str
    database_url: str
    tokens: list[str]


def run() -> Iterator[Line]:
    """Measure the page and the two bare ones in turn; one line a goal."""
    with own_portal() as portal, bare_page(portal) as bare:
        pages = {"page": (portal, PAGE), "plain": (bare, "/"), "plainer": (bare, "/psycopg")}
        for where, path in pages.values():
            asyncio.run(asked(where, path, seconds=3))
        took: dict[str, list[float]] = {name: [] for name in pages}
        for _ in range(TURNS):
            for name, (where, path) in pages.items():
                took[name] += asyncio.run(asked(where, path, seconds=TURN))
    yield from lines(took["page"], took["plain"], took["plainer"])


def lines(page: list[float], plain: list[float], plainer: list[float]) -> Iterator[Line]:
    """Seconds of each request, as lines; *plain* asks by SQLAlchemy, *plainer* by psycopg."""
    words = f"page of a case, {A_SECOND} requests a second for {TURN * TURNS} s"
    median, reference = statistics.median(page), statistics.median(plain)
    yield Line(f"{words}, median / a bare page with one query", median, reference, median / reference, "–", True)
    late, bound, lower = (statistics.quantiles(one, n=20)[-1] for one in (page, plain, plainer))
    yield Line(f"{words}, 95th percentile / of a bare page", late, bound, late / bound, "<= 1.5", late <= 1.5 * bound)
    yield Line(f"{words}, 95th percentile / of one that asks by psycopg", late, lower, late / lower, "–", True)
    yield Line(f"{words}, 95th percentile", late, None, None, f"<= {GOAL} s", late <= GOAL)
    worst, reference = max(page), max(plain)
    yield Line(f"{words}, the slowest of {len(page):,}", worst, reference, worst / reference, "–", True)


@contextmanager
def bare_page(portal: Portal) -> Iterator[Portal]:
    """Pages that ask the same database one thing, from a process of their own."""
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
    """People of companies whose cases wait for evidence or, half of them, for a person who looks at theirs.

    Nobody signed anything: their pages list no documents.
    """
    companies = [cast.newcomer(number) for number in range(1, COMPANIES + 1)]
    made = []
    for company in companies:
        account = accounts.add(house, company, "bench").account
        request.register(house, company)
        with house.transaction() as work:
            made.append(sessions.begin(house, work, account.id))
    waiting = settled(house, select(Case).where(col(Case.state) == State.AWAITING_EVIDENCE), COMPANIES)
    another_set = one_answered(0)
    for number, case in enumerate(waiting[::2]):
        intake.receive(house, case.folio, "evidencias.xlsx", another_set.copy(number))
    settled(house, select(ReviewTask), COMPANIES // 2)
    return made


def settled(house: House, query: Select[tuple[Found]], count: int) -> list[Found]:
    """What the query finds, once it is so many. Raises ``ServiceUnavailable`` where it does not come to that."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        with house.transaction() as work:
            found = list(work.session.execute(query).scalars())
        if len(found) == count:
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
