"""The portal over the world of the stages: browsers logged in or not, of one company or another, and their e.firmas."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from backoffice.rehearsal.efirma import Authority, authority
from tests.casework.conftest import world
from tests.casework.world import ACME, World
from tests.portal.browser import OTHER, PORTAL, Browser
from tests.portal.pen import Pen, pen_of

__all__ = ["world"]


@pytest.fixture
def portal_world(world: World) -> World:
    """The world with a portal's address in its letters."""
    addresses = replace(world.house.addresses, portal_url=PORTAL)
    return World(replace(world.house, addresses=addresses), world.clock, world.bells, world.entrances)


@pytest.fixture
def browser(portal_world: World) -> Callable[[], Browser]:
    """A new visitor."""
    return lambda: Browser(portal_world)


@pytest.fixture
def acme(browser: Callable[[], Browser]) -> Browser:
    """A visitor logged in for the company of the stages' world."""
    visitor = browser()
    visitor.enter(ACME)
    return visitor


@pytest.fixture
def stranger(browser: Callable[[], Browser]) -> Browser:
    """A visitor logged in for another company."""
    visitor = browser()
    visitor.enter(OTHER)
    return visitor


@pytest.fixture
def nobody(browser: Callable[[], Browser]) -> Browser:
    """A visitor who has not logged in."""
    return browser()


@pytest.fixture(scope="session")
def issuer(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    """The rehearsal's authority."""
    return authority(tmp_path_factory.mktemp("authority"))


@pytest.fixture
def pen(portal_world: World, acme: Browser, issuer: Authority) -> Pen:
    """The e.firma of the company of the stages' world."""
    return pen_of(portal_world, acme, issuer, ACME)


@pytest.fixture
def stranger_pen(portal_world: World, stranger: Browser, issuer: Authority) -> Pen:
    """That of another company."""
    return pen_of(portal_world, stranger, issuer, OTHER)
