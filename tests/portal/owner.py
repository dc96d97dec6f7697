"""The company of the stages' world with a password, and how its owner logs in."""

import pytest

from backoffice.casework import accounts
from backoffice.casework.logging_in import Attempt
from tests.casework.world import ACME, World

PASSWORD = "una frase que recuerdo bien"
OWNER = Attempt(ACME.nrp, ACME.email, PASSWORD, address="192.0.2.1", device="")


@pytest.fixture
def account(portal_world: World) -> World:
    """Somebody with a password."""
    added = accounts.add(portal_world.house, ACME, "test")
    accounts.set_known_password(portal_world.house, added.account.id, PASSWORD)
    return portal_world
