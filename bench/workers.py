"""What worker processes get done: messages that ask for nothing, and evaluations, with one process and with two.

In a house of its own on embedded parts whose workers are started here, once all messages wait in the queue. That cores
bound it shows where the whole house, database and queue too, runs on one core, and then on two.
"""

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from signal import SIGKILL

import psutil
import redis
from dramatiq import Message
from sqlalchemy import func, select
from sqlmodel import col

from backoffice.casework import intake
from backoffice.casework.house import House
from backoffice.domain.errors import ServiceUnavailable
from backoffice.doorbell import make_broker
from backoffice.records.submissions import ReviewTask
from backoffice.settings import ROOT, child_environment
from bench.making.own_house import own_house
from bench.making.submissions import Answered, answered, waiting
from bench.measuring import Line

NOTHING, EVALUATIONS, SETS = 20_000, 120, 8
THREADS = 4
#: Seconds in which everything must be done.
PATIENCE = 180.0
BUSY = 0.9
PARTS = ("database", "queue", "tables")


@dataclass(frozen=True, slots=True)
class Done:
    """How many a second, and which share of all cores was busy meanwhile."""

    rate: float
    busy: float


def run() -> Iterator[Line]:
    """Measure; a line a goal."""
    known = answered(SETS)
    with own_house(PARTS) as own:
        nothing = {processes: nothings(own.house, processes) for processes in (1, 2)}
        evaluated = {processes: evaluations(own.house, known, processes) for processes in (1, 2)}
        few = sorted(os.sched_getaffinity(0))[:2]
        confined = {}
        for count in range(1, len(few) + 1):
            with only_on(own.started.supervisor.pid, few[:count]):
                confined[count] = evaluations(own.house, known, count)
    cores = os.cpu_count() or 1
    for processes, rate in nothing.items():
        yield Line(f"messages that ask for nothing, {processes} process(es): a second", 1 / rate, None, rate, "–", True)
    one, two = evaluated[1], evaluated[2]
    for processes, done in evaluated.items():
        share = nothing[processes] / done.rate
        words = f"evaluations, {processes} process(es): a second; messages of nothing in the same time"
        yield Line(words, 1 / done.rate, 1 / nothing[processes], share, "–", True)
    words = f"evaluations, 2 processes / 1, on {cores} cores of which one process keeps {one.busy:.0%} busy"
    yield Line(words, 1 / two.rate, 1 / one.rate, two.rate / one.rate, "–", True)
    yield Line(f"evaluations, 2 processes: share of {cores} cores that is busy", 0, None, two.busy, "–", True)
    if len(few) > 1:
        narrow, wide = (confined[count].rate for count in (1, 2))
        words = "evaluations, the whole house on 2 cores with 2 processes / 2 × on 1 core with 1 process"
        share = wide / (2 * narrow)
        yield Line(words, 1 / wide, 1 / narrow, share, f">= {BUSY}", share >= BUSY)


def nothings(house: House, processes: int) -> float:
    """Messages a second that ask for nothing."""
    broker = make_broker(house.addresses.queue_url, middleware=[])
    broker.declare_queue("bench_noop")
    for _ in range(NOTHING):
        broker.enqueue(Message(queue_name="bench_noop", actor_name="nothing", args=(), kwargs={}, options={}))
    queue = redis.Redis.from_url(house.addresses.queue_url)
    with workers(house, "bench.making.noop", processes):
        first = until(lambda: NOTHING - left(queue), at_least=1)
        start, begun = time.perf_counter(), first
        last = until(lambda: NOTHING - left(queue), at_least=NOTHING)
        return (last - begun) / (time.perf_counter() - start)


def left(queue: redis.Redis) -> int:
    """Messages that wait."""
    return int(queue.llen("dramatiq:bench_noop"))  # type: ignore[arg-type]


def evaluations(house: House, known: list[Answered], processes: int) -> Done:
    """Evaluations a second, from the first that is over to the last."""
    before = tasks(house)
    ready = list(waiting(house, known, EVALUATIONS, first=before))
    for one in ready:
        intake.receive(house, one.folio, "evidencias.xlsx", one.workbook)
    with workers(house, "workers.actors", processes):
        first = until(lambda: tasks(house) - before, at_least=1)
        start, busy = time.perf_counter(), ticks()
        last = until(lambda: tasks(house) - before, at_least=EVALUATIONS)
        seconds = time.perf_counter() - start
        return Done((last - first) / seconds, share(busy, ticks()))


def tasks(house: House) -> int:
    """Files that wait for a person."""
    with house.transaction() as work:
        return work.session.execute(select(func.count(col(ReviewTask.id)))).scalar_one()


def until(count: Callable[[], int], *, at_least: int) -> int:
    """What *count* says once it is so many. Raises ``ServiceUnavailable`` where it takes too long."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        seen = count()
        if seen >= at_least:
            return seen
        time.sleep(0.05)
    raise ServiceUnavailable(f"Los trabajadores no terminaron en {PATIENCE:.0f} s.")


def ticks() -> tuple[int, int]:
    """The system's ticks so far: those in which a core was busy, and all."""
    spent = [int(word) for word in Path("/proc/stat").read_text("ascii").split("\n", 1)[0].split()[1:9]]
    idle = spent[3] + spent[4]
    return sum(spent) - idle, sum(spent)


def share(before: tuple[int, int], after: tuple[int, int]) -> float:
    """The busy share between two readings."""
    return (after[0] - before[0]) / max(1, after[1] - before[1])


@contextmanager
def only_on(supervisor: int, cores: Sequence[int]) -> Iterator[None]:
    """Everything below the *supervisor*, and what this program starts, stays on those *cores* as long as the block."""
    house = [psutil.Process(supervisor), *psutil.Process(supervisor).children(recursive=True)]
    before = os.sched_getaffinity(0)
    try:
        confine(house, cores)
        yield
    finally:
        confine(house, sorted(before))


def confine(house: Sequence[psutil.Process], cores: Sequence[int]) -> None:
    """Those processes, and this thread, whose children inherit it."""
    os.sched_setaffinity(0, cores)
    for process in house:
        with suppress(psutil.NoSuchProcess):  # a backend of the database comes and goes
            process.cpu_affinity(list(cores))


@contextmanager
def workers(house: House, module: str, processes: int) -> Iterator[None]:
    """Worker processes of that module, in a group of their own."""
    words = ["dramatiq", module, "--processes", str(processes), "--threads", str(THREADS)]
    environment = child_environment(house.settings, house.addresses)
    with (house.settings.var / "bench.log").open("ab") as log:
        begun = subprocess.Popen(
            [sys.executable, "-m", *words], env=environment, cwd=ROOT, stdout=log, stderr=log, start_new_session=True
        )
    try:
        yield
    finally:
        os.killpg(begun.pid, SIGKILL)
        begun.wait()
