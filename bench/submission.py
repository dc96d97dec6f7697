"""From the receipt of a file to the review task, one after the other and two hundred at once, beside reading + checks.

In a house of its own, in a temporary folder, on embedded parts; it stops with the measurement, however that ends.
"""

import statistics
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import psycopg

from backoffice.casework import intake
from backoffice.casework.house import House
from backoffice.domain import checks
from backoffice.domain.errors import ServiceUnavailable
from backoffice.embedded.places import Places
from backoffice.embedded.waiting import last_line
from backoffice.official import parameters
from backoffice.workbooks import reading
from bench.making.own_house import own_house
from bench.making.submissions import Answered, Ready, answered, waiting
from bench.measuring import Line

WARMING, IDLE, AT_ONCE, BACKLOG = 8, 30, 200, 10_000
PARTS = ("database", "queue", "mailbox", "tables", "workers", "clock")
#: Seconds without any task before a measurement is given up.
PATIENCE = 60.0
#: The database says so itself when a task is committed, and when a file was compared with others: nobody has to ask,
#: and asking takes time from who works.
ANNOUNCED = """
CREATE FUNCTION announce_task() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN PERFORM pg_notify('task', NEW.submission_id::text); RETURN NEW; END $$;
CREATE TRIGGER announce_task AFTER INSERT ON review_tasks FOR EACH ROW EXECUTE FUNCTION announce_task();
CREATE FUNCTION announce_compared() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN PERFORM pg_notify('compared', NEW.subject_id::text); RETURN NEW; END $$;
CREATE TRIGGER announce_compared AFTER UPDATE ON outbox FOR EACH ROW
    WHEN (NEW.kind = 'look_for_copies' AND NEW.state = 'done' AND OLD.state <> 'done')
    EXECUTE FUNCTION announce_compared();
LISTEN task;
LISTEN compared;
"""
#: Evaluations that wait their hour.
WAITING = """
INSERT INTO outbox (id, kind, key, subject_id, payload, state, attempts, deferrals, created_at, ring_at)
SELECT gen_random_uuid(), 'evaluate', 'waiting:' || one, gen_random_uuid(), '{}', 'ready', 0, 0, now(),
    now() + interval '1 hour'
FROM generate_series(1, %s) AS one
"""


@dataclass(frozen=True, slots=True)
class Desk:
    """The house that is measured, a connection that hears of its work, and what was heard so far."""

    house: House
    told: psycopg.Connection
    heard: dict[str, set[str]] = field(default_factory=lambda: {"task": set(), "compared": set()})

    def send(self, ready: Ready) -> str:
        """Hand a file in; the submission that came of it."""
        return str(intake.receive(self.house, ready.folio, "evidencias.xlsx", ready.workbook).submission.id)

    def wait_for(self, what: str, submissions: Iterable[str]) -> None:
        """Until each has its ``task``, or is ``compared``. Raises ``ServiceUnavailable`` where nothing comes."""
        awaited = set(submissions)
        while not awaited <= self.heard[what]:
            told = list(self.told.notifies(timeout=PATIENCE, stop_after=1))
            if not told:
                said = last_line(Places(self.house.settings.var).log("workers"))
                raise ServiceUnavailable(f"Un trabajo no terminó en {PATIENCE:.0f} s. Los trabajadores: {said}")
            for notice in told:
                self.heard[notice.channel].add(notice.payload)


def run() -> Iterator[Line]:
    """Measure; one line a goal. Every company has a set and a file of its own, as in life."""
    shares = (WARMING, IDLE, AT_ONCE, IDLE, IDLE)
    known = answered(sum(shares))
    megabytes = statistics.mean(len(one.workbook) for one in known) / 1e6
    with own_desk() as desk:
        ready = waiting(desk.house, known, sum(shares))
        unused, first, at_once, others, last = ([next(ready) for _ in range(share)] for share in shares)
        one_by_one(desk, unused)  # what is slow only once is no submission's
        taken, alone = in_turn(desk, first, known)
        yield from idle_lines(f"submission to review, {megabytes:.1f} MB, idle", taken, alone)
        yield from together_lines(desk, at_once, alone)
        before = statistics.median(one_by_one(desk, others))
        desk.told.execute(WAITING, (BACKLOG,))
        after = statistics.median(one_by_one(desk, last))
        words = f"submission to review, median, {BACKLOG:,} rows waiting in the outbox / none"
        yield Line(words, after, before, after / before, "<= 1.25", after <= 1.25 * before)


def idle_lines(words: str, taken: list[float], alone: float) -> Iterator[Line]:
    """Median and 95th percentile where nobody stands in the way."""
    median, late = statistics.median(taken), statistics.quantiles(taken, n=20)[-1]
    yield Line(f"{words}, median", median, alone, median / alone, "<= 1 s", median <= 1)
    yield Line(f"{words}, 95th percentile", late, alone, late / alone, "<= 2 s", late <= 2)
    yield Line(f"{words}, median / reading + checks alone", median, alone, median / alone, "<= 2", median <= 2 * alone)


def together_lines(desk: Desk, ready: list[Ready], alone: float) -> Iterator[Line]:
    """How many a second, what each takes beside a process that does nothing but read and check, and the comparisons."""
    start = time.perf_counter()
    sent = [desk.send(one) for one in ready]
    desk.wait_for("task", sent)
    each = (time.perf_counter() - start) / len(ready)
    desk.wait_for("compared", sent)
    both = (time.perf_counter() - start) / len(ready)
    words = f"{AT_ONCE} submissions at once"
    yield Line(f"{words}: a second", each, None, 1 / each, ">= 10", each <= 0.1)
    yield Line(f"{words}: each / reading + checks alone", each, alone, each / alone, "<= 2", each <= 2 * alone)
    yield Line(f"{words}: until each was looked for among all others", both, each, both / each, "–", True)


@contextmanager
def own_desk() -> Iterator[Desk]:
    """A house that ends with the block, and a connection that hears of its tasks."""
    with own_house(PARTS) as own:
        address = own.started.addresses.database_url.replace("+psycopg", "", 1)
        with psycopg.connect(address, autocommit=True) as connection:
            connection.execute(ANNOUNCED)
            yield Desk(own.house, connection)


def in_turn(desk: Desk, ready: list[Ready], known: list[Answered]) -> tuple[list[float], float]:
    """Seconds of each submission, and the median of reading and judging alone, now the one and now the other."""
    reading.warm_up(thorough=True)
    for one in known[:WARMING]:
        read_and_judge(one)
    taken, alone = [], []
    for number, one in enumerate(ready):
        taken += one_by_one(desk, [one])
        alone.append(read_and_judge(known[number]))
    return taken, statistics.median(alone)


def read_and_judge(one: Answered) -> float:
    """Seconds to read and judge a file in this process, and nothing else."""
    start = time.perf_counter()
    checks.judge(reading.read(one.workbook), one.test_set, "", parameters())
    return time.perf_counter() - start


def one_by_one(desk: Desk, ready: Iterable[Ready]) -> list[float]:
    """Seconds from handing in each file to its task; the next one is sent after it was compared, too."""
    taken = []
    for one in ready:
        start = time.perf_counter()
        sent = desk.send(one)
        desk.wait_for("task", [sent])
        taken.append(time.perf_counter() - start)
        desk.wait_for("compared", [sent])
    return taken
