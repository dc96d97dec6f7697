"""A table of ten thousand rows in a real Chromium: few are in the page, all are searched, sorted and reached by keys."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.resources import files
from typing import Any

import pytest
from playwright.sync_api import Page

from backoffice.desk.page import style
from backoffice.desk.table import Cell, Column, Row, plain
from tests.desk.hostile import IMAGE
from tests.desk.jupyter import browser_page

ROWS = 10_000
COLUMNS = (Column("Folio", width=104), Column("Empresa", width=220), Column("Causa"), Column("Vence", width=120))
#: What anywidget hands to ``render``: traits, and a way to send.
MODEL = """
const traits = __TRAITS__, heard = {};
window.sent = [];
window.model = {
  get: (name) => traits[name],
  set: (name, value) => { traits[name] = value; (heard[`change:${name}`] ?? []).forEach((one) => one()); },
  on: (event, heed) => (heard[event] ??= []).push(heed),
  off: (event, heed) => (heard[event] = (heard[event] ?? []).filter((one) => one !== heed)),
  send: (message) => window.sent.push(message),
};
const started = performance.now();
const made = await import("./table.js");
made.default.render({ model: window.model, el: document.querySelector("#here") });
document.body.offsetHeight;
window.took = performance.now() - started;
"""


def rows(many: int) -> list[Row]:
    """Rows of differing heights; the last one is the only one of its company."""
    return [
        Row(
            f"k{number}",
            (
                Cell(f"{number:010d}", small="ronda 1"),
                Cell("Única, S.A." if number == many else f"Empresa {number} {IMAGE if number == 3 else ''}"),
                Cell("El cálculo usa la UMA. " * (1 + number % 7), small="Falta tu resolución."),
                Cell(f"{number % 9} días", order=float(-number)),
            ),
        )
        for number in range(1, many + 1)
    ]


@pytest.fixture
def long() -> Iterator[Page]:
    """A page with the table alone."""
    with shown(ROWS) as page:
        yield page


@contextmanager
def shown(many: int) -> Iterator[Page]:
    """The table of so many rows, drawn by the file that the desk ships."""
    traits = {
        "rows": [plain(row) for row in rows(many)], "selected": "", "height": 0, "opens": False,
        "columns": [{"label": c.label, "figures": c.figures, "width": c.width, "fixed": c.fixed} for c in COLUMNS],
        "caption": "Casos", "search": "Buscar",
    }  # fmt: skip
    script = MODEL.replace("__TRAITS__", json.dumps(traits).replace("<", "\\u003c"))
    body = f'<div class="mesa">{style()}<div id="here"></div></div><script type="module">{script}</script>'
    content = {
        "/": ("text/html; charset=utf-8", f"<!doctype html>{body}"),
        "/table.js": ("text/javascript; charset=utf-8", (files("backoffice.desk") / "table.js").read_text("utf-8")),
    }
    with browser_page("http://desk.test/lab") as (page, _):
        page.unroute("**/*")
        page.route("**/*", lambda route: _answer(route, content))
        page.goto("http://desk.test/")
        page.wait_for_function("window.took !== undefined")
        yield page


def _answer(route: Any, content: dict[str, tuple[str, str]]) -> None:
    kind, text = content.get("/" + route.request.url.split("/", 3)[3], ("text/plain", ""))
    route.fulfill(content_type=kind, body=text)


def drawn(page: Page) -> list[str]:
    """The keys of the rows that are in the page."""
    found: list[str] = page.eval_on_selector_all("tr[data-key]", "all => all.map((tr) => tr.dataset.key)")
    return found


def in_sight(page: Page) -> list[str]:
    """The keys of the rows that a person sees."""
    script = """all => { const box = document.querySelector(".scroll").getBoundingClientRect();
      return all.filter((tr) => { const r = tr.getBoundingClientRect(); return r.bottom > box.top + 40 && r.top < box.bottom; })
        .map((tr) => tr.dataset.key); }"""
    found: list[str] = page.eval_on_selector_all("tr[data-key]", script)
    return found


def settled(page: Page) -> None:
    """Two frames later: what scrolling asks for has been drawn."""
    page.evaluate("() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done())))")


@pytest.mark.browser
def test_ten_thousand_rows_are_there_at_once_and_few_are_in_the_page(long: Page) -> None:
    assert len(drawn(long)) < 80
    assert drawn(long)[0] == "k1"
    assert long.evaluate("window.took") < 2_000
    assert long.get_attribute("table", "aria-rowcount") == "10001"
    assert long.get_attribute("tr[data-key=k1]", "aria-rowindex") == "2"
    assert long.locator(".mesa-table img").count() == 0


@pytest.mark.browser
def test_whoever_scrolls_sees_rows_everywhere_and_the_last_one_at_the_end(long: Page) -> None:
    for part in (0.5, 0.13, 0.77):
        long.evaluate(
            "(part) => { const s = document.querySelector('.scroll'); s.scrollTop = s.scrollHeight * part; }", part
        )
        settled(long)
        first = int(in_sight(long)[0][1:])
        assert len(in_sight(long)) > 3
        assert abs(first - ROWS * part) < ROWS * 0.05
    for _ in range(4):
        long.evaluate("() => { const s = document.querySelector('.scroll'); s.scrollTop = s.scrollHeight; }")
        settled(long)

    assert in_sight(long)[-1] == "k10000"
    assert long.get_attribute("tr[data-key=k10000]", "aria-rowindex") == "10001"
    assert len(drawn(long)) < 80


@pytest.mark.browser
def test_search_and_order_are_about_all_rows(long: Page) -> None:
    long.fill(".search", "unica")
    assert drawn(long) == ["k10000"]
    assert long.inner_text(".count") == "Se muestran 1 de 10000"
    assert long.get_attribute("table", "aria-rowcount") == "2"

    long.fill(".search", "")
    long.click("button:text-is('Vence')")

    assert in_sight(long)[0] == "k10000"
    assert long.get_attribute("th:has-text('Vence')", "aria-sort") == "ascending"
    assert long.evaluate("document.activeElement.textContent") == "Vence"


@pytest.mark.browser
def test_the_keyboard_reaches_every_row_and_the_focus_is_never_lost(long: Page) -> None:
    long.focus("tr[data-key=k1]")
    for _ in range(60):
        long.keyboard.press("ArrowDown")
    assert long.evaluate("document.activeElement.dataset.key") == "k61"
    assert "k61" in in_sight(long)

    long.keyboard.press("End")
    settled(long)
    assert long.evaluate("document.activeElement.dataset.key") == "k10000"
    long.keyboard.press("Enter")
    assert long.evaluate("window.sent") == [{"choose": "k10000"}]

    long.evaluate("() => { document.querySelector('.scroll').scrollTop = 0; }")
    settled(long)
    assert long.evaluate("document.activeElement.className") == "scroll"
    long.keyboard.press("ArrowUp")
    assert long.evaluate("document.activeElement.dataset.key") == "k9999"


@pytest.mark.browser
def test_a_short_table_is_whole_in_the_page() -> None:
    with shown(200) as page:
        assert len(drawn(page)) == 200
        assert page.locator(".gap").count() == 0
        assert page.get_attribute("table", "aria-rowcount") == "201"
