"""The page of a case at a hundred requests a second, as a proxy would ask for it, beside a file that is only sent.

In a house of its own on embedded parts, the portal a process as it always is. A request's time counts from the moment
at which it was due, so that none hides behind one that was slow.
"""

import asyncio
import statistics
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx
from sqlmodel import col, select

from backoffice.bootstrap import open_house
from backoffice.casework import accounts, intake, request, sessions
from backoffice.casework.house import House
from backoffice.domain.errors import BadInput, ServiceUnavailable
from backoffice.domain.workflow import State
from backoffice.embedded import house as embedded
from backoffice.portal.visitor import COOKIE
from backoffice.records.cases import Case
from backoffice.rehearsal import cast
from backoffice.settings import Settings, load_settings
from bench.measuring import Line

PARTS = ("database", "queue", "mailbox", "tables", "workers", "portal")
A_SECOND, SECONDS, COMPANIES = 100, 20, 20
#: Seconds that the cases have to come to their state.
PATIENCE = 120.0
PAGE, FILE = "/certificacion", "/static/portal.css"
GOAL = 0.05


@dataclass(frozen=True, slots=True)
class Portal:
    """Its address, and the cookies of people who are logged in, each of another company."""

    address: str
    tokens: list[str]


def run() -> Iterator[Line]:
    """Measure the page and the file in turn; one line a goal."""
    with own_portal() as portal:
        asyncio.run(asked(portal, PAGE, seconds=3))
        file = asyncio.run(asked(portal, FILE, seconds=5))
        page = asyncio.run(asked(portal, PAGE, seconds=SECONDS))
    median, reference = statistics.median(page), statistics.median(file)
    late = statistics.quantiles(page, n=20)[-1]
    words = f"page of a case, {A_SECOND} requests a second for {SECONDS} s"
    yield Line(f"{words}, median / a static file", median, reference, median / reference, "–", True)
    yield Line(f"{words}, 95th percentile", late, reference, late / reference, f"<= {GOAL} s", late <= GOAL)
    worst = max(page)
    yield Line(f"{words}, the slowest of {len(page):,}", worst, reference, worst / reference, "–", True)


@contextmanager
def own_portal() -> Iterator[Portal]:
    """A portal with cases in two states, half of them in analysis. Raises ``BadInput`` where it would be another's."""
    given = load_settings()
    if given.database_url or given.queue_url or given.blobs_url or given.smtp_url:
        raise BadInput("Esta medición usa partes propias: quita las direcciones MESA_*_URL.")
    with tempfile.TemporaryDirectory(prefix="mesa-", ignore_cleanup_errors=True) as folder:
        started = embedded.start(Settings(var=Path(folder) / "var"), parts=PARTS)
        try:
            house = open_house(started.settings, started.addresses)
            try:
                yield Portal(started.addresses.portal_url or "", tokens(house))
            finally:
                house.close()
        finally:
            started.stop()


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
    limits = httpx.Limits(max_connections=32, max_keepalive_connections=32)
    async with httpx.AsyncClient(base_url=portal.address, limits=limits, timeout=30) as client:
        begun = time.perf_counter() + 0.1
        due = [begun + number / A_SECOND for number in range(seconds * A_SECOND)]
        one = (get(client, path, portal.tokens[n % len(portal.tokens)], moment) for n, moment in enumerate(due))
        return list(await asyncio.gather(*one))


async def get(client: httpx.AsyncClient, path: str, token: str, due: float) -> float:
    """Ask when it is due; seconds until all of the answer is there. Raises where it is no page."""
    await asyncio.sleep(max(0.0, due - time.perf_counter()))
    answer = await client.get(path, headers={"Cookie": f"{COOKIE}={token}"})
    answer.raise_for_status()
    if answer.status_code != 200:
        raise ServiceUnavailable(f"El portal respondió {answer.status_code} a {path}.")
    return time.perf_counter() - due
