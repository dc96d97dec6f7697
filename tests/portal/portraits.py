"""Pictures of the portal for the README and the manuals: ``python -m pytest tests/portal/portraits.py``. No test."""

from pathlib import Path

import pytest
from PIL import Image

from tests.casework.world import World
from tests.portal.live import chromium, live
from tests.portal.pages import states
from tests.portal.test_accessibility import enter

#: Those that a manual or the README shows.
SHOWN = {("inicio", 1280), ("en-espera", 360), ("en-espera", 1280), ("en-analisis", 1280), ("vigente", 1280)}
FOLDER = Path(__file__).resolve().parents[2] / "docs" / "img" / "portal"


@pytest.mark.browser
@pytest.mark.parametrize("width", [360, 1280])
def test_pictures(portal_world: World, width: int) -> None:
    FOLDER.mkdir(parents=True, exist_ok=True)
    with live(portal_world) as address, chromium(address, width=width, height=800) as (page, _):
        enter(portal_world, page, address)
        for state in states(portal_world):
            if (state, width) in SHOWN:
                page.goto(f"{address}/certificacion")
                path = FOLDER / f"{state}-{width}.png"
                page.screenshot(path=path, full_page=True)
                Image.open(path).convert("RGB").quantize(64).save(path, optimize=True)
