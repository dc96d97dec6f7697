"""A portal that answers on a port, over the world of the stages, and a Chromium that notes what is sent to it."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import uvicorn
from playwright.sync_api import Page, Request, Route, sync_playwright

from backoffice.portal.serving import config
from tests.casework.world import World
from tests.conftest import free_port
from tests.desk.jupyter import CHROMIUM


@dataclass
class Network:
    """All that a page asked for, what went elsewhere and was stopped, and what the browser complained of."""

    requests: list[Request] = field(default_factory=list)
    outside: list[str] = field(default_factory=list)
    said: list[str] = field(default_factory=list)

    def sent(self) -> bytes:
        """Every byte that left the browser: addresses, headers, bodies."""
        parts = []
        for one in self.requests:
            headers = "\n".join(f"{name}: {value}" for name, value in one.headers.items())
            parts.append(f"{one.method} {one.url}\n{headers}\n".encode() + (one.post_data_buffer or b""))
        return b"\n".join(parts)


@contextmanager
def live(world: World) -> Iterator[str]:
    """The portal's address while the block runs."""
    port = free_port()
    server = uvicorn.Server(config(world.house, "127.0.0.1", port))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        threading.Event().wait(0.02)
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        server.should_exit = True
        thread.join(10)


@contextmanager
def chromium(address: str, width: int = 1280, height: int = 900, resolving: str = "") -> Iterator[tuple[Page, Network]]:
    """A page whose network is written down; nothing but *address* can be reached.

    *resolving* are Chromium's own rules for names of hosts.
    """
    network = Network()

    def watch(route: Route) -> None:
        network.requests.append(route.request)
        if route.request.url.startswith((address, "data:", "blob:")):
            route.continue_()
        else:
            network.outside.append(route.request.url)
            route.abort()

    with sync_playwright() as playwright:
        flags = ["--no-sandbox", "--lang=es-MX", *([f"--host-resolver-rules={resolving}"] if resolving else [])]
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=flags)
        page = browser.new_page(viewport={"width": width, "height": height}, locale="es-MX")
        page.route("**/*", watch)
        page.on("console", lambda said: network.said.append(said.text))
        page.on("pageerror", lambda error: network.said.append(str(error)))
        page.set_default_timeout(15_000)
        yield page, network
        browser.close()
