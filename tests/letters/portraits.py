"""Chromium looking at letters. ``python -m tests.letters.portraits docs/img/letters`` remakes the pictures there."""

import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Literal

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

from backoffice.mail.rendering import render
from backoffice.mail.samples import samples

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@contextmanager
def chromium() -> Iterator[Browser]:
    """Debian's chromium, headless. Where it is missing the test fails."""
    program = shutil.which("chromium")
    assert program, "Falta chromium: apt-get install chromium"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=FLAGS)
        yield browser
        browser.close()


@contextmanager
def shown(browser: Browser, page_html: str, width: int, scheme: Literal["light", "dark"]) -> Iterator[Page]:
    """A letter in a window of that width, without a network; whatever it asks for is refused."""
    context = browser.new_context(viewport={"width": width, "height": 600}, color_scheme=scheme, offline=True)
    page = context.new_page()
    page.set_content(page_html)
    yield page
    context.close()


def main(folder: Path) -> None:
    """One picture of every letter, as seen in a mail reader at 700 pixels, in 64 colours."""
    folder.mkdir(parents=True, exist_ok=True)
    with chromium() as browser:
        for letter in samples():
            with shown(browser, render(letter).html, 700, "light") as page:
                path = folder / f"{letter.template}.png"
                page.screenshot(path=path, full_page=True)
                Image.open(path).convert("RGB").quantize(64).save(path, optimize=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
