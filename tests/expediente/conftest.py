"""The worlds from which cases are exported, and what an export holds."""

from dataclasses import replace

import pytest

from backoffice import official
from backoffice.casework import intake
from backoffice.domain.work import Outcome
from tests.casework.conftest import addressed
from tests.casework.conftest import world as small_world
from tests.casework.world import World
from tests.checks.example import example_set
from tests.portal.conftest import acme, browser, issuer, pen, portal_world

__all__ = ["acme", "addressed", "browser", "issuer", "pen", "portal_world", "small_world", "world"]


@pytest.fixture
def world(small_world: World) -> World:
    """The world of the stages, with sets by the rules in force."""
    theirs = replace(example_set(), rules_version=official.parameters().version)
    house = replace(small_world.house, generate=lambda *_: theirs)
    return World(house, small_world.clock, small_world.bells, small_world.entrances)


@pytest.fixture
def corrected(world: World) -> str:
    """The folio of a case with a closed round, decided by Ana, and an open one whose file waits for a person."""
    folio = world.case().folio
    intake.receive(world.house, folio, "../..\\año 1\u202e.XLS", b"uma: one")
    world.work()
    world.decided(folio, Outcome.CORRECTIONS, "Falta la pantalla 2.")
    world.work()
    world.clock.forward(days=1)
    intake.receive(world.house, folio, "evidencias", b"right: two")
    world.work()
    return folio
