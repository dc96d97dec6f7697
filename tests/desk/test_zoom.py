"""A picture large over the page, in a real Chromium: zoom, drag, two ways out, and no key goes anywhere else."""

from base64 import b64encode
from collections.abc import Iterator
from importlib.resources import files
from io import BytesIO
from typing import Any

import pytest
from PIL import Image
from playwright.sync_api import Page

from backoffice.desk.file_facts import Shown
from backoffice.desk.page import page as piece
from backoffice.desk.page import style
from tests.desk.hostile import IMAGE
from tests.desk.jupyter import browser_page

SCRIPT = """
window.heard = [];
document.addEventListener("keydown", (event) => window.heard.push(event.key));
document.querySelector(".mesa").addEventListener("keydown", (event) => window.heard.push(event.key), true);
const made = await import("./zoom.js");
made.default.render({ el: document.querySelector("#here") });
window.ready = true;
"""


@pytest.fixture
def tab() -> Iterator[Page]:
    """The tab of pictures with one, and what the desk ships to make it large."""
    png = BytesIO()
    Image.new("RGB", (2400, 1600), "#a3123a").save(png, "PNG")
    one = Shown(f"3{IMAGE}", "2400 × 1600", "aa", f"data:image/png;base64,{b64encode(png.getvalue()).decode()}")
    inside = piece("tab_pictures", pictures=[one], more="", marks={"aa": []}, points=[], wanted=[])
    content = {
        "/": ("text/html; charset=utf-8", f'<!doctype html><div class="mesa">{style()}{inside}<div id="here"></div></div><script type="module">{SCRIPT}</script>'),
        "/zoom.js": ("text/javascript; charset=utf-8", (files("backoffice.desk") / "zoom.js").read_text("utf-8")),
    }  # fmt: skip

    def answer(route: Any) -> None:
        kind, text = content.get("/" + route.request.url.split("/", 3)[3], ("text/plain", ""))
        route.fulfill(content_type=kind, body=text)

    with browser_page("http://desk.test/lab") as (page, _):
        page.unroute("**/*")
        page.route("**/*", answer)
        page.goto("http://desk.test/")
        page.wait_for_function("window.ready")
        yield page


def scale(page: Page) -> float:
    """How large the open picture is."""
    return float(page.get_attribute("dialog.mesa-zoom", "data-scale") or 0)


@pytest.mark.browser
def test_a_picture_opens_by_key_is_zoomed_by_keys_and_escape_brings_the_focus_back(tab: Page) -> None:
    tab.focus("button.zoomed")
    tab.keyboard.press("Enter")
    tab.wait_for_selector("dialog.mesa-zoom[open][data-scale]")
    tab.evaluate("window.heard = []")

    first = scale(tab)
    tab.keyboard.press("+")
    larger = scale(tab)
    for key in ("-", "-", "c", "x", "d", "Delete"):
        tab.keyboard.press(key)

    assert first < 1
    assert larger == pytest.approx(first * 1.25, abs=0.002)
    assert scale(tab) == pytest.approx(first / 1.25, abs=0.002)
    tab.keyboard.press("0")
    assert scale(tab) == first
    tab.keyboard.press("Escape")
    tab.wait_for_selector("dialog.mesa-zoom", state="detached")
    assert tab.evaluate("document.activeElement.className") == "zoomed"
    assert tab.evaluate("window.heard") == []
    assert tab.locator("img[onerror]").count() == 0


@pytest.mark.browser
def test_it_is_zoomed_by_the_wheel_moved_by_dragging_and_closed_by_a_click(tab: Page) -> None:
    tab.click("button.zoomed")
    tab.wait_for_selector("dialog.mesa-zoom[open][data-scale]")
    first = scale(tab)
    tab.mouse.move(640, 500)
    for _ in range(6):
        tab.mouse.wheel(0, -100)
    tab.wait_for_function(f"Number(document.querySelector('dialog').dataset.scale) > {first * 3}")
    before = tab.evaluate("document.querySelector('.field').scrollLeft")

    tab.mouse.down()
    tab.mouse.move(540, 480, steps=4)
    tab.mouse.up()

    assert tab.evaluate("document.querySelector('.field').scrollLeft") == before + 100
    assert tab.locator("dialog.mesa-zoom").count() == 1
    tab.click(".mesa-zoom .field", position={"x": 200, "y": 200})
    tab.wait_for_selector("dialog.mesa-zoom", state="detached")
