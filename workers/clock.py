"""The clock: one process at a time looks for what nobody did. A second one waits as a hot spare.

Only its advisory lock makes a process the clock: whoever loses the database's connection is the clock no more.
"""

import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from logging import INFO
from threading import Event

import structlog
from sqlalchemy import Connection, func, select
from sqlalchemy.exc import DBAPIError

from backoffice import logs
from backoffice.casework import copies, decrees, facts, outages, promises, report_schedules, service_watch, sweeping
from backoffice.casework.house import House
from backoffice.domain.errors import MesaError, ServiceUnavailable
from backoffice.records.figures import CLOCK_LOCK
from workers import metrics
from workers.house import house

#: Seconds between two looks, and between two tries to become the clock.
TICK = 1.0
#: Between two looks at the calendar.
CALENDAR_EVERY = timedelta(seconds=30)

log = structlog.get_logger()


def run(house: House, stop: Event, tick: float = TICK) -> None:
    """Look every *tick* seconds while this process holds the lock; try to get it while it does not; until *stop*."""
    while not stop.is_set():
        try:
            with on_duty(house) as connection:
                calendar_at = house.now()
                while connection is not None and not stop.wait(tick):
                    connection.exec_driver_sql("SELECT 1")
                    look(house)
                    if house.now() >= calendar_at:
                        look_at_the_calendar(house)
                        calendar_at = house.now() + CALENDAR_EVERY
        except (DBAPIError, ServiceUnavailable) as trouble:
            log.warning("clock_interrupted", error=type(trouble).__name__)
        stop.wait(tick)


@contextmanager
def on_duty(house: House) -> Iterator[Connection | None]:
    """The connection that holds the lock of the clock, or ``None`` where another process holds it."""
    with house.database.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        if not connection.execute(select(func.pg_try_advisory_lock(CLOCK_LOCK))).scalar_one():
            yield None
            return
        log.info("clock_on_duty")
        try:
            yield connection
        finally:
            connection.invalidate()  # closing the session is what gives the lock back, whatever state it is in


def look(house: House) -> None:
    """One look at everything that may have been forgotten."""
    rung = sweeping.ring_forgotten(house)
    freed = sweeping.free_lapsed_claims(house)
    if rung or freed:
        log.info("clock_looked", rung=rung, freed=freed)


def look_at_the_calendar(house: House) -> None:
    """One look at what this day asks for: reminders, expiries, a word where the desk is late, scheduled reports.

    Days that are to be given back come before expiries.
    """
    minded(lambda: report_schedules.order_due(house))
    minded(lambda: copies.catch_up(house))
    minded(lambda: service_watch.look(house))
    moved = minded(lambda: decrees.finish(house)) + minded(lambda: outages.finish(house))
    kept = minded(lambda: promises.keep(house))
    minded(lambda: facts.fill(house, batches=1))
    if kept or moved:
        log.info("calendar_looked", cases=kept, moved=moved)


def minded(task: Callable[[], int | None]) -> int:
    """What it counts. One that nobody foresaw to fail is told in the log, and keeps no other from its turn."""
    try:
        return task() or 0
    except (DBAPIError, ServiceUnavailable):
        raise  # then nothing can be looked at
    except Exception:
        log.exception("calendar_task_failed")
        return 0


def main() -> int:
    """Run until told to stop. Exit status 2 with a sentence on stderr where the settings are incomplete."""
    logs.configure(INFO)
    stop = Event()
    for word in (signal.SIGTERM, signal.SIGINT):
        signal.signal(word, lambda *_: stop.set())
    try:
        with metrics.served(house()):
            run(house(), stop)
    except MesaError as refusal:
        print(refusal, file=sys.stderr)
        return 2
    house().close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
