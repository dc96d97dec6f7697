"""The page in a real browser: nothing over the edge of a telephone, every text stands out, whole rows on paper."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from playwright.sync_api import Browser

from backoffice import reports
from tests.explained.explaining import refused_report
from tests.letters.portraits import chromium, shown
from tests.letters.test_look import LEAST_CONTRAST
from tests.reports.hostile import hostile_report
from tests.reports.rehearsed import explained

pytestmark = pytest.mark.browser

REPORTS = {
    "consistent": lambda: explained("caso_a_ronda_1.xls"),
    "one mistake": lambda: explained("caso_b_ronda_1.xls"),
    "two mistakes": lambda: explained("caso_d_ronda_1.xls"),
    "refused": refused_report,
    "hostile": hostile_report,
}


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as running:
        yield running


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("name", REPORTS)
def test_nothing_runs_over_the_edge(browser, name, width):
    with shown(browser, reports.html(REPORTS[name]()), width, "light") as page:
        assert page.evaluate("document.documentElement.scrollWidth") == width


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_text_stands_out_from_its_ground(browser, scheme):
    with shown(browser, reports.html(explained("caso_d_ronda_1.xls")), 1280, scheme) as page:
        contrast, text = page.evaluate(LEAST_CONTRAST)

    assert contrast >= 4.5, text


def test_figures_stand_at_the_right_in_digits_of_one_width(browser):
    with shown(browser, reports.html(explained("caso_b_ronda_1.xls")), 1280, "light") as page:
        looks = page.evaluate(
            "(e => { const s = getComputedStyle(e); return [s.textAlign, s.fontVariantNumeric] })"
            "(document.querySelector('.rows td.n'))"
        )

    assert looks == ["right", "lining-nums tabular-nums"]


def test_a_page_asks_nothing_of_the_network(browser):
    context = browser.new_context(offline=True)
    page = context.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))

    page.set_content(reports.html(hostile_report()), wait_until="networkidle")

    context.close()
    assert asked == []


def test_on_paper_no_row_is_cut_and_heads_come_again(browser):
    with shown(browser, reports.html(explained("caso_d_ronda_1.xls")), 1280, "light") as page:
        page.emulate_media(media="print")
        looks = page.evaluate(
            "[['tr', 'breakInside'], ['.worked', 'breakInside'], ['thead', 'display']]"
            ".map(([what, how]) => getComputedStyle(document.querySelector(what))[how])"
        )

    assert looks == ["avoid", "avoid", "table-header-group"]


def test_a_very_long_name_stays_inside_a_telephone(browser):
    report = replace(explained("caso_b_ronda_1.xls"), heading="Ñ" * 120)

    with shown(browser, reports.html(report), 360, "light") as page:
        assert page.evaluate("document.documentElement.scrollWidth") == 360
