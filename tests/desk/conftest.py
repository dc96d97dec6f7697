"""The world of the stages, as the desk finds it."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from backoffice.bootstrap import open_house
from backoffice.records import migrate
from backoffice.settings import Addresses, Settings
from tests.casework.world import Bells, Clock, Dealer, World, any_set, no_traces, read_words
from tests.conftest import Mailbox


@pytest.fixture(scope="session")
def prepared_database(fresh_database: Callable[..., str]) -> str:
    """The name of a database with all tables and no rows, to be copied."""
    address = fresh_database()
    migrate(address)
    return address.rsplit("/", 1)[-1].split("?")[0]


@pytest.fixture
def database_url(fresh_database: Callable[..., str], prepared_database: str) -> str:
    """A database of this test alone, with all tables."""
    return fresh_database(prepared_database)


@pytest.fixture
def world(database_url: str, mailbox: Mailbox, tmp_path: Path) -> Iterator[World]:
    """A house on a Monday noon; rings are kept until the test answers them."""
    clock, bells = Clock(), Bells()
    addresses = Addresses(database_url, "redis://127.0.0.1:1", mailbox.url, (tmp_path / "blobs").as_uri())
    furnished = open_house(Settings(var=tmp_path, second_review_share=0), addresses)
    house = replace(
        furnished, now=clock, ring=bells, dealer=Dealer(), generate=any_set, read=read_words, traces=no_traces
    )
    yield World(house, clock, bells)
    house.close()
