"""The engine's connections: the warm one first, a dead one never, and a living one without a question before."""

import re
import time
from collections.abc import Iterator

import psycopg
import pytest
from sqlalchemy import Engine, text

from backoffice.domain.errors import ServiceUnavailable
from backoffice.records.database import (
    BUSY,
    NO_ANSWER,
    NOT_PREPARED,
    Glance,
    glance,
    is_silent,
    open_database,
    transaction,
)

PID = "SELECT pg_backend_pid()"


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


def pid(asked: Glance) -> int:
    """The process that the database has for this connection."""
    (found,) = asked.execute(PID).fetchone() or (0,)
    return int(found)


def used(engine: Engine) -> int:
    """The process that the database has for the connection that is given now."""
    with glance(engine) as asked:
        return pid(asked)


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
        assert pid(asked) == mine

    assert last == PID


def test_a_connection_that_was_told_something_and_lives_is_kept(engine: Engine, other: psycopg.Connection) -> None:
    with glance(engine) as asked:
        asked.execute("LISTEN news")
        mine, raw = pid(asked), asked

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

    assert last != PID


def test_the_connection_that_was_used_last_is_used_next(engine: Engine) -> None:
    with glance(engine) as first, glance(engine) as second:
        pids = [pid(one) for one in (first, second)]

    assert [used(engine) for _ in range(3)] == [pids[0]] * 3  # the second was given back before the first


def test_a_glance_is_no_transaction_and_the_next_one_who_is_given_its_connection_has_one(
    engine: Engine, other: psycopg.Connection
) -> None:
    mine = used(engine)
    state = "SELECT state FROM pg_stat_activity WHERE pid = %s"

    with glance(engine) as asked:
        assert pid(asked) == mine
        assert other.execute(state, [mine]).fetchone() == ("idle",)
    with transaction(engine) as session:
        assert session.execute(text(PID)).scalar_one() == mine
        assert other.execute(state, [mine]).fetchone() == ("idle in transaction",)


def test_after_a_refused_statement_its_connection_is_kept_and_is_no_glance_any_more(
    engine: Engine, other: psycopg.Connection
) -> None:
    mine = used(engine)

    with pytest.raises(psycopg.errors.DivisionByZero), glance(engine) as asked:
        asked.execute("SELECT 1 / 0")

    with transaction(engine) as session:
        assert session.execute(text(PID)).scalar_one() == mine
        assert session.connection().connection.driver_connection.autocommit is False  # type: ignore[union-attr]


def test_a_connection_that_is_left_in_the_middle_of_something_is_given_to_nobody(engine: Engine) -> None:
    mine = used(engine)

    with glance(engine) as asked:
        asked.execute("BEGIN")

    assert used(engine) != mine


def test_what_a_glance_could_not_ask_is_said_in_words_for_people(engine: Engine, other: psycopg.Connection) -> None:
    def cut_off(asked: Glance) -> None:
        other.execute("SELECT pg_terminate_backend(%s, 5000)", [pid(asked)])
        asked.execute(PID)

    def unprepared(asked: Glance) -> None:
        asked.execute("SELECT FROM portal_sessions")

    def held_by_another(asked: Glance) -> None:
        other.execute("CREATE TABLE held ()")
        with other.transaction():
            other.execute("LOCK TABLE held")
            asked.execute("SET lock_timeout = '50ms'")
            asked.execute("SELECT FROM held")

    nobody = open_database("postgresql://127.0.0.1:1/nobody")
    troubles = [
        (engine, cut_off, NO_ANSWER),
        (engine, unprepared, NOT_PREPARED),
        (engine, held_by_another, BUSY),
        (nobody, unprepared, NO_ANSWER),
    ]

    for where, ask, said in troubles:
        with pytest.raises(ServiceUnavailable, match=re.escape(said)), glance(where) as asked:
            ask(asked)
