"""The engine's connections: the warm one first, a dead one never, and a living one without a question before."""

import time
from collections.abc import Iterator

import psycopg
import pytest
from sqlalchemy import Engine, text

from backoffice.records.database import glance, is_silent, open_database

PID = text("SELECT pg_backend_pid()")


@pytest.fixture
def engine(postgres_url: str) -> Iterator[Engine]:
    """The engine of an empty database."""
    engine = open_database(postgres_url)
    yield engine
    engine.dispose()


@pytest.fixture
def other(postgres_url: str) -> Iterator[psycopg.Connection]:
    """Somebody else in the same database."""
    with psycopg.connect(postgres_url.replace("+psycopg", ""), autocommit=True) as connection:
        yield connection


def used(engine: Engine) -> int:
    """The process that the database has for the connection that is given now."""
    with glance(engine) as asked:
        return int(asked.execute(PID).scalar_one())


def test_a_connection_that_the_database_ended_is_replaced_before_its_use(
    engine: Engine, other: psycopg.Connection
) -> None:
    ended = used(engine)

    other.execute("SELECT pg_terminate_backend(%s, 5000)", [ended])

    assert used(engine) != ended


def test_a_living_connection_is_used_at_once(engine: Engine, other: psycopg.Connection) -> None:
    mine = used(engine)

    with glance(engine) as asked:
        # What it was asked last is still the question of before: nothing was asked to see whether it lives.
        (last,) = other.execute("SELECT query FROM pg_stat_activity WHERE pid = %s", [mine]).fetchone() or ("",)
        assert asked.execute(PID).scalar_one() == mine

    assert last == PID.text


def test_a_connection_that_was_told_something_and_lives_is_kept(engine: Engine, other: psycopg.Connection) -> None:
    with glance(engine) as asked:
        asked.execute(text("LISTEN news"))
        mine, raw = asked.execute(PID).scalar_one(), asked.connection.driver_connection
    assert raw is not None

    other.execute("NOTIFY news")
    until = time.monotonic() + 10
    while is_silent(raw):
        assert time.monotonic() < until

    assert used(engine) == mine


def test_a_connection_that_rested_long_is_asked_before_its_use(
    engine: Engine, other: psycopg.Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("backoffice.records.database.QUIET", 0)
    mine = used(engine)

    with glance(engine):
        (last,) = other.execute("SELECT query FROM pg_stat_activity WHERE pid = %s", [mine]).fetchone() or ("",)

    assert last != PID.text


def test_the_connection_that_was_used_last_is_used_next(engine: Engine) -> None:
    with glance(engine) as first, glance(engine) as second:
        pids = [one.execute(PID).scalar_one() for one in (first, second)]

    assert [used(engine) for _ in range(3)] == [pids[0]] * 3  # the second was given back before the first
