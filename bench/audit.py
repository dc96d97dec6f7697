"""How long a million events of the audit trail take to be verified, beside PostgreSQL reading them out."""

import json
import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any, cast

import psycopg
from sqlalchemy import Connection
from sqlalchemy.orm import Session

from backoffice.records import audit
from bench.making.own_house import own_house
from bench.measuring import Line, timed

BY_NAME_ALONE = True
EVENTS, TIMES = 1_000_000, 3
#: "In seconds".
WITHIN = 15.0
START = datetime(2026, 1, 1, tzinfo=UTC)
FILL = (
    "COPY audit_events (sequence, at, case_id, act, from_state, to_state, round_number, actor, details, previous_hash,"
    " hash) FROM STDIN"
)


def run() -> Iterator[Line]:
    """Fill, read, verify."""
    with own_house(("database", "tables")) as own, own.house.database.connect() as connection:
        driver = cast(psycopg.Connection[Any], connection.connection.driver_connection)
        with driver.cursor() as cursor, cursor.copy(FILL) as rows:
            for row in events(EVENTS):
                rows.write_row(row)
        reading, _ = timed(lambda: read(driver), times=TIMES)
        verifying, spread = timed(lambda: verify(connection), times=TIMES)
    name = f"the audit trail verified, {EVENTS:,} events"
    yield Line(name, verifying, reading, verifying / reading, f"<= {WITHIN:g} s", verifying <= WITHIN, spread)


def read(driver: psycopg.Connection[Any]) -> None:
    """PostgreSQL says all rows; nobody looks at them."""
    with driver.cursor() as cursor, cursor.copy(f"COPY ({audit.CHAIN}) TO STDOUT") as rows:
        for _ in rows:
            pass


def verify(connection: Connection) -> None:
    """The whole chain, which must be whole."""
    found = audit.verify(Session(connection))
    if (found.events, found.broken_at) != (EVENTS, None):
        raise RuntimeError(f"The chain is not whole: {found}.")


def events(number: int) -> Iterator[tuple[Any, ...]]:
    """So many events in a chain, as the evaluation tells them."""
    draw, previous = random.Random(1), audit.GENESIS
    for sequence in range(1, number + 1):
        at = START + timedelta(seconds=sequence, microseconds=draw.randrange(10**6))
        details = json.dumps(
            {"result": "inconsistent", "findings": draw.randrange(40), "sha256": f"{draw.getrandbits(256):064x}"}
        )
        known = (None, "evaluate", "in_analysis", "in_analysis", 1, "system", details, previous)
        said = at.isoformat(timespec="microseconds")
        previous = audit.sealed_row((sequence, said, *known, ""))
        yield sequence, at, *known, previous
