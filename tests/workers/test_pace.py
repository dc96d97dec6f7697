"""So many letters a second, by two worker processes together; and without a queue's answer, all the same."""

import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from backoffice.bootstrap import open_house
from backoffice.domain.work import WorkState
from backoffice.settings import Addresses, Settings, child_environment
from tests.letters.post_office import Behaviour, post_office
from tests.workers.conftest import Crew, until
from tests.workers.test_processes import count, post_many

A_SECOND, LETTERS = 5, 25
TWO_PROCESSES = ("dramatiq", "workers.actors", "--processes", "2", "--threads", "4")


@dataclass
class Timekeeper(Behaviour):
    """A server that notes when it took each letter."""

    taken: list[float] = field(default_factory=list)

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802 - aiosmtpd's name
        self.taken.append(time.monotonic())
        return await super().handle_DATA(server, session, envelope)


@pytest.fixture
def timekeeper() -> Timekeeper:
    """The mail server's memory."""
    return Timekeeper()


@pytest.fixture
def crew(migrated_url: str, valkey_url: str, timekeeper: Timekeeper, tmp_path: Path) -> Iterator[Crew]:
    """A house whose letters have a pace."""
    settings = Settings(var=tmp_path, letters_per_second=A_SECOND)
    with post_office(timekeeper) as port:
        addresses = Addresses(migrated_url, valkey_url, f"smtp://127.0.0.1:{port}", (tmp_path / "blobs").as_uri())
        house = open_house(settings, addresses)
        yield Crew(house, child_environment(settings, addresses), tmp_path)
        house.close()


def test_two_processes_together_keep_the_pace(crew: Crew, timekeeper: Timekeeper) -> None:
    post_many(crew.house, LETTERS)

    with crew.process(*TWO_PROCESSES):
        until(lambda: count(crew.house, WorkState.DONE) == LETTERS)

    took = timekeeper.taken[-1] - timekeeper.taken[0]
    most = max(sum(0 <= other - one < 1 for other in timekeeper.taken) for one in timekeeper.taken)
    # The pace is counted by seconds of the clock. Twenty-five letters need five of them: three whole ones lie between the
    # first and the last, and what ends one second and begins the next may come close together.
    by_the_pace = LETTERS / A_SECOND
    assert 0.6 * by_the_pace <= took <= 10 * by_the_pace
    assert most <= 2 * A_SECOND
    assert len(timekeeper.letters) == LETTERS
