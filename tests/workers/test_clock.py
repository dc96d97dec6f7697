"""One clock at a time, and another ready to follow."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from threading import Event, Thread
from uuid import UUID

from sqlalchemy import text

from backoffice.casework import request, service_probe, service_watch
from backoffice.casework.house import House
from backoffice.domain.work import WorkKind
from tests.casework.world import ACME
from tests.conftest import free_port
from tests.workers.conftest import Crew, until
from workers import clock


@contextmanager
def ticking(house: House) -> Iterator[Event]:
    """A clock in a thread, until the block ends."""
    stop = Event()
    thread = Thread(target=clock.run, args=(house, stop, 0.05))
    thread.start()
    try:
        yield stop
    finally:
        stop.set()
        thread.join()


def forgotten(crew: Crew) -> None:
    """One row that is due and was never rung for."""
    request.register(crew.house, ACME)
    announce_again(crew)


def announce_again(crew: Crew) -> None:
    """The row is due once more."""
    with crew.house.database.begin() as connection:
        connection.execute(text("UPDATE outbox SET ring_at = now() - interval '1 second'"))


def heard(house: House, into: list[str], name: str) -> House:
    """The house whose rings are noted under a name."""

    def ring(kind: WorkKind, row_id: UUID) -> None:
        into.append(name)

    return replace(house, ring=ring)


def test_of_two_clocks_one_rings_and_the_other_follows_when_it_ends(crew: Crew) -> None:
    rings: list[str] = []
    forgotten(crew)

    with ticking(heard(crew.house, rings, "first")) as first:
        until(lambda: rings == ["first"])
        with ticking(heard(crew.house, rings, "second")):
            announce_again(crew)
            until(lambda: len(rings) == 2)
            before = on_duty(crew)
            first.set()
            until(lambda: on_duty(crew) not in {None, before})
            announce_again(crew)
            until(lambda: len(rings) == 3)

    assert rings == ["first", "first", "second"]


def test_a_clock_whose_connection_is_cut_goes_on(crew: Crew) -> None:
    rings: list[str] = []
    forgotten(crew)

    with ticking(heard(crew.house, rings, "clock")):
        until(lambda: len(rings) == 1)
        with crew.house.database.connect() as connection:
            connection.execute(
                text(
                    "SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory' AND pid <> pg_backend_pid()"
                )
            )
        announce_again(crew)
        until(lambda: len(rings) == 2)


def test_a_clock_that_runs_asks_the_test_service_of_a_portal_that_runs(crew: Crew) -> None:
    port = str(free_port())
    crew.environment["MESA_PORTAL_URL"] = f"http://127.0.0.1:{port}"

    with crew.process("backoffice.portal", "127.0.0.1", port):
        probe = service_probe.of(crew.environment["MESA_PORTAL_URL"])
        assert probe
        until(probe)
        with crew.process("workers.clock"):
            until(lambda: len(service_watch.newest(crew.house, 1)) == 1)

    assert [row.answered for row in service_watch.newest(crew.house, 1)] == [True]


def on_duty(crew: Crew) -> int | None:
    """The database's process that serves the clock which holds the lock; ``None`` where none does."""
    held = text("SELECT pid FROM pg_locks WHERE locktype = 'advisory' AND objid = :lock AND granted")
    with crew.house.database.connect() as connection:
        pid: int | None = connection.execute(held, {"lock": clock.CLOCK_LOCK}).scalar_one_or_none()
        return pid
