"""``mesa doctor`` looks at every part, names what is wrong with what to do, and goes on where one is down."""

import json
import socket
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
import redis
from sqlalchemy import create_engine

from backoffice.casework import request
from backoffice.casework.checkup import CHECKS, Found, checkup
from backoffice.casework.house import House
from backoffice.records.blobs import TAKES_NOTHING
from backoffice.records.database import open_database
from bench.measuring import timed
from tests.casework.terminal import mesa
from tests.casework.world import ACME, World
from workers.clock import on_duty

#: A port of this machine at which nobody listens.
NOBODY = "127.0.0.1:1"


def seen(house: House) -> dict[str, Found]:
    """What was found of each part."""
    return {name: found for name, _, found in checkup(house)}


@pytest.fixture
def well(world: World, valkey_url: str) -> House:
    """A house whose queue answers, too."""
    return replace(world.house, addresses=replace(world.house.addresses, queue_url=valkey_url))


def test_a_part_that_is_well_says_so(well: House) -> None:
    today = replace(well, now=lambda: datetime.now(UTC))
    with on_duty(today):
        found = seen(today)

    assert {name for name, one in found.items() if one.state == "ok"} >= {
        "database", "mail", "blobs", "clock", "outbox", "authorities", "seal",
    }  # fmt: skip
    assert found["database"].said.startswith("PostgreSQL ")
    assert all(one.remedy for one in found.values() if one.state != "ok")


def test_clocks_that_differ_are_told(well: House) -> None:
    """The world's clock stands still on a Monday."""
    found = seen(well)["database"]

    assert (found.state, found.remedy) == ("warn", "Sincroniza ambos con NTP.")


def test_the_queue_must_keep_what_it_has_and_throw_nothing_away(well: House) -> None:
    client = redis.Redis.from_url(well.addresses.queue_url)
    client.config_set("appendonly", "yes")
    assert seen(well)["queue"] == Found("ok", "Responde, guarda en disco y no desecha mensajes.")

    client.config_set("maxmemory-policy", "allkeys-lru")
    lossy = seen(well)["queue"]
    client.config_set("maxmemory-policy", "noeviction")
    client.config_set("appendonly", "no")
    forgetful = seen(well)["queue"]

    assert (lossy.state, "allkeys-lru" in lossy.said) == ("warn", True)
    assert (forgetful.state, forgetful.remedy) == ("warn", "Ponla con «appendonly yes».")


def test_a_worker_is_alive_while_it_was_heard_of_lately(well: House) -> None:
    client = redis.Redis.from_url(well.addresses.queue_url)
    client.delete("dramatiq:__heartbeats__")
    assert seen(well)["workers"].state == "bad"

    client.zadd("dramatiq:__heartbeats__", {"old": (time.time() - 60) * 1000, "new": time.time() * 1000})

    assert seen(well)["workers"] == Found("ok", "En marcha: 1.")
    client.delete("dramatiq:__heartbeats__")


def test_with_everything_down_all_is_told_and_nothing_hangs(well: House) -> None:
    gone = create_engine(f"postgresql+psycopg://mesa:secreto@{NOBODY}/mesa", connect_args={"connect_timeout": 2})
    addresses = replace(well.addresses, queue_url=f"redis://:secreto@{NOBODY}", smtp_url=f"smtp://{NOBODY}")
    down = replace(well, database=gone, addresses=addresses)

    found = seen(down)

    taken, _ = timed(lambda: seen(down), times=3)
    usual, _ = timed(lambda: seen(well), times=3)
    assert taken <= 10 * usual
    assert list(found) == [name for name, _, _ in CHECKS]
    assert {name for name, one in found.items() if one.state == "bad"} == {
        "database", "queue", "mail", "clock", "outbox",
    }  # fmt: skip
    assert "secreto" not in str(found)


def test_a_store_that_takes_nothing_is_told_though_it_can_be_read(world: World) -> None:
    folder = world.house.blobs.folder
    assert folder is not None
    assert seen(world.house)["blobs"].state == "ok"
    assert list(world.house.blobs.all_keys()) == []

    folder.rmdir()
    folder.touch()

    assert seen(world.house)["blobs"] == Found("bad", TAKES_NOTHING)


def test_tables_that_are_behind_work_that_stands_still_and_a_damaged_file(world: World) -> None:
    request.register(world.house, ACME)
    world.clock.forward(hours=1)
    assert seen(world.house)["outbox"].said == "Lo más antiguo espera desde hace 60 min."
    world.work()
    assert seen(world.house)["outbox"].state == "ok"

    for key in world.house.blobs.all_keys():
        assert world.house.blobs.folder is not None
        (world.house.blobs.folder / key).write_bytes(b"other")
    assert seen(world.house)["blobs"].state == "bad"

    world.sql("UPDATE alembic_version SET version_num = '0003'")
    behind = seen(world.house)["database"]
    assert (behind.state, behind.said[:28]) == ("bad", "Sus tablas van en el paso 00")


@pytest.mark.parametrize(
    ("moment", "state", "word"),
    [
        (datetime(2026, 10, 31, 18, tzinfo=UTC), "ok", "Completos al 31/oct/2026"),
        (datetime(2026, 11, 2, 18, tzinfo=UTC), "warn", "Faltan los de 2027"),
        (datetime(2027, 1, 2, 18, tzinfo=UTC), "bad", "Faltan los de hoy"),
    ],
)
def test_a_new_year_asks_for_its_values_in_time(world: World, moment: datetime, state: str, word: str) -> None:
    world.clock.now = moment

    found = seen(world.house)["values"]

    assert (found.state, word in found.said) == (state, True)


def test_a_certificate_that_ends_is_told_in_time(world: World) -> None:
    end = world.house.document_seal().certificate.not_valid_after_utc
    assert seen(world.house)["seal"].state == "ok"

    world.clock.now = end - timedelta(days=30)
    assert seen(world.house)["seal"].state == "warn"
    world.clock.forward(days=31)
    assert seen(world.house)["seal"].state == "bad"


@pytest.mark.usefixtures("addressed")
def test_the_command_shows_each_part_and_ends_with_one_where_something_is_bad(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert mesa("doctor") == 1
    told = capsys.readouterr().out
    assert "✕ Cola de mensajes" in told
    assert "→ Arráncala, o revisa MESA_QUEUE_URL." in told

    mesa("doctor", "--json")
    rows = json.loads(capsys.readouterr().out)
    assert [row["part"] for row in rows] == [name for name, _, _ in CHECKS]


@pytest.fixture
def silent() -> Iterator[str]:
    """Where somebody listens and never says a word."""
    with socket.create_server(("127.0.0.1", 0), backlog=64) as server:
        yield f"127.0.0.1:{server.getsockname()[1]}"


def test_parts_that_never_answer_are_waited_for_together(world: World, silent: str) -> None:
    addresses = replace(world.house.addresses, queue_url=f"redis://{silent}", smtp_url=f"smtp://{silent}")
    database = open_database(f"postgresql://x@{silent}/x")
    silent_house = replace(world.house, addresses=addresses, database=database)
    look_at_database = next(look for name, _, look in CHECKS if name == "database")

    begun = time.monotonic()
    with suppress(Exception):
        look_at_database(silent_house)
    one = time.monotonic() - begun
    begun = time.monotonic()
    found = seen(silent_house)
    all_of_them = time.monotonic() - begun

    assert all_of_them <= 3 * one
    assert {name for name, one in found.items() if one.state == "bad"} >= {"database", "queue", "mail"}
