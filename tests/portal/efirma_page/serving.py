"""Serve the page and the portal's modules on this computer, under a strict policy, and note each request."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

from backoffice.settings import ROOT

POLICY = "default-src 'none'; script-src 'self'; connect-src 'self'"
PAGE = Path(__file__).parent
MODULES = ROOT / "backoffice" / "portal" / "static" / "efirma"
TYPES = {".html": "text/html; charset=utf-8", ".js": "text/javascript; charset=utf-8"}

#: Address → file. Nothing else is served.
FILES = {
    "/": PAGE / "page.html",
    "/page/trial.js": PAGE / "trial.js",
    **{f"/static/efirma/{module.name}": module for module in MODULES.glob("*.js")},
}


@dataclass(frozen=True)
class Served:
    """The port, and ``method path`` of each request so far."""

    port: int
    requests: list[str]

    @property
    def address(self) -> str:
        """Of the page."""
        return f"http://127.0.0.1:{self.port}/"


@contextmanager
def serving() -> Iterator[Served]:
    """The page, served while the context lasts."""
    requests: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        """Answers with a file or 404; whatever the method, it is noted."""

        def parse_request(self) -> bool:
            """Note what was asked."""
            understood = super().parse_request()
            requests.append(f"{self.command} {self.path}")
            return understood

        def do_GET(self) -> None:
            """One file."""
            file = FILES.get(self.path)
            self.send_response(200 if file else 404)
            self.send_header("Content-Security-Policy", POLICY)
            self.send_header("Content-Type", TYPES[file.suffix] if file else "text/plain")
            self.end_headers()
            self.wfile.write(file.read_bytes() if file else b"")

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield Served(server.server_port, requests)
        server.shutdown()
