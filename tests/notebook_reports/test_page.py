"""The page of a report: it asks nothing of the outside and runs nothing, whatever a cell showed."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import sync_playwright

from backoffice.reports.notebooks import whole
from tests.desk.hostile import EVERYTHING
from tests.notebook_reports.test_running import ran

REACHES = """
from IPython.display import HTML, display
display(HTML('<img src="http://evil.example/a.png"><link rel="stylesheet" href="https://evil.example/a.css">'
  '<script src="https://evil.example/a.js"></script><script>document.title="ran"; fetch("https://evil.example/x")</script>'
  '<style>@import "https://evil.example/b.css"; body { background: url(https://evil.example/c.png) }</style>'
  '<iframe src="https://evil.example/f"></iframe><form action="https://evil.example/g"><button id=b>x</button></form>'
  '<img src="data:image/gif;base64,R0lGODlhAQABAAAAACw=" id="kept">'))
"""


def test_our_own_pieces_name_no_address(tmp_path: Path) -> None:
    found = ran(tmp_path, "import pandas as pd\npd.DataFrame({'a': [1]})", "print('hola')")

    assert found.body is not None
    page = whole(found.body, title="Prueba", made="Hecho hoy")

    assert re.findall(r"(?:https?:)?//[\w.]+", page) == []
    assert "<script" not in page
    assert "@import" not in page
    assert "content=\"default-src 'none';" in page


def test_title_and_reason_are_escaped() -> None:
    page = whole("", title=EVERYTHING, made=EVERYTHING, stopped=EVERYTHING)

    assert "<img src=x" not in page
    assert "<script>" not in page
    assert "El informe no llegó a su final." in page


@pytest.mark.browser
def test_a_browser_loads_and_runs_nothing_even_where_a_cell_asks_for_it(tmp_path: Path) -> None:
    found = ran(tmp_path, REACHES)
    file = tmp_path / "informe.html"
    assert found.body is not None
    file.write_text(whole(found.body, title="Prueba", made="Hecho hoy"), "utf-8")
    asked: list[str] = []

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        page = browser.new_page()
        page.route("**/*", lambda route: (asked.append(route.request.url), route.continue_()))
        page.goto(file.as_uri())
        page.wait_for_timeout(500)
        title, kept = page.title(), page.locator("#kept").count()
        browser.close()

    assert [url for url in asked if not url.startswith(("file:", "data:"))] == []
    assert (title, kept) == ("Prueba", 1)
