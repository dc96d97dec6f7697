"""The analysts' desk over a hundred thousand evaluated submissions: the queue, the frames, the plots, the memory.

In a house of its own on embedded parts; the reference is the same reading by psycopg alone.
"""

import resource
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from io import BytesIO
from subprocess import run as run_program
from typing import Any

import psycopg
from sqlalchemy import event
from sqlmodel import col

from backoffice.bootstrap import open_house
from backoffice.casework.house import House
from backoffice.desk import bulk, plots, queue
from backoffice.desk.pieces import Message
from backoffice.desk.queue_panel import QueuePanel
from backoffice.records import desk_queries
from backoffice.records.cases import Case, Round
from backoffice.records.submissions import Submission
from backoffice.settings import ROOT, child_environment, given_addresses, load_settings
from bench.making import evaluated
from bench.making.own_house import own_house
from bench.measuring import Line, in_turn, timed

#: The queue is a matter of milliseconds, of which one collection of garbage in a few runs takes as long as the rest.
QUEUE_TIMES, TIMES = 15, 5
QUEUE, LOAD, PLOT, MEMORY, BESIDE_SQL = 1.0, 5.0, 2.0, 2.0, 1.5
GIB = 1024 * 1024


def run() -> Iterator[Line]:
    """Measure; one line a goal."""
    with own_house(("database", "queue", "tables")) as own:
        evaluated.fill(own.house)
        yield from of_the_queue(own.house)
        yield from of_the_frames(own.house)
        yield memory(own.house)


def of_the_queue(house: House) -> Iterator[Line]:
    """Reading and showing what waits, beside its SQL alone."""
    statements = recorded(house, lambda: queue.waiting(house))
    with alone(house, statements) as fetch:
        taken, bare, spread = in_turn(lambda: queue.waiting(house), fetch, QUEUE_TIMES)
    words = f"queue of {evaluated.WAITING:,} cases among {evaluated.SUBMISSIONS:,}"
    yield Line(words, taken, bare, taken / bare, f"<= {QUEUE:g} s", taken <= QUEUE, spread)
    met = taken <= BESIDE_SQL * bare
    yield Line(f"{words} / the same SQL by psycopg", taken, bare, taken / bare, f"<= {BESIDE_SQL:g}", met, spread)
    panel = QueuePanel(house, "ana", Message(), lambda *_: None, None)
    taken, spread = timed(panel.refresh, QUEUE_TIMES)
    yield Line(f"{words} as a page", taken, bare, taken / bare, f"<= {QUEUE:g} s", taken <= QUEUE, spread)


def of_the_frames(house: House) -> Iterator[Line]:
    """All frames, beside their SQL alone and beside the rows of their submissions and rounds; then each plot."""
    statements = recorded(house, lambda: bulk.everything(house))
    with alone(house, statements) as fetch, alone(house, plain(house)) as fetch_rows:
        taken, bare, spread = in_turn(lambda: bulk.everything(house), fetch, TIMES)
        row_by_row, _ = timed(fetch_rows, TIMES)
    data = bulk.everything(house)
    words = f"{len(data.submissions):,} submissions, {len(data.findings):,} findings as frames"
    yield Line(words, taken, bare, taken / bare, f"<= {LOAD:g} s", taken <= LOAD, spread)
    met = taken <= BESIDE_SQL * bare
    yield Line(f"{words} / the same SQL by psycopg", taken, bare, taken / bare, f"<= {BESIDE_SQL:g}", met, spread)
    yield Line(f"{words} / submissions and rounds as rows", taken, row_by_row, taken / row_by_row, "–", True, spread)
    for name, plot in drawn(house, data).items():
        seconds, spread = timed(plot, times=TIMES)
        yield Line(f"plot: {name}", seconds, None, None, f"<= {PLOT:g} s", seconds <= PLOT, spread)


def drawn(house: House, data: bulk.Everything) -> dict[str, Callable[[], object]]:
    """Every plot of the notebooks over submissions, saved as a picture."""
    frame = queue.queue_frame(queue.waiting(house), house.settings.zone)
    judged = int(data.submissions["wrong_assessment"].notna().sum())
    made: dict[str, Callable[[], Any]] = {
        "frequent mistakes": lambda: plots.frequent_mistakes(data.mistakes),
        "mistakes over time": lambda: plots.mistakes_over_time(data.mistakes),
        "days to decision": lambda: plots.days_to_decision(data.submissions, 5),
        "on time by month": lambda: plots.on_time_by_month(data.submissions),
        "companies with differences": lambda: plots.companies_with_differences(data.submissions),
        "rounds needed": lambda: plots.rounds_needed(data.submissions),
        "rows that go wrong": lambda: plots.rows_that_go_wrong(data.findings, judged),
        "waiting by days left": lambda: plots.waiting_by_days_left(frame),
    }
    return {name: lambda plot=plot: plot().savefig(BytesIO(), format="png") for name, plot in made.items()}


def recorded(house: House, action: Callable[[], object]) -> list[tuple[str, Any]]:
    """The statements that *action* sends."""
    sent: list[tuple[str, Any]] = []

    def heard(_: Any, __: Any, statement: str, parameters: Any, *___: Any) -> None:
        if statement.lstrip().startswith("SELECT"):
            sent.append((statement, parameters))

    event.listen(house.database, "before_cursor_execute", heard)
    action()
    event.remove(house.database, "before_cursor_execute", heard)
    return sent


def plain(house: House) -> list[tuple[str, Any]]:
    """The same submissions and rounds as rows in their order, as anybody would ask for them."""
    first = (
        desk_queries.analysis().order_by(col(Submission.received_at), col(Submission.id)),
        desk_queries.rounds().order_by(col(Round.opened_at), col(Case.folio), col(Round.number)),
    )
    made = (one.compile(house.database) for one in first)
    return [(str(one), one.params) for one in made]


@contextmanager
def alone(house: House, statements: list[tuple[str, Any]]) -> Iterator[Callable[[], None]]:
    """What fetches the same rows by psycopg, and does nothing else."""
    with psycopg.connect(house.addresses.database_url.replace("+psycopg", "", 1)) as connection:

        def fetch() -> None:
            for statement, parameters in statements:
                connection.execute(statement, parameters).fetchall()  # type: ignore[arg-type]

        yield fetch


def memory(house: House) -> Line:
    """The most memory of a process that loads everything and draws."""
    environment = child_environment(house.settings, house.addresses)
    told = run_program(
        [sys.executable, "-m", "bench.desk"], env=environment, cwd=ROOT, check=True, capture_output=True, text=True
    )
    most = int(told.stdout) / GIB
    return Line("loading and drawing: peak memory, GiB", 0, None, most, f"<= {MEMORY:g}", most <= MEMORY)


def weighed() -> int:
    """What this process takes at most (KiB) once it has loaded all and drawn all."""
    settings = load_settings()
    house = open_house(settings, given_addresses(settings))
    for plot in drawn(house, bulk.everything(house)).values():
        plot()
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


if __name__ == "__main__":
    print(weighed())
