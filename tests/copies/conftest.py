"""The world of the stages with real sets and real workbooks, each company a set of its own."""

from dataclasses import replace

import pytest

from backoffice import bootstrap
from tests.casework.conftest import world as small_world
from tests.casework.world import World

__all__ = ["small_world"]


@pytest.fixture
def world(small_world: World) -> World:
    """A house whose sets are generated and whose files are read, away from here."""
    real = {"generate": bootstrap.generate, "read": bootstrap.read, "traces": bootstrap.traces}
    return replace(small_world, house=replace(small_world.house, **real))
