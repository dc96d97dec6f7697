"""Setting a password by the link of an invitation, and asking for another link."""

from fastapi import APIRouter, Request
from fastapi.responses import Response

from backoffice.casework import accounts
from backoffice.domain.errors import BadInput
from backoffice.portal import captcha
from backoffice.portal.login import WRONG_CODE
from backoffice.portal.pages import house_of, page
from backoffice.portal.visitor import AnyVisitor, Form, Visitor, remember

room = APIRouter()

DIFFERENT = "Las dos contraseñas no son iguales. Escríbelas de nuevo."


@room.get("/contrasena")
def forgotten(request: Request, visitor: AnyVisitor) -> Response:
    """*¿Olvidaste tu contraseña?*"""
    return _asking(request, visitor)


@room.post("/contrasena")
def ask_again(request: Request, visitor: AnyVisitor, form: Form) -> Response:
    """A new link, if there is such an account; the answer is the same if there is not."""
    house = house_of(request)
    if not captcha.is_right(house, str(form.get("captcha_id", "")), str(form.get("captcha", ""))):
        return _asking(request, visitor, problem=WRONG_CODE, status=422)
    nrp = "".join(c for c in str(form.get("nrp", "")) if c.isalnum()).upper()
    accounts.invite_again(house, nrp, str(form.get("correo", "")).strip())
    return page(request, "password_sent.html")


@room.get("/contrasena/{token}")
def choose(request: Request, token: str, visitor: AnyVisitor) -> Response:
    """The form behind an invitation's link."""
    return _choosing(request, visitor, token, accounts.invited(house_of(request), token))


@room.post("/contrasena/{token}")
def chosen(request: Request, token: str, visitor: AnyVisitor, form: Form) -> Response:
    """Keep the password; the link is spent."""
    house, password = house_of(request), str(form.get("contrasena", ""))
    email = accounts.invited(house, token)
    if password != form.get("repetida"):
        return _choosing(request, visitor, token, email, problem=DIFFERENT, status=422)
    try:
        accounts.set_password(house, token, password)
    except BadInput as refusal:
        return _choosing(request, visitor, token, email, problem=str(refusal), status=422)
    return page(request, "password_set.html", email=email)


def _choosing(
    request: Request, visitor: Visitor, token: str, email: str, *, problem: str = "", status: int = 200
) -> Response:
    known = _visit(request, visitor)
    answer = page(request, "password.html", status=status, token=token, email=email, problem=problem)
    remember(request, answer, known)
    return answer


def _asking(request: Request, visitor: Visitor, *, problem: str = "", status: int = 200) -> Response:
    known = _visit(request, visitor)
    code = captcha.draw(house_of(request))
    answer = page(request, "password_forgotten.html", status=status, problem=problem, captcha_id=code)
    remember(request, answer, known)
    return answer


def _visit(request: Request, visitor: Visitor) -> str:
    """A token for whoever has none, so that the form is known to be ours."""
    token = visitor.token or house_of(request).draw(32).hex()
    request.state.visitor = Visitor(token, visitor.session)
    return token
