"""The script of the keys in a real Chromium: what counts as work, where the focus goes, what reaches whom."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Page

from backoffice.desk.keys import Keys
from tests.letters.portraits import chromium

#: A desk with a field, a light and a letter; around it a page that hears what the desk lets through.
DESK = """<button id="outside">fuera</button>
<div class="mesa" style="padding:20px"><div id="keys"></div>
<div class="mesa-remarks"><textarea></textarea></div>
<button data-opens="CFDI">4 · CFDI</button>
<div class="late"></div>
<iframe sandbox="" title="Carta" style="width:600px;height:200px" srcdoc="<p>Una carta con palabras.</p>"></iframe>
</div>"""
#: A model as anywidget hands it to the script: traits, their changes, messages.
MODEL = """
const traits = {acts: [["c", "pedir correcciones"], ["1 2 3 4", "pestañas"], ["Enter", "confirmar"]]};
const heard = {};
window.sent = [];
window.through = [];
document.addEventListener("keydown", (event) => through.push(event.key));
window.model = {
  get: (name) => traits[name],
  on: (name, call) => { heard[name] = call; },
  send: (message) => sent.push(message),
  tell: (message) => heard["msg:custom"](message),
};
window.keys = import(URL.createObjectURL(new Blob([SOURCE], {type: "text/javascript"})))
  .then((found) => found.default.render({model, el: document.querySelector("#keys")}));
"""


@pytest.fixture
def page() -> Iterator[Page]:
    """A page with that desk."""
    with chromium() as browser:
        page = browser.new_page(viewport={"width": 1280, "height": 900})
        page.clock.install()
        page.set_content(DESK)
        page.evaluate(MODEL.replace("SOURCE", json.dumps(str(Keys._esm))))
        page.evaluate("() => window.keys")
        yield page


def sent(page: Page, name: str) -> list[Any]:
    """What the script told the kernel under that name."""
    return [one[name] for one in page.evaluate("() => sent") if name in one]


def focused(page: Page) -> str:
    """The name of what has the focus, or the class of the desk."""
    return str(page.evaluate("() => document.activeElement.className || document.activeElement.tagName"))


@pytest.mark.browser
def test_typing_clicking_and_opening_count_as_work_once_a_minute(page: Page) -> None:
    page.click("textarea")
    page.keyboard.type("Una observación larga.")
    at_once = len(sent(page, "alive"))
    page.clock.run_for(61_000)
    page.keyboard.type(" Y otra.")
    after_a_minute = len(sent(page, "alive"))
    page.clock.run_for(61_000)
    page.click("button[data-opens]")

    assert (at_once, after_a_minute, len(sent(page, "alive"))) == (1, 2, 3)


@pytest.mark.browser
def test_a_capital_letter_is_the_same_key_and_a_letter_that_is_written_is_none(page: Page) -> None:
    page.focus(".mesa")
    page.keyboard.press("C")
    page.keyboard.press("Shift+c")
    page.keyboard.press("4")
    page.keyboard.press("x")
    page.keyboard.press("Control+c")
    page.click("textarea")
    page.keyboard.type("cC4")
    page.keyboard.press("Escape")
    page.keyboard.press("c")

    assert sent(page, "press") == ["c", "c", "4", "c"]
    assert focused(page) == "mesa"


@pytest.mark.browser
def test_keys_act_only_at_the_desk_and_none_of_its_letters_goes_through(page: Page) -> None:
    page.focus("#outside")
    page.keyboard.press("c")
    outside = page.evaluate("() => through")
    page.focus(".mesa")
    for key in ("c", "x", "4", "Enter"):
        page.keyboard.press(key)

    assert outside == ["c"]
    assert page.evaluate("() => through") == ["c"]
    assert sent(page, "press") == ["c", "4", "Enter"]


@pytest.mark.browser
def test_a_light_opens_its_tab_with_mouse_and_keyboard(page: Page) -> None:
    page.click("button[data-opens]")
    page.keyboard.press("Enter")

    assert sent(page, "open") == ["CFDI", "CFDI"]


@pytest.mark.browser
def test_a_click_into_the_letter_leaves_the_keys_at_work_and_the_next_click_is_not_lost(page: Page) -> None:
    page.focus(".mesa")
    page.click("iframe")
    page.clock.run_for(50)
    back = focused(page)
    page.keyboard.press("c")
    page.click("button[data-opens]")

    assert back == "mesa"
    assert sent(page, "press") == ["c"]
    assert sent(page, "open") == ["CFDI"]


@pytest.mark.browser
def test_the_words_of_the_letter_can_be_selected_and_copied(page: Page) -> None:
    words = page.frame_locator("iframe").locator("p")
    words.click(click_count=3)
    page.clock.run_for(50)
    page.keyboard.press("Control+c")
    page.clock.run_for(3_000)
    returned = focused(page)
    page.click("textarea")
    page.keyboard.press("Control+v")

    assert returned == "mesa"
    assert page.input_value("textarea").strip() == "Una carta con palabras."


@pytest.mark.browser
def test_the_focus_goes_into_a_field_also_where_it_is_drawn_later(page: Page) -> None:
    page.evaluate("() => model.tell({lead: 'mesa-remarks'})")
    page.clock.run_for(100)
    first = focused(page)
    page.evaluate("() => model.tell({lead: 'late'})")
    page.clock.run_for(200)
    page.evaluate("() => document.querySelector('.late').innerHTML = '<input class=\"why\">'")
    page.clock.run_for(200)

    assert (first, focused(page)) == ("TEXTAREA", "why")


@pytest.mark.browser
def test_the_legend_says_every_key_and_a_range_as_one(page: Page) -> None:
    caps = page.locator(".legend kbd").all_inner_texts()

    assert caps == ["c", "1–4", "Enter"]
