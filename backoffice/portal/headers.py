"""What every answer tells the browser: nothing from outside, nothing inline, no frames, nothing kept."""

from collections.abc import Iterable

from starlette.types import ASGIApp, Message, Receive, Scope, Send

#: Scripts, styles and pictures of this origin alone; ``data:`` for the pictures that pages carry.
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; media-src 'self'; "
    "connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
)
ALWAYS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
}
#: Files that ship with the portal may be kept for a while.
STATIC_CACHE = "public, max-age=300"


#: Browsers that came by HTTPS once come by nothing else for two years.
HTTPS_ALONE = {"Strict-Transport-Security": "max-age=63072000; includeSubDomains"}


class Headers:
    """ASGI middleware. An answer that sets one of these headers itself keeps its own.

    *https*: visitors come by HTTPS alone.
    """

    def __init__(self, app: ASGIApp, https: bool = False) -> None:
        self.app = app
        self.always = as_sent({**ALWAYS, **(HTTPS_ALONE if https else {})})
        self.of_files = self.always | as_sent({"Cache-Control": STATIC_CACHE})

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Add the headers to the start of the answer."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        chosen = self.of_files if scope["path"].startswith("/static/") else self.always

        async def sending(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = completed(message.get("headers", []), chosen)
            await send(message)

        await self.app(scope, receive, sending)


def completed(given: Iterable[tuple[bytes, bytes]], chosen: dict[bytes, bytes]) -> list[tuple[bytes, bytes]]:
    """The headers *given* and those of *chosen*, named in lower case, that are not among them."""
    headers = list(given)
    there = {name.lower() for name, _ in headers}
    return [*headers, *((name, value) for name, value in chosen.items() if name not in there)]


def as_sent(headers: dict[str, str]) -> dict[bytes, bytes]:
    """Names in lower case, and all as bytes."""
    return {name.lower().encode(): value.encode() for name, value in headers.items()}
