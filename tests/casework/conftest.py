"""The world of the stages."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from backoffice.bootstrap import open_house
from backoffice.settings import Addresses, Settings
from tests.casework.world import Bells, Clock, Dealer, World, any_set, read_words
from tests.conftest import Mailbox


@pytest.fixture
def world(migrated_url: str, mailbox: Mailbox, tmp_path: Path) -> Iterator[World]:
    """A house on a Monday noon; rings are kept until the test answers them."""
    clock, bells = Clock(), Bells()
    addresses = Addresses(migrated_url, "redis://127.0.0.1:1", mailbox.url, (tmp_path / "blobs").as_uri())
    furnished = open_house(Settings(var=tmp_path), addresses)
    house = replace(furnished, now=clock, ring=bells, dealer=Dealer(), generate=any_set, read=read_words)
    yield World(house, clock, bells)
    house.close()
