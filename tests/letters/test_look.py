"""Letters in a real browser: one column on a telephone, legible by day and by night, nothing from outside."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from playwright.sync_api import Browser

from backoffice.mail.rendering import render
from backoffice.mail.samples import corrections_requested, samples
from tests.letters.portraits import chromium, shown

pytestmark = pytest.mark.browser

#: The least contrast between any text and what lies behind it, by WCAG's formula.
LEAST_CONTRAST = """() => {
  const luminance = ([r, g, b]) => [r, g, b].map(v => v / 255)
    .map(v => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4)
    .reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0);
  const rgba = text => text.match(/[\\d.]+/g).map(Number);
  const behind = element => {
    for (let e = element; e; e = e.parentElement) {
      const colour = rgba(getComputedStyle(e).backgroundColor);
      if (colour.length < 4 || colour[3] > 0) return colour;
    }
    return [255, 255, 255];
  };
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  let least = [21, ''];
  while (walker.nextNode()) {
    const element = walker.currentNode.parentElement;
    if (!walker.currentNode.data.trim() || !element.checkVisibility({opacityProperty: true})) continue;
    const [a, b] = [rgba(getComputedStyle(element).color), behind(element)].map(luminance).sort((x, y) => y - x);
    const contrast = (a + 0.05) / (b + 0.05);
    if (contrast < least[0]) least = [contrast, walker.currentNode.data.trim()];
  }
  return least;
}"""


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as running:
        yield running


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("letter", samples(), ids=lambda letter: letter.template)
def test_every_text_stands_out_from_its_ground(browser, letter, scheme):
    with shown(browser, render(letter).html, 700, scheme) as page:
        contrast, text = page.evaluate(LEAST_CONTRAST)

    assert contrast >= 4.5, text


def test_at_night_the_ground_is_dark(browser):
    with shown(browser, render(corrections_requested()).html, 375, "dark") as page:
        ground = page.evaluate("getComputedStyle(document.querySelector('.card')).backgroundColor")

    assert ground == "rgb(29, 35, 48)"


@pytest.mark.parametrize("letter", samples(), ids=lambda letter: letter.template)
def test_on_a_telephone_nothing_runs_over_the_edge(browser, letter):
    with shown(browser, render(letter).html, 375, "light") as page:
        assert page.evaluate("document.documentElement.scrollWidth") == 375


def test_a_very_long_name_and_very_long_figures_stay_inside_a_telephone(browser):
    findings = tuple(replace(finding, found="9" * 60) for finding in corrections_requested().findings)
    letter = replace(corrections_requested(), company="Ñ" * 1000, findings=findings)

    with shown(browser, render(letter).html, 375, "light") as page:
        assert page.evaluate("document.documentElement.scrollWidth") == 375


@pytest.mark.parametrize("letter", samples(), ids=lambda letter: letter.template)
def test_a_letter_asks_nothing_of_the_network(browser, letter):
    context = browser.new_context(offline=True)
    page = context.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))

    page.set_content(render(letter).html, wait_until="networkidle")

    context.close()
    assert asked == []
    assert len(render(letter).html.encode()) < 100_000
