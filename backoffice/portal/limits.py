"""How much a request may bring: little, except where files arrive, which count for themselves."""

from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

#: Bytes of an ordinary form or document.
LARGEST = 256 * 1024
#: Paths at which files arrive; their own readers stop sooner.
FILES = {"/certificacion/evidencias", "/revision", "/verificar"}
LARGEST_FILE = 6 * 1024 * 1024


class BodyLimit:
    """ASGI middleware: 413 as soon as a body is too long, whatever its length was said to be."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Count what arrives."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        limit = LARGEST_FILE if scope["path"] in FILES else LARGEST
        arrived = 0

        async def counting() -> Message:
            nonlocal arrived
            message = await receive()
            arrived += len(message.get("body", b""))
            if arrived > limit:
                raise HTTPException(413)
            return message

        await self.app(scope, counting, send)
