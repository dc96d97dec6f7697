"""Every page of the course, narrow and wide: no serious violation by axe-core, nothing wider than the window."""

from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from backoffice.casework import sessions
from backoffice.portal.visitor import COOKIE
from tests.casework.world import ACME, World
from tests.portal.browser import account_of
from tests.portal.live import chromium, live
from tests.portal.pages import states

pytestmark = pytest.mark.browser

SERIOUS = {"serious", "critical"}
WIDTHS = (360, 1280)
#: What may be asked for in each state, besides the page of the case.
MORE = {
    "inicio": (
        "/tramites",
        "/tramites/intercomunicacion",
        "/no-existe",
        "/verificar",
        "/verificar/nada",
        "/registro",
        "/registro?empresa=zzz",
    ),
    "en-espera": ("/certificacion/firma/cancelacion", "/ambiente-de-pruebas", "/revision"),
    "aprobada": ("/certificacion/terminos/aprobacion",),
}


def enter(world: World, page: Page, address: str) -> None:
    with world.house.transaction() as work:
        token = sessions.begin(world.house, work, account_of(work.session, work.now, ACME))
    page.context.add_cookies([{"name": COOKIE, "value": token, "url": address}])


def troubles(page: Page) -> Iterator[str]:
    """What somebody could not read, reach or hear."""
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 800})
        if page.evaluate("document.documentElement.scrollWidth") > width:
            yield f"{page.url} is wider than {width} px"
    for one in Axe().run(page).response["violations"]:
        if one["impact"] in SERIOUS:
            yield f"{page.url}: {one['id']}: {one['nodes'][0]['html'][:120]}"


def test_every_page_of_the_course_can_be_read_by_everybody(portal_world: World) -> None:
    found: list[str] = []
    with live(portal_world) as address, chromium(address) as (page, network):
        enter(portal_world, page, address)
        for state in states(portal_world):
            for path in ("/certificacion", *MORE.get(state, ())):
                page.goto(address + path)
                found += troubles(page)

    assert found == []
    assert network.outside == []


def test_the_pages_before_the_login_can_be_read_by_everybody(portal_world: World) -> None:
    found: list[str] = []
    with live(portal_world) as address, chromium(address) as (page, network):
        for path in ("/", "/contrasena", f"/contrasena/{'0' * 64}"):
            page.goto(address + path)
            found += troubles(page)

    assert found == []
    assert network.outside == []
