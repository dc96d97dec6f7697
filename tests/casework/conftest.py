"""The world of the stages, and the commands over it."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from backoffice.bootstrap import open_house
from backoffice.settings import Addresses, Settings
from tests.casework.terminal import mesa
from tests.casework.world import Bells, Clock, Dealer, World, any_set, no_traces, read_words
from tests.conftest import Mailbox
from tests.staff import Entrances


@pytest.fixture
def world(migrated_url: str, staff: None, mailbox: Mailbox, tmp_path: Path) -> Iterator[World]:
    """A house on a Monday noon; rings are kept until the test answers them."""
    with a_world(migrated_url, mailbox, tmp_path) as made:
        yield made


@contextmanager
def a_world(database_url: str, mailbox: Mailbox, folder: Path) -> Iterator[World]:
    """A house on a Monday noon over a database of its own; rings are kept until the test answers them."""
    clock, bells, entrances = Clock(), Bells(), Entrances()
    addresses = Addresses(database_url, "redis://127.0.0.1:1", mailbox.url, (folder / "blobs").as_uri())
    furnished = open_house(Settings(var=folder, second_review_share=0), addresses)
    house = replace(
        furnished, now=clock, ring=bells, dealer=Dealer(), generate=any_set, read=read_words, traces=no_traces
    )
    yield World(house, clock, bells, entrances)
    entrances.close()
    house.close()


@pytest.fixture
def addressed(world: World, mailbox: Mailbox, monkeypatch: pytest.MonkeyPatch) -> None:
    """The commands use this test's database, on a terminal of 100 columns; the queue is down."""
    monkeypatch.setenv("MESA_VAR", str(world.house.settings.var))
    monkeypatch.setenv("MESA_DATABASE_URL", world.house.addresses.database_url)
    monkeypatch.setenv("MESA_QUEUE_URL", "redis://127.0.0.1:1")
    monkeypatch.setenv("MESA_SMTP_URL", mailbox.url)
    monkeypatch.setenv("MESA_BLOBS_URL", world.house.addresses.blobs_url)
    monkeypatch.setenv("COLUMNS", "100")


@pytest.fixture
def shown(addressed: None, capsys: pytest.CaptureFixture[str]) -> Callable[..., Any]:
    """What a command says as JSON."""

    def document(*words: str) -> Any:
        capsys.readouterr()
        mesa(*words, "--json")
        return json.loads(capsys.readouterr().out)

    return document
