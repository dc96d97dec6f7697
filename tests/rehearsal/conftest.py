"""A house over real parts with real worker processes, in which the story may be told."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.message import EmailMessage
from pathlib import Path

import pytest

from backoffice.bootstrap import open_house
from backoffice.casework.house import House
from backoffice.embedded.mailbox.store import Store
from backoffice.records.case_view import CaseView, case_view
from backoffice.rehearsal import cast, story
from backoffice.rehearsal.entrance import furnish
from backoffice.rehearsal.outcome import Outcome, outcomes
from backoffice.rehearsal.standing import newest_case
from backoffice.rehearsal.waiting import Patience
from backoffice.settings import Addresses, Settings, child_environment
from tests.conftest import Mailbox
from tests.workers.conftest import DRAMATIQ, Crew


class CutOff(Exception):
    """Somebody pulled the plug."""


@dataclass
class Stage:
    """Where the story is told: what was said, and how to look at a case."""

    crew: Crew
    said: list[str] = field(default_factory=list)

    @property
    def house(self) -> House:
        """The house of this test."""
        return self.crew.house

    def tell(self, *, until: str = "", limit: float = 60) -> None:
        """Tell the story; cut it off in the middle of saying the line that contains *until*."""

        def progress(line: str) -> None:
            self.said.append(line)
            if until and until in line:
                raise CutOff

        story.tell(self.house, progress, Patience(self.crew.folder, limit=limit))

    def view(self, letter: str) -> CaseView:
        """The case of one company."""
        with self.house.transaction() as work:
            case = newest_case(work.session, cast.COMPANIES[letter])
            assert case is not None
            return case_view(work.session, case.folio)

    def events(self) -> list[int]:
        """How many entries the audit trail has of each case."""
        return [len(self.view(letter).events) for letter in "ABCD"]


@dataclass
class Told:
    """A story that is over: where, what became of it, and the letters that arrived."""

    stage: Stage
    outcomes: list[Outcome]
    letters: list[EmailMessage]


@contextmanager
def opened(database_url: str, queue_url: str, mailbox: Mailbox, folder: Path) -> Iterator[Stage]:
    """A house over these parts, without workers."""
    addresses = Addresses(
        database_url,
        queue_url,
        mailbox.url,
        (folder / "blobs").as_uri(),
        mailbox_url=mailbox.page_url,
        jupyter_url="http://127.0.0.1:1/lab?token=abc",
        portal_url="http://127.0.0.1:2",
    )
    settings = Settings(var=folder, demo=True, second_review_share=0)
    furnish(settings)
    house = open_house(settings, addresses)
    try:
        yield Stage(Crew(house, child_environment(settings, addresses), folder))
    finally:
        house.close()


@pytest.fixture
def stage(migrated_url: str, valkey_url: str, mailbox: Mailbox, tmp_path: Path) -> Iterator[Stage]:
    """An empty house of this test alone, without workers."""
    with opened(migrated_url, valkey_url, mailbox, tmp_path) as empty:
        yield empty


@pytest.fixture(scope="session")
def told(
    fresh_database: Callable[[str], str],
    migrated_template: str,
    queue_server: str,
    mailbox_server: Mailbox,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Told]:
    """The story, told once by real worker processes, for all tests that only look at it."""
    for letter in Store(mailbox_server.folder).letters():
        letter.path.unlink()
    folder = tmp_path_factory.mktemp("told")
    with opened(fresh_database(migrated_template), queue_server, mailbox_server, folder) as stage:
        with stage.crew.process(*DRAMATIQ):
            stage.tell()
        yield Told(stage, outcomes(stage.house), mailbox_server.letters())
