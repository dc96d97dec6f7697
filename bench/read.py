"""Workbooks read as ``mesa read`` does, each in a reader of its own, beside python-calamine alone in this process."""

import os
import statistics
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from io import BytesIO
from pathlib import Path
from threading import Event

import psutil
import python_calamine

from backoffice.workbooks import reading
from backoffice.workbooks.isolation.readers import Readers
from bench.making import books
from bench.measuring import Line, timed

TIMES = 7
MIB = 1024 * 1024
#: What a reader may take at most.
MEMORY = 200 * MIB
#: How often a reader is looked at, in seconds; the system keeps its peak between two looks.
PAUSE = 0.001
#: Seconds until a reader may read.
READY = 0.02
#: Beside calamine: the factor, and what any reading takes.
FACTOR, ANY_READING = 1.5, 0.06


@dataclass(frozen=True)
class Workbook:
    """A file that is read, and the seconds it may take; ``None`` where it is only held against calamine."""

    name: str
    made: Callable[[], bytes]
    seconds: float | None = None
    beside_calamine: bool = False


WORKBOOKS = (
    Workbook("four-tab .xls, 30 rows", lambda: books.as_xls(30, books.screens(4, 85)), 0.03),
    Workbook(
        ".xls, 10,000 rows, 45 pictures",
        lambda: books.as_xls(10_000, books.screens(45, 58)),
        0.35,
        beside_calamine=True,
    ),
    Workbook(".xlsx, 50,000 rows", lambda: books.as_xlsx(50_000, books.screens(4, 60)), 0.8, beside_calamine=True),
    Workbook(
        ".xlsx, 44,000 rows, texts in their cells",
        lambda: books.as_xlsx(44_000, books.screens(4, 60), shared=False),
        beside_calamine=True,
    ),
)


def run() -> Iterator[Line]:
    """Measure; a line a goal, and the most memory that a reader took."""
    yield cold()
    reading.warm_up(thorough=True)
    yield ready()
    yield after_a_death(WORKBOOKS[1].made())
    most = 0
    for workbook in WORKBOOKS:
        data = workbook.made()
        yield from lines(workbook, data)
        most = max(most, peak(data))
    yield Line("read: peak memory of a reader, MiB", 0, None, most / MIB, "<= 200", most <= MEMORY)


def ready() -> Line:
    """A reader forked, confined, and done with bytes that are no workbook: what any reading takes before it reads."""
    taken, spread = timed(lambda: reading.facts(b"no workbook"), times=31)
    return Line("read: a reader is ready", taken, None, None, f"<= {READY} s", taken <= READY, spread)


def after_a_death(data: bytes) -> Line:
    """The same once a reader was killed in the middle of *data*."""
    taken = []
    for _ in range(TIMES):
        with ThreadPoolExecutor(1) as other:
            dying = other.submit(reading.facts, data)
            kill_a_reader()
            dying.result()
        start = time.perf_counter()
        reading.facts(b"no workbook")
        taken.append(time.perf_counter() - start)
    median, spread = statistics.median(taken), max(taken) - min(taken)
    name = "read: a reader is ready after one that was killed"
    return Line(name, median, None, None, f"<= {READY} s", median <= READY, spread)


def kill_a_reader() -> None:
    """The first process below the server from which readers are forked."""
    here = psutil.Process()
    while not (readers := [one for server in here.children() for one in server.children()]):
        time.sleep(PAUSE)
    readers[0].kill()


def cold() -> Line:
    """The first workbook of a program that has just started: the server and all its libraries come first."""
    data, goal = WORKBOOKS[0].made(), 0.08

    def first() -> None:
        readers = Readers()
        readers.ask("evidence", data)
        readers.close()

    taken, spread = timed(first, TIMES)
    name = f"read: {WORKBOOKS[0].name}, in a program just started"
    return Line(name, taken, None, None, f"<= {goal} s", taken <= goal, spread)


def lines(workbook: Workbook, data: bytes) -> Iterator[Line]:
    """The seconds of one workbook against its goals."""
    name = f"read: {workbook.name}, {len(data) / 1e6:.1f} MB"
    taken, spread = timed(partial(reading.read, data), TIMES)
    alone, _ = timed(partial(by_calamine, data), TIMES)
    ratio = taken / alone
    if workbook.seconds is not None:
        goal, met = f"<= {workbook.seconds:g} s", taken <= workbook.seconds
        yield Line(name, taken, alone, ratio, goal, met, spread)
    if workbook.beside_calamine:
        goal, met = f"<= {FACTOR:g} × + {ANY_READING:g} s", taken <= FACTOR * alone + ANY_READING
        yield Line(f"{name} / calamine alone", taken, alone, ratio, goal, met, spread)


def by_calamine(data: bytes) -> None:
    """The cells of all sheets, and nothing else."""
    with python_calamine.load_workbook(BytesIO(data)) as book:
        for name in book.sheet_names:
            book.get_sheet_by_name(name).to_python()


def peak(data: bytes) -> int:
    """The most bytes that the reader of *data* ever held."""
    over = Event()
    with ThreadPoolExecutor(1) as watch:
        seen = watch.submit(most_held, over)
        reading.read(data)
        over.set()
        return seen.result()


def most_held(over: Event) -> int:
    """The largest peak of all processes below this one, until it is *over*."""
    most = 0
    while not over.is_set():
        most = max([most, *(held(pid) for pid in below(os.getpid()))])
        time.sleep(PAUSE)
    return most


def below(pid: int) -> Iterator[int]:
    """The processes that a process started, and theirs."""
    try:
        lists = [task.joinpath("children").read_text() for task in Path(f"/proc/{pid}/task").iterdir()]
    except OSError:  # it ended
        return
    for child in map(int, " ".join(lists).split()):
        yield child
        yield from below(child)


def held(pid: int) -> int:
    """The peak of one process; 0 where it has ended."""
    try:
        told = Path(f"/proc/{pid}/status").read_text()
    except OSError:
        return 0
    return sum(int(line.split()[1]) * 1024 for line in told.splitlines() if line.startswith("VmHWM:"))
