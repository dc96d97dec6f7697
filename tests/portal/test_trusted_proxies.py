"""Whose visit it is: a trusted proxy says so, and nobody else."""

from dataclasses import replace

import pytest
from fastapi.testclient import TestClient

from backoffice.portal.serving import config
from tests.casework.world import World
from tests.portal.browser import PORTAL
from tests.portal.test_notice_service import calls, shown

PROXY, VISITOR, MADE_UP = "172.18.0.1", "203.0.113.9", "198.51.100.7"


@pytest.mark.parametrize(
    ("trusted", "counted"), [("127.0.0.1,172.16.0.0/12", VISITOR), ("127.0.0.1", PROXY), ("", PROXY)]
)
def test_only_a_trusted_proxy_says_whose_visit_it_is(portal_world: World, trusted: str, counted: str) -> None:
    settings = portal_world.house.settings.model_copy(update={"trusted_proxies": trusted})
    served = config(replace(portal_world.house, settings=settings), "127.0.0.1", 1)
    served.load()
    proxy = TestClient(served.loaded_app, base_url=PORTAL, client=(PROXY, 40_000))
    case = portal_world.case()

    # The visitor made one up; the proxy put the true one behind it.
    said = {"x-forwarded-for": f"{MADE_UP}, {VISITOR}"}
    assert proxy.get("/api/avisos", auth=shown(portal_world, case.folio), headers=said).status_code == 200

    assert [call.address for call in calls(portal_world)] == [counted]
