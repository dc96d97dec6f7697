"""The house from outside: started, seen, started again, interrupted, stopped. Real processes throughout."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable

import httpx
import psycopg
import pytest
import redis
from sqlalchemy import make_url

from backoffice.embedded import addresses, house, places, postgres
from backoffice.embedded.parts import parts
from backoffice.embedded.state import HouseState
from backoffice.settings import ROOT, Settings, settings_environment
from tests.embedded.conftest import FEW, processes_of

#: A process that starts a house and then does what its argument says.
STARTER = """
import sys, time
from backoffice.embedded import house
from backoffice.settings import load_settings
started = house.start(load_settings(), parts=("database", "queue"))
print("ready" if started.fresh else "joined", flush=True)
if sys.argv[1] == "keep":
    started.keep()
else:
    time.sleep(60)
"""


def starter(settings: Settings, then: str, environment: dict[str, str] | None = None) -> subprocess.Popen[str]:
    """Another process that starts the house of these settings."""
    return subprocess.Popen(
        [sys.executable, "-c", STARTER, then],
        env=environment or settings_environment(settings),
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def eventually(fact: Callable[[], bool], within: float = 30.0) -> bool:
    """Whether something becomes true in time."""
    deadline = time.monotonic() + within
    while not fact():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.05)
    return True


def stages(settings: Settings) -> dict[str, str]:
    """Each part's stage."""
    state = house.status(settings)
    return {part.name: part.stage.value for part in state.parts} if state else {}


def pid_of(settings: Settings, name: str) -> int:
    """The process of one part."""
    state = house.status(settings)
    assert isinstance(state, HouseState)
    return next(part.process.pid for part in state.parts if part.name == name and part.process)


def test_a_house_starts_answers_and_stops_without_a_trace(settings: Settings) -> None:
    lines: list[str] = []
    started = house.start(settings, parts=FEW, progress=lines.append)

    with psycopg.connect(started.addresses.database_url.replace("+psycopg", "")) as connection:
        row = connection.execute("SELECT current_database()").fetchone()
    with redis.Redis.from_url(started.addresses.queue_url) as client:
        pong = client.ping()
    seen = stages(settings)
    started.stop()

    assert row == ("mesa",)
    assert pong is True
    assert seen == {"database": "ready", "queue": "ready"}
    assert sorted(lines) == ["Base de datos: en marcha", "Cola de mensajes: en marcha"]
    assert house.status(settings) is None
    assert processes_of(settings.var) == []


def test_a_second_start_uses_what_is_alive_and_its_stop_stops_nothing(settings: Settings) -> None:
    first = house.start(settings, parts=FEW)

    second = house.start(settings, parts=FEW)
    second.stop()

    assert (first.fresh, second.fresh) == (True, False)
    assert second.supervisor == first.supervisor
    assert stages(settings) == {"database": "ready", "queue": "ready"}
    first.stop()


def test_a_second_start_may_ask_for_more_parts(settings: Settings) -> None:
    first = house.start(settings, parts=("queue",))
    before = stages(settings)

    house.start(settings, parts=("queue", "mailbox"))

    assert before == {"queue": "ready"}
    assert stages(settings) == {"mailbox": "ready", "queue": "ready"}
    first.stop()


def test_stopping_twice_or_what_never_ran_does_no_harm(settings: Settings) -> None:
    never = house.stop(settings)
    started = house.start(settings, parts=("queue",))
    first, second = house.stop(settings), house.stop(settings)

    assert (never, first, second) == (False, True, False)
    started.stop()


@pytest.mark.parametrize("name", FEW)
def test_a_part_that_is_killed_is_restarted_and_what_it_kept_is_there(settings: Settings, name: str) -> None:
    started = house.start(settings, parts=FEW)
    database = started.addresses.database_url.replace("+psycopg", "")
    with psycopg.connect(database) as connection:
        connection.execute("CREATE TABLE kept AS SELECT 42 AS answer")
    killed = pid_of(settings, name)

    os.kill(killed, signal.SIGKILL)

    assert eventually(lambda: stages(settings)[name] != "ready" or pid_of(settings, name) != killed)
    assert eventually(lambda: stages(settings) == {"database": "ready", "queue": "ready"})
    assert pid_of(settings, name) != killed
    with psycopg.connect(database) as connection:
        assert connection.execute("SELECT answer FROM kept").fetchone() == (42,)
    started.stop()


def test_a_killed_supervisor_leaves_no_orphan_and_the_next_start_finds_the_data(settings: Settings) -> None:
    started = house.start(settings, parts=FEW)
    with psycopg.connect(started.addresses.database_url.replace("+psycopg", "")) as connection:
        connection.execute("CREATE TABLE kept AS SELECT 42 AS answer")

    os.kill(started.supervisor.pid, signal.SIGKILL)

    assert eventually(lambda: processes_of(settings.var) == [])
    assert house.status(settings) is None
    again = house.start(settings, parts=FEW)
    with psycopg.connect(again.addresses.database_url.replace("+psycopg", "")) as connection:
        assert connection.execute("SELECT answer FROM kept").fetchone() == (42,)
    again.stop()
    started.stop()


def test_a_stale_state_with_a_pid_that_is_another_process_now_is_not_believed(settings: Settings) -> None:
    started = house.start(settings, parts=("queue",))
    started.stop()
    (settings.var / "run" / "supervisor.lock").write_text(str(os.getpid()))

    assert house.status(settings) is None
    assert house.stop(settings) is False


