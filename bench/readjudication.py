"""Thousands of stored verdicts tried by other rules from their transcripts, beside the bare calculation of verdicts."""

import logging
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import closing, contextmanager
from multiprocessing import get_context
from pathlib import Path
from uuid import UUID

from backoffice import logs
from backoffice.bootstrap import House, open_house
from backoffice.casework import adjudication, readjudication, rule_runs
from backoffice.domain.parameters import load
from backoffice.domain.test_set.recomputed import recomputed
from backoffice.embedded import postgres
from backoffice.records import migrate, runs
from backoffice.records.verdicts import Scope
from backoffice.settings import Addresses, Settings
from bench.measuring import Line
from tests.casework.many import given, judged
from tests.casework.other_rules import with_umi
from tests.conftest import running

VERDICTS = 2_000
#: Seconds that the workers are given; what they have not done by then is not waited for.
BUDGET = 40.0
#: Verdicts of the reference, so that it takes as long as it must and no longer.
SAMPLE = 200
WORKERS = 2
DEARER = with_umi("120.00")


def run() -> Iterator[Line]:
    """Measure; one line a goal."""
    logs.configure(logging.ERROR)
    with scratch() as addresses, closing(house(addresses)) as here:
        given(here, VERDICTS)
        # Spawned: the blobs' own threads do not survive a fork, and whoever asks them then waits for ever.
        fresh = get_context("spawn")
        with ProcessPoolExecutor(WORKERS, fresh, initializer=logs.configure, initargs=(logging.ERROR,)) as pool:
            bare = max(pool.map(bare_seconds, [SAMPLE // WORKERS] * WORKERS)) / SAMPLE
            seconds, counts = tried_by_workers(pool, here, addresses)
    tried, told = sum(counts.values()), counts["flipped"] + counts["changed"]
    each, name = seconds / tried, f"readjudication: {tried:,} verdicts from their transcripts"
    yield Line(f"{name}, each / bare", each, bare, each / bare, "<= 2", each <= 2 * bare)
    yield Line(f"{name}, told as changed", seconds, None, told / tried, "= 1", told == tried)


def tried_by_workers(pool: ProcessPoolExecutor, here: House, addresses: Addresses) -> tuple[float, dict[str, int]]:
    """Seconds from the order to the last part, and what the parts counted."""
    start = time.perf_counter()
    begun = rule_runs.start(here, DEARER, Scope(), label="", by="bench")
    if begun is None:
        raise RuntimeError("there is nothing to compare")
    with here.transaction() as work:
        rows = [row.id for row in runs.part_rows(work.session, begun.run.id)]
    shares = [rows[worker::WORKERS] for worker in range(WORKERS)]
    list(pool.map(some_parts, shares, [addresses] * WORKERS))
    seconds = time.perf_counter() - start
    with here.transaction() as work:
        return seconds, runs.counts(work.session, begun.run.id)


def some_parts(rows: list[UUID], addresses: Addresses) -> None:
    """What a worker does, as long as the budget lasts."""
    start = time.perf_counter()
    with closing(house(addresses)) as here:
        for row_id in rows:
            readjudication.run(here, row_id)
            if time.perf_counter() - start > BUDGET:
                return


def bare_seconds(times: int) -> float:
    """Seconds for so many verdicts on evidence and sets that are at hand, by the rules that are tried."""
    tried = load(DEARER)
    few = [(recomputed(one.test_set, tried), one.evidence) for one in judged()]
    adjudication.verdict_on(few[0][1], few[0][0], "", tried)
    start = time.perf_counter()
    for number in range(times):
        test_set, evidence = few[number % len(few)]
        adjudication.verdict_on(evidence, test_set, "", tried)
    return time.perf_counter() - start


def house(addresses: Addresses) -> House:
    """A house without a queue: its rings are heard by nobody."""
    return open_house(Settings(), addresses)


@contextmanager
def scratch() -> Iterator[Addresses]:
    """An empty PostgreSQL with the desk's tables, and a folder for blobs; both go at the end."""
    with tempfile.TemporaryDirectory(prefix="mesa-") as folder:
        sockets = Path(folder) / "pg"
        sockets.mkdir(mode=0o700)
        installation = postgres.install(postgres.Cluster(Path(folder) / "data", sockets, durable=False))
        postgres.initialise(installation)
        postgres.sockets_for(installation)
        with running(postgres.command(installation), lambda: postgres.answers(installation.cluster)):
            address = installation.cluster.url("postgres")
            migrate(address)
            yield Addresses(address, "redis://127.0.0.1:1", "", (Path(folder) / "blobs").as_uri())
