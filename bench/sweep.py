"""The clock's look at the outbox with a million old rows, beside one with a thousand: what is done costs nothing."""

from collections.abc import Iterator

from sqlalchemy import text

from backoffice.casework import sweeping
from backoffice.casework.house import House
from bench.making.own_house import own_house
from bench.measuring import Line, timed

FEW, MANY, TIMES = 1_000, 1_000_000, 101
GOAL = 1.2
#: Letters that were sent long ago, and a few that wait their hour.
OLD = """
INSERT INTO outbox (id, kind, key, subject_id, payload, state, attempts, deferrals, created_at, ring_at, done_at)
SELECT gen_random_uuid(), 'send_letter', 'old:' || one, gen_random_uuid(), '{}', 'done', 1, 0,
    now() - interval '1 year', now() - interval '1 year', now() - interval '1 year'
FROM generate_series(CAST(:first AS integer), CAST(:last AS integer)) AS one
"""
WAITING = """
INSERT INTO outbox (id, kind, key, subject_id, payload, state, attempts, deferrals, created_at, ring_at)
SELECT gen_random_uuid(), 'send_letter', 'waiting:' || one, gen_random_uuid(), '{}', 'ready', 0, 0, now(),
    now() + interval '1 hour'
FROM generate_series(1, 100) AS one
"""


def run() -> Iterator[Line]:
    """Measure; one line."""
    with own_house(("database", "queue", "tables")) as own:
        yield measured(own.house)


def measured(house: House) -> Line:
    """A look with few rows, then with many."""
    fill(house, 1, FEW)
    few, _ = timed(lambda: sweeping.ring_forgotten(house), times=TIMES)
    fill(house, FEW + 1, MANY)
    many, spread = timed(lambda: sweeping.ring_forgotten(house), times=TIMES)
    words = f"the clock's look at the outbox, {MANY:,} old rows / {FEW:,}"
    return Line(words, many, few, many / few, f"<= {GOAL}", many <= GOAL * few, spread)


def fill(house: House, first: int, last: int) -> None:
    """Old rows of those numbers; the database has looked at its tables, as it does by itself."""
    with house.database.begin() as connection:
        connection.execute(text(OLD), {"first": first, "last": last})
        if first == 1:
            connection.execute(text(WAITING))
    with house.database.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("VACUUM ANALYZE outbox"))
