"""The first page: *Iniciar sesión*, and the way out."""

from urllib.parse import quote

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response
from starlette.datastructures import FormData

from backoffice.casework import sessions
from backoffice.casework.logging_in import Attempt, LoginRefused, TooManyTries, log_in
from backoffice.portal import captcha
from backoffice.portal.pages import house_of, page
from backoffice.portal.visitor import COOKIE, AnyVisitor, Form, Visitor, cookie, forget_cookie, keep_cookie, remember

room = APIRouter()

#: What the browser keeps to be known again at its account.
DEVICE = "mesa_equipo"
DEVICE_KEPT = 180 * 24 * 3600
WRONG_CODE = "El código captcha no coincide. Escribe el de la imagen nueva."
HOME = "/tramites"


@room.get("/")
def login(request: Request, visitor: AnyVisitor, volver: str = "") -> Response:
    """The form; whoever is logged in goes on."""
    if visitor.session is not None:
        return RedirectResponse(way(volver), status_code=303)
    return form_page(request, visitor, volver=volver)


@room.get("/entrar")
def back_to_the_form() -> Response:
    """The address of a failed login, opened again."""
    return RedirectResponse("/", status_code=303)


@room.post("/entrar")
def enter(request: Request, visitor: AnyVisitor, form: Form) -> Response:
    """Check the code, then the three; a new session with a new token, and the end of one that was there."""
    house, volver = house_of(request), str(form.get("volver", ""))
    if not captcha.is_right(house, str(form.get("captcha_id", "")), str(form.get("captcha", ""))):
        return form_page(request, visitor, form=form, volver=volver, problem=WRONG_CODE, status=422)
    try:
        entered = log_in(house, attempt_of(request, form))
    except TooManyTries as refusal:
        return form_page(request, visitor, form=form, volver=volver, problem=str(refusal), status=429)
    except LoginRefused as refusal:
        return form_page(request, visitor, form=form, volver=volver, problem=str(refusal), status=422)
    sessions.end(house, visitor.token)
    answer = RedirectResponse(way(volver), status_code=303)
    remember(request, answer, entered.token)
    keep_cookie(request, answer, DEVICE, entered.device, DEVICE_KEPT)
    return answer


@room.post("/salir")
def leave(request: Request, visitor: AnyVisitor, form: Form) -> Response:
    """*Cerrar sesión*."""
    sessions.end(house_of(request), visitor.token)
    answer = RedirectResponse("/", status_code=303)
    forget_cookie(request, answer, COOKIE)
    return answer


def attempt_of(request: Request, form: FormData) -> Attempt:
    """What was typed, and from where."""
    return Attempt(
        nrp=str(form.get("nrp", "")),
        email=str(form.get("correo", "")),
        password=str(form.get("contrasena", "")),
        address=request.client.host if request.client else "",
        device=cookie(request, DEVICE),
    )


def form_page(
    request: Request,
    visitor: Visitor,
    *,
    form: FormData | None = None,
    volver: str = "",
    problem: str = "",
    status: int = 200,
) -> Response:
    """The form with a new code; what was typed stays, but the password."""
    house = house_of(request)
    token = visitor.token or house.draw(32).hex()
    request.state.visitor = Visitor(token)
    typed = {name: str(form.get(name, "")) if form else "" for name in ("nrp", "correo")}
    code = captcha.draw(house)
    answer = page(request, "login.html", status=status, typed=typed, volver=volver, problem=problem, captcha_id=code)
    remember(request, answer, token)
    return answer


def way(wanted: str) -> str:
    """Where to go after the login: a page of ours, never of somebody else's."""
    ours = wanted.startswith("/") and not wanted.startswith(("//", "/\\")) and wanted.isprintable()
    return quote(wanted, safe="/") if ours and len(wanted) < 200 else HOME