def test_a_house_that_nobody_kept_ends_with_the_process_that_started_it(settings: Settings) -> None:
    with starter(settings, "wait") as process:
        assert process.stdout is not None
        first = process.stdout.readline()

        process.kill()

    assert first == "ready\n"
    assert eventually(lambda: processes_of(settings.var) == [])


def test_a_house_that_was_kept_outlives_the_process_that_started_it(settings: Settings) -> None:
    with starter(settings, "keep") as process:
        said, _ = process.communicate(timeout=60)

    time.sleep(0.5)

    assert said == "ready\n"
    assert stages(settings) == {"database": "ready", "queue": "ready"}


@pytest.mark.parametrize("after", [0.3, 0.7, 1.1, 1.6])
def test_an_interruption_at_any_moment_leaves_nothing_behind(settings: Settings, after: float) -> None:
    with starter(settings, "wait") as process:
        time.sleep(after)
        process.send_signal(signal.SIGINT)
        process.communicate(timeout=60)

    assert eventually(lambda: processes_of(settings.var) == [])
    assert house.status(settings) is None


def test_two_starts_at_once_share_one_house(settings: Settings) -> None:
    with starter(settings, "keep") as one, starter(settings, "keep") as other:
        said = sorted([one.communicate(timeout=60)[0], other.communicate(timeout=60)[0]])

    assert said == ["joined\n", "ready\n"]
    assert len([words for words in processes_of(settings.var) if "valkey-server" in words]) == 1


def test_a_port_that_is_taken_is_left_to_who_has_it(settings: Settings) -> None:
    with socket.socket() as stranger:
        stranger.bind(("127.0.0.1", 0))
        stranger.listen()
        taken = stranger.getsockname()[1]
        places.prepare(places.Places(settings.var))
        (settings.var / "run" / "ports.json").write_text(f'{{"smtp": {taken}}}')

        started = house.start(settings, parts=("mailbox",))

    assert started.addresses.smtp_url != f"smtp://127.0.0.1:{taken}"
    assert started.addresses.smtp_url.startswith("smtp://127.0.0.1:")
    started.stop()


def test_a_path_too_long_for_a_socket_gets_a_short_private_folder(settings: Settings) -> None:
    deep = settings.model_copy(update={"var": settings.var / ("carpeta con espacios y ñ " * 5)})

    started = house.start(deep, parts=FEW)
    with redis.Redis.from_url(started.addresses.queue_url) as client:
        pong = client.ping()
    with psycopg.connect(started.addresses.database_url.replace("+psycopg", "")) as connection:
        row = connection.execute("SELECT 1").fetchone()
    folder = places.Places(deep.var).sockets
    started.stop()

    assert (pong, row) == (True, (1,))
    assert str(folder).startswith(tempfile.gettempdir())
    assert not folder.exists()


def test_a_machine_that_refuses_user_namespaces_runs_the_database_all_the_same(settings: Settings) -> None:
    refusing = settings.var.parent / "refusing"
    refusing.mkdir()
    (refusing / "unshare").write_text("#!/bin/sh\nexit 1\n")
    (refusing / "unshare").chmod(0o755)
    environment = settings_environment(settings)
    environment["PATH"] = f"{refusing}:{environment['PATH']}"

    with starter(settings, "keep", environment) as process:
        said, trouble = process.communicate(timeout=60)
    house.stop(settings)
    shutil.rmtree(postgres.reachable_place(postgres.Cluster(settings.var / "postgres", settings.var)), True)

    assert said == "ready\n", trouble


def test_a_part_with_an_address_of_its_own_is_not_started(settings: Settings, valkey_url: str) -> None:
    elsewhere = Settings(var=settings.var, queue_url=valkey_url)

    started = house.start(elsewhere, parts=FEW)

    assert stages(elsewhere) == {"database": "ready"}
    assert started.addresses.queue_url == valkey_url
    started.stop()


def test_before_the_first_start_addresses_are_known_and_nothing_is_made(settings: Settings) -> None:
    known = addresses(settings)

    assert known.blobs_url == f"file://{settings.var}/blobs"
    assert known.jupyter_url is None
    assert not settings.var.exists()


WHO_IS_THERE = "SELECT usename FROM pg_stat_activity WHERE backend_type = 'client backend'"


def test_portal_and_clock_enter_by_logins_of_their_own(settings: Settings) -> None:
    started = house.start(settings, parts=("database", "queue", "tables", "clock", "portal"))
    ready = httpx.get(f"{started.addresses.portal_url}/ready", timeout=30)

    with psycopg.connect(started.addresses.database_url.replace("+psycopg", "")) as connection:
        there = {name for (name,) in connection.execute(WHO_IS_THERE)}
    started.stop()

    assert (ready.status_code, there) == (200, {"mesa", "mesa_portal", "mesa_workers"})


def test_the_desk_enters_by_the_login_of_the_setting(settings: Settings) -> None:
    ana = settings.model_copy(update={"desk_login": "ana.ruiz"})
    at = places.Places(ana.var)
    ports = dict.fromkeys(("jupyter", "portal", "smtp", "mailbox"), 8888)

    known = {one.name: one.environment for one in parts(ana, addresses(ana), at, ports)}

    entered = {name: make_url(known[name]["MESA_DATABASE_URL"]).username for name in known if name != "database"}
    assert entered == {
        "queue": "mesa", "mailbox": "mesa", "jupyter": "ana.ruiz", "tables": "mesa", "workers": "mesa_workers",
        "portal": "mesa_portal", "clock": "mesa_workers",
    }  # fmt: skip
