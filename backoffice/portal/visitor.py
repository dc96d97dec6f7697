"""Who is visiting: nobody yet, or a person of a company who logged in. Every page asks here first.

A visitor has a cookie with a random token. The token's digest finds the session; the same token gives the word that
forms must carry (CSRF), so that another site cannot send them.
"""

import hmac
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Annotated
from uuid import UUID

from fastapi import Depends, Request
from starlette.datastructures import FormData
from starlette.responses import Response

from backoffice.casework import sessions
from backoffice.casework.house import House
from backoffice.domain.errors import BadInput
from backoffice.records.standing import Standing
from backoffice.records.visits import Visit

COOKIE = "mesa_visita"
#: What a form's hidden field, or a script's header, is called.
FIELD, HEADER = "csrf", "x-csrf"
MOST_FIELDS = 40
NO_TEXT = "Lo que llegó trae signos que no son texto. Escríbelo de nuevo, sin pegarlo, y repite el envío."


class LoginNeeded(Exception):
    """The page is for people who logged in."""


@dataclass(frozen=True, slots=True)
class Visitor:
    """A browser: its secret token, and as whom it is logged in (``account_id`` …), if it is."""

    token: str = field(repr=False)
    session: Visit | None = None

    @classmethod
    def nobody(cls) -> "Visitor":
        """Before anything is known."""
        return cls("")

    @property
    def account_id(self) -> UUID:
        """Whose session it is. Raises ``LoginNeeded``."""
        return self.logged_in.account_id

    @property
    def logged_in(self) -> Visit:
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


def recognised(request: Request) -> Visitor:
    """Who asks."""
    house: House = request.app.state.house
    token = cookie(request, COOKIE)
    return _remembered(request, token, sessions.find(house, token) if token else None)


def case_of_visitor(request: Request) -> Standing | None:
    """Where the case of who asks stands; who asks is asked together with it. Raises ``LoginNeeded``."""
    house: House = request.app.state.house
    token = cookie(request, COOKIE)
    session, standing = sessions.find_with_case(house, token) if token else (None, None)
    _ = _remembered(request, token, session).logged_in
    return standing


def _remembered(request: Request, token: str, session: Visit | None) -> Visitor:
    visitor = request.state.visitor = Visitor(token, session)
    return visitor


AnyVisitor = Annotated[Visitor, Depends(visiting)]
LoggedIn = Annotated[Visitor, Depends(logged_in)]


async def posted(request: Request) -> FormData:
    """The fields of a form of ours. Raises ``BadInput`` where its word is missing or wrong, or where one is no text."""
    form = await read_form(request, most_fields=MOST_FIELDS, most_files=0)
    require_ours(request, str(form.get(FIELD, "")))
    return form


async def read_form(request: Request, *, most_fields: int, most_files: int) -> FormData:
    """A form whose fields are text that can be kept. Raises ``BadInput`` where one is not, ``HTTPException`` 400 where
    it is no form.

    A client names the encoding, and some that Python knows (UTF-7 …) spell what no other program takes for text.
    """
    try:
        form = await request.form(max_fields=most_fields, max_files=most_files)
    except ValueError:  # UnicodeError of an odd encoding; Starlette foresees only some
        raise BadInput(NO_TEXT) from None
    said = [getattr(value, "filename", value) or "" for _, value in form.multi_items()]
    if not all(is_text(word) for word in (*form, *said)):
        await form.close()
        raise BadInput(NO_TEXT)
    return form


def is_text(said: str) -> bool:
    """Whether it has neither the sign that no table keeps nor half of a sign."""
    return "\0" not in said and not any("\ud800" <= sign <= "\udfff" for sign in said)


Form = Annotated[FormData, Depends(posted)]


def require_ours(request: Request, word: str) -> None:
    """Refuse what does not carry this visitor's word."""
    token = cookie(request, COOKIE)
    if not token or not hmac.compare_digest(word.encode(), Visitor(token).csrf.encode()):
        raise BadInput("La página estuvo abierta demasiado tiempo. Vuelve atrás, actualízala y repite lo que hiciste.")


def remember(request: Request, response: Response, token: str) -> None:
    """Give the browser its token; it is gone when the browser closes."""
    keep_cookie(request, response, COOKIE, token)


def cookie(request: Request, name: str) -> str:
    """What the browser kept under that name; '' for nothing."""
    return request.cookies.get(_named(request, name), "")


def keep_cookie(request: Request, response: Response, name: str, value: str, seconds: int | None = None) -> None:
    """Let the browser keep something for so many *seconds*, or until it closes. No script sees it."""
    named, secure = _named(request, name), over_https(request.app.state.house)
    response.set_cookie(named, value, seconds, httponly=True, samesite="lax", secure=secure, path="/")


def forget_cookie(request: Request, response: Response, name: str) -> None:
    """Let the browser keep it no longer."""
    secure = over_https(request.app.state.house)
    response.delete_cookie(_named(request, name), httponly=True, samesite="lax", secure=secure, path="/")


def over_https(house: House) -> bool:
    """Whether visitors come by HTTPS alone: then cookies never travel without it."""
    return (house.settings.portal_url or "").startswith("https://")


def _named(request: Request, name: str) -> str:
    """A name that no neighbouring host can give a cookie (RFC 6265bis, 4.1.3.2); browsers ask HTTPS for it."""
    return f"__Host-{name}" if over_https(request.app.state.house) else name
