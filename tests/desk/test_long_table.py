"""Ten thousand rows in a real Chromium: the first are there at once, all are searched, ordered and reached."""

import json
from collections.abc import Iterator
from dataclasses import asdict

import pytest
from playwright.sync_api import Page, expect

from backoffice.desk.table import Cell, Column, Row, Table
from tests.letters.portraits import chromium

ROWS = 10_000
COLUMNS = [asdict(Column(label)) for label in ("Folio y ronda", "Empresa", "Vence")]
#: A model as anywidget hands it to the table: traits, their changes, messages.
MODEL = """
const traits = {columns: COLUMNS, rows: [], caption: "Casos", search: "Buscar", selected: "", height: 0, opens: false};
const heard = {};
window.sent = [];
window.model = {
  get: (name) => traits[name],
  on: (name, call) => { heard[name] = call; },
  send: (message) => sent.push(message),
  set: (name, value) => { traits[name] = value; heard[`change:${name}`]?.(); },
};
window.table = import(URL.createObjectURL(new Blob([SOURCE], {type: "text/javascript"})))
  .then((found) => found.default.render({model, el: document.querySelector("#table")}));
"""


#: So many cases made from one, the last due first; how many milliseconds the table takes to show them.
FILL = """([number, pattern]) => {
  const rows = Array.from({length: number}, (_, place) => {
    const [folio, company, due] = pattern.cells;
    const cells = [
      {...folio, text: String(2600000000 + place)}, {...company, text: `Nóminas número ${place}, S.A. de C.V.`},
      {...due, order: number - place},
    ];
    return {...pattern, key: `k${place}`, cells};
  });
  const start = performance.now();
  model.set("rows", rows);
  document.body.offsetHeight;
  return performance.now() - start;
}"""
#: Whether the chosen row lies whole within its box and within the window.
IN_SIGHT = """() => {
  const row = document.querySelector("tr.selected").getBoundingClientRect();
  const box = document.querySelector(".scroll").getBoundingClientRect();
  return row.top >= Math.max(box.top, 0) && row.bottom <= Math.min(box.bottom, innerHeight);
}"""
PATTERN = Row(
    "",
    (
        Cell("", small="ronda 1"),
        Cell("", small="Seguro en cada nómina: 23 de 23 renglones."),
        Cell("Quedan 5 días hábiles"),
    ),
)


def fill(page: Page, number: int) -> float:
    """Put so many rows in; the milliseconds until they are laid out."""
    return float(page.evaluate(FILL, [number, asdict(PATTERN)]))


@pytest.fixture
def page() -> Iterator[Page]:
    """A page with an empty table."""
    with chromium() as browser:
        page = browser.new_page(viewport={"width": 1280, "height": 900})
        page.set_content('<div class="mesa"><div id="table"></div></div>')
        source = json.dumps(Table._esm if isinstance(Table._esm, str) else str(Table._esm))
        page.evaluate(MODEL.replace("COLUMNS", json.dumps(COLUMNS)).replace("SOURCE", source))
        page.evaluate("() => window.table")
        yield page


def shown(page: Page) -> int:
    """How many rows are drawn."""
    return page.locator("tbody tr").count()


@pytest.mark.browser
def test_of_very_many_rows_the_first_are_drawn_at_once_and_the_others_as_one_comes_to_them(page: Page) -> None:
    few = max(fill(page, 100) for _ in range(3))
    very_many = fill(page, ROWS)

    assert shown(page) < 500
    assert page.locator("table").get_attribute("aria-rowcount") == "10001"
    assert very_many < 50 * few, f"{few:.0f} ms for 100 rows, {very_many:.0f} ms for {ROWS:,}"
    before = shown(page)
    page.locator("tbody tr").last.scroll_into_view_if_needed()
    expect(page.locator(f"tbody tr >> nth={before + 50}")).to_be_attached()


@pytest.mark.browser
def test_search_and_order_see_the_rows_that_are_not_drawn(page: Page) -> None:
    fill(page, ROWS)

    page.fill(".search", "numero 9876,")
    expect(page.locator("tbody tr")).to_have_count(1)
    assert page.locator(".count").inner_text() == "Se muestran 1 de 10000"
    assert page.locator("tbody tr").get_attribute("aria-rowindex") == "2"

    page.fill(".search", "")
    page.click("button.sort:has-text('Vence')")
    assert page.locator("tbody tr").first.get_attribute("data-key") == "k9999"


@pytest.mark.browser
def test_the_keyboard_goes_on_past_the_rows_that_are_drawn(page: Page) -> None:
    fill(page, ROWS)
    drawn = shown(page)

    page.locator("tbody tr").last.focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")

    sent = page.evaluate("() => sent")
    assert sent[0]["choose"].startswith("k")
    assert int(sent[0]["choose"][1:]) >= drawn - 1


@pytest.mark.browser
def test_the_chosen_row_is_drawn_wherever_it_stands(page: Page) -> None:
    page.evaluate("() => model.set('selected', 'k2345')")
    fill(page, ROWS)

    expect(page.locator("tr.selected")).to_have_attribute("data-key", "k2345")
    assert shown(page) == 2_400


@pytest.mark.browser
def test_a_row_that_is_chosen_by_key_comes_into_sight_in_its_box_and_on_the_page(page: Page) -> None:
    fill(page, 300)
    page.add_style_tag(content=".scroll{max-height:430px;overflow:auto} body{padding:700px 0}")
    page.evaluate("() => scrollTo(0, 0)")

    for key in ("k40", "k250", "k3"):
        page.evaluate(f"() => model.set('selected', '{key}')")
        expect(page.locator("tr.selected")).to_have_attribute("data-key", key)
        assert page.evaluate(IN_SIGHT), key


@pytest.mark.browser
def test_the_table_says_how_many_rows_there_are_and_how_many_of_them_are_shown(page: Page) -> None:
    page.evaluate("() => model.set('count', '300 renglones distintos')")
    fill(page, 300)
    whole = page.locator(".count").inner_text()
    page.fill(".search", "numero 299,")

    assert whole == "300 renglones distintos"
    assert page.locator(".count").inner_text() == "Se muestran 1 de 300"


@pytest.mark.browser
def test_the_order_on_the_screen_is_told_for_keys_that_go_from_row_to_row(page: Page) -> None:
    fill(page, 3)
    page.click("button.sort:has-text('Vence')")
    page.fill(".search", "numero 1,")
    fill(page, 2)
    page.evaluate("() => model.set('opens', true)")
    page.fill(".search", "")

    assert [one["order"] for one in page.evaluate("() => sent")] == [["k2", "k1", "k0"], ["k1"], ["k1"]]


@pytest.mark.browser
def test_a_search_that_finds_nothing_says_so_and_what_to_do(page: Page) -> None:
    fill(page, 3)

    page.fill(".search", "<b>otra</b>")

    said = page.locator(".count").inner_text()
    assert said == "Nada coincide con «<b>otra</b>». Borra la búsqueda para ver los 3 renglones."
    assert page.locator(".count b").count() == 0
