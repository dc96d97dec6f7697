"""Pictures of the portal for the README and the manuals: ``python -m pytest tests/portal/portraits.py``. No test."""

from pathlib import Path

import pytest

from tests.casework.world import World
from tests.portal.live import chromium, live
from tests.portal.pages import states
from tests.portal.test_accessibility import enter

FOLDER = Path(__file__).resolve().parents[2] / "docs" / "img" / "portal"


@pytest.mark.browser
@pytest.mark.parametrize("width", [360, 1280])
def test_pictures(portal_world: World, width: int) -> None:
    FOLDER.mkdir(parents=True, exist_ok=True)
    with live(portal_world) as address, chromium(address, width=width, height=800) as (page, _):
        enter(portal_world, page, address)
        for state in states(portal_world):
            page.goto(f"{address}/certificacion")
            page.screenshot(path=FOLDER / f"{state}-{width}.png", full_page=True)
