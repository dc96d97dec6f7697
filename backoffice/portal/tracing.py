"""Every request has an id of its own, which its log lines, the work that it asks for and their letters carry too."""

from uuid import uuid4

import structlog
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from backoffice import logs

log = structlog.get_logger()

#: What the answer calls it; no visitor chooses it.
HEADER = "X-Request-Id"
#: Requests that change nothing are logged only where the portal fails them.
QUIET = {"GET", "HEAD", "OPTIONS"}
FAILED = 500


class Traced:
    """ASGI middleware, outside all other."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Name the request, and say how it was answered."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        scope[logs.TRACE] = uuid4().hex[:16]

        async def sending(message: Message) -> None:
            if message["type"] == "http.response.start":
                named = (HEADER.lower().encode(), scope[logs.TRACE].encode())
                message["headers"] = [*message.get("headers", []), named]
                tell(scope, message["status"])
            await send(message)

        with logs.traced(scope[logs.TRACE]):
            await self.app(scope, receive, sending)


def tell(scope: Scope, status: int) -> None:
    """A line for what was answered, unless it changed nothing and went well."""
    if scope["method"] not in QUIET or status >= FAILED:
        log.info("page_answered", **asked(scope), status=status)


def asked(scope: Scope) -> dict[str, str | None]:
    """Method and page of a request for the log: the page's pattern, since an address itself may carry a secret."""
    return {"method": scope["method"], "page": getattr(scope.get("route"), "path", None)}
