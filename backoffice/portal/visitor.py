"""Who is visiting: nobody yet, or a person of a company who logged in. Every page asks here first.

A visitor has a cookie with a random token. The token's digest finds the session; the same token gives the word that
forms must carry (CSRF), so that another site cannot send them.
"""

import hmac
from dataclasses import dataclass
from hashlib import sha256
from typing import Annotated
from uuid import UUID

from fastapi import Depends, Request
from sqlalchemy import Connection
from starlette.datastructures import FormData
from starlette.responses import Response

from backoffice.casework import sessions
from backoffice.casework.house import House
from backoffice.domain.errors import BadInput

COOKIE = "mesa_visita"
#: What a form's hidden field, or a script's header, is called.
FIELD, HEADER = "csrf", "x-csrf"
MOST_FIELDS = 40


class LoginNeeded(Exception):
    """The page is for people who logged in."""


@dataclass(frozen=True, slots=True)
class Visitor:
    """A browser: its secret token, and as whom it is logged in (``account_id`` …), if it is."""

    token: str
    session: sessions.Open | None = None

    @classmethod
    def nobody(cls) -> "Visitor":
        """Before anything is known."""
        return cls("")

    @property
    def account_id(self) -> UUID:
        """Whose session it is. Raises ``LoginNeeded``."""
        return self.logged_in.account_id

    @property
    def logged_in(self) -> sessions.Open:
        """The session. Raises ``LoginNeeded``."""
        if self.session is None:
            raise LoginNeeded
        return self.session

    @property
    def csrf(self) -> str:
        """The word that proves that a form is ours."""
        return sha256(f"csrf:{self.token}".encode()).hexdigest() if self.token else ""


def visiting(request: Request) -> Visitor:
    """Who asks for this page; remembered for the page's template."""
    return recognised(request)


def logged_in(request: Request) -> Visitor:
    """The same for pages of people who logged in. Raises ``LoginNeeded``."""
    visitor = recognised(request)
    _ = visitor.logged_in
    return visitor


def recognised(request: Request, asked: Connection | None = None) -> Visitor:
    """Who asks. *asked*: a connection in hand, for a page that has more to ask there."""
    house: House = request.app.state.house
    token = request.cookies.get(COOKIE, "")
    visitor = Visitor(token, sessions.find(house, token, asked) if token else None)
    request.state.visitor = visitor
    return visitor


AnyVisitor = Annotated[Visitor, Depends(visiting)]
LoggedIn = Annotated[Visitor, Depends(logged_in)]


async def posted(request: Request) -> FormData:
    """The fields of a form of ours. Raises ``BadInput`` where its word is missing or wrong."""
    form = await request.form(max_fields=MOST_FIELDS, max_files=0)
    require_ours(request, str(form.get(FIELD, "")))
    return form


Form = Annotated[FormData, Depends(posted)]


def require_ours(request: Request, word: str) -> None:
    """Refuse what does not carry this visitor's word."""
    token = request.cookies.get(COOKIE, "")
    if not token or not hmac.compare_digest(word.encode(), Visitor(token).csrf.encode()):
        raise BadInput("La página estuvo abierta demasiado tiempo. Vuelve atrás, actualízala y repite lo que hiciste.")


def remember(request: Request, response: Response, token: str) -> None:
    """Give the browser its token; it is gone when the browser closes."""
    house: House = request.app.state.house
    secure = (house.settings.portal_url or "").startswith("https://")
    response.set_cookie(COOKIE, token, httponly=True, samesite="lax", secure=secure, path="/")
