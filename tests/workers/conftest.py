"""Worker processes as the supervisor starts them, over this test's own database, queue and mailbox."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from backoffice.bootstrap import open_house
from backoffice.casework.house import House
from backoffice.settings import ROOT, Addresses, Settings, child_environment
from tests.conftest import Mailbox
from tests.staff import PORTAL, WORKERS, url_as

DRAMATIQ = ("dramatiq", "workers.actors", "--processes", "1", "--threads", "4")


@dataclass(frozen=True)
class Crew:
    """What starts processes of the house and watches its database."""

    house: House
    environment: dict[str, str]
    folder: Path

    @contextmanager
    def process(self, *words: str) -> Iterator[subprocess.Popen[bytes]]:
        """``python -m …`` in a group of its own, killed at the end however it goes."""
        with (self.folder / "log").open("ab") as log:
            command = [sys.executable, "-m", *words]
            with subprocess.Popen(
                command, env=self.of(words[0]), cwd=ROOT, stdout=log, stderr=log, start_new_session=True
            ) as process:
                try:
                    yield process
                finally:
                    kill(process)

    def of(self, program: str) -> dict[str, str]:
        """What a program of the house reads its settings from: it enters the database by its own login."""
        login = PORTAL if program == "backoffice.portal" else WORKERS
        return {**self.environment, "MESA_DATABASE_URL": url_as(login, self.environment["MESA_DATABASE_URL"])}

    def log(self) -> str:
        """All that the processes said."""
        return (self.folder / "log").read_text()


def kill(process: subprocess.Popen[bytes]) -> None:
    """kill -9 the whole group, at once."""
    try:
        os.killpg(process.pid, signal.SIGKILL)
    except ProcessLookupError:
        pass
    process.wait()


def until(fact: Callable[[], bool], seconds: float = 60) -> None:
    """Wait for a fact; fail where it does not come."""
    deadline = time.monotonic() + seconds
    while not fact():
        if time.monotonic() > deadline:
            pytest.fail("esto no llegó a ser cierto a tiempo")
        time.sleep(0.1)


@pytest.fixture
def crew(migrated_url: str, staff: None, valkey_url: str, mailbox: Mailbox, tmp_path: Path) -> Iterator[Crew]:
    """A house over real parts."""
    settings = Settings(var=tmp_path)
    addresses = Addresses(migrated_url, valkey_url, mailbox.url, (tmp_path / "blobs").as_uri())
    house = open_house(settings, addresses)
    yield Crew(house, child_environment(settings, addresses), tmp_path)
    house.close()
