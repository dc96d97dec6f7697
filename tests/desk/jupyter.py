"""A real JupyterLab over a test's database, and a browser that may ask nothing of the outside."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Page, Route, sync_playwright

from backoffice.embedded import jupyter
from backoffice.embedded.places import Places
from backoffice.settings import Addresses, Settings, child_environment
from tests.conftest import free_port, running

CHROMIUM = "/usr/bin/chromium"


@contextmanager
def laboratory(settings: Settings, addresses: Addresses) -> Iterator[str]:
    """JupyterLab with our notebooks; its address with the token."""
    places, port = Places(settings.var), free_port()
    jupyter.prepare(places, port)
    surroundings = {**child_environment(settings, addresses), **jupyter.environment(places)}
    environment = [f"{name}={value}" for name, value in surroundings.items()]
    command = ["env", "-C", str(places.jupyter), *environment, sys.executable, "-m", "jupyterlab"]
    with running(command, lambda: jupyter.answers(places, port)):
        yield jupyter.url(places, port) or ""


@contextmanager
def browser_page(address: str, width: int = 1280, height: int = 900) -> Iterator[tuple[Page, list[str]]]:
    """A page, and the list of requests that went anywhere but *address*; each of them was stopped."""
    outside: list[str] = []
    origin = address.split("/lab", 1)[0]

    def watch(route: Route) -> None:
        if route.request.url.startswith((origin, "data:", "blob:")):
            route.continue_()
        else:
            outside.append(route.request.url)
            route.abort()

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": width, "height": height})
        page.route("**/*", watch)
        yield page, outside
        browser.close()


def open_notebook(page: Page, address: str, name: str) -> None:
    """Open a notebook alone in a new workspace, with the side bar closed, and run all its cells."""
    before, _, token = address.partition("?")
    page.goto(f"{before}/tree/{name}?{token}&reset")
    page.wait_for_selector(".jp-Notebook .jp-Cell", timeout=40_000)
    page.wait_for_selector("text=Python 3 (ipykernel) | Idle", timeout=40_000)
    page.keyboard.press("Control+b")
    page.click(".lm-MenuBar-itemLabel:text-is('Run')")
    page.click("[data-command='runmenu:run-all']")
