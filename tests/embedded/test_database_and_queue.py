"""The embedded database and queue, as tests of other rooms get them."""

import psycopg
import pytest
import redis


def test_a_database_is_empty_and_of_one_test_alone(postgres_url: str) -> None:
    with psycopg.connect(postgres_url.replace("+psycopg", "")) as connection:
        connection.execute("CREATE TABLE letters (id int)")
        tables = connection.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'").fetchall()

    assert tables == [("letters",)]


def test_the_next_test_finds_nothing_of_the_one_before(postgres_url: str) -> None:
    with psycopg.connect(postgres_url.replace("+psycopg", "")) as connection:
        tables = connection.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'").fetchall()

    assert tables == []


@pytest.mark.parametrize("time", [1, 2])
def test_a_migrated_database_has_the_tables_and_nothing_in_them(migrated_url: str, time: int) -> None:
    with psycopg.connect(migrated_url.replace("+psycopg", "")) as connection:
        before = connection.execute("SELECT count(*) FROM audit_events").fetchone()
        connection.execute("CREATE TABLE mine (id int)")

    assert before == (0,)


def test_the_database_speaks_spanish_in_utf_8_and_utc(postgres_url: str) -> None:
    with psycopg.connect(postgres_url.replace("+psycopg", "")) as connection:
        row = connection.execute("SELECT upper('niño á'), current_setting('TimeZone')").fetchone()

    assert row == ("NIÑO Á", "UTC")


def test_the_queue_is_empty_at_the_start_and_keeps_what_it_is_given(valkey_url: str) -> None:
    with redis.Redis.from_url(valkey_url) as client:
        size_before = client.dbsize()
        client.set("folio", "0501423523")
        kept = client.get("folio")

    assert size_before == 0
    assert kept == b"0501423523"


def test_the_queue_never_evicts_a_message(valkey_url: str) -> None:
    with redis.Redis.from_url(valkey_url) as client:
        policy = client.config_get("maxmemory-policy")

    assert policy == {"maxmemory-policy": "noeviction"}
