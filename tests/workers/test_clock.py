"""One clock at a time, and another ready to follow."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from threading import Event, Thread
from uuid import UUID

from sqlalchemy import text

from backoffice.casework import request
from backoffice.casework.house import House
from backoffice.domain.work import WorkKind
from tests.casework.world import ACME
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
            first.set()
            until(lambda: clock_is_free_or_second(crew))
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


def clock_is_free_or_second(crew: Crew) -> bool:
    """The first clock has let go of the lock: nobody, or the second, has it."""
    with crew.house.database.connect() as connection:
        holders = connection.execute(text("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND granted"))
        return int(holders.scalar_one()) <= 1
