"""What a certified company does on its page: see its credential for the productive service, stand in the register."""

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from backoffice.casework import productive_access, register
from backoffice.domain.errors import BadInput
from backoffice.portal.certification.course import shown
from backoffice.portal.pages import house_of
from backoffice.portal.visitor import Form, LoggedIn

room = APIRouter()

ANSWERS = {"si": True, "no": False}


@room.post("/certificacion/acceso")
def show_secret(request: Request, visitor: LoggedIn, form: Form) -> HTMLResponse:
    """*Mostrar mi credencial*: this once; no redirect, because nothing keeps it for another page."""
    turn = str(form.get("turno", ""))
    if turn and form.get("entiendo") != "si":
        raise BadInput("Para generar otra credencial, marca la casilla que dice que la anterior deja de servir.")
    secret = productive_access.show_secret(house_of(request), visitor.logged_in.applicant_id, turn)
    return shown(request, visitor, secret=secret)


@room.post("/certificacion/registro")
def stand_in_register(request: Request, visitor: LoggedIn, form: Form) -> Response:
    """*Aparecer en el registro*, or no longer."""
    said = str(form.get("aparecer", ""))
    if said not in ANSWERS:
        raise BadInput("No entendimos si quieres aparecer en el registro. Vuelve a la página de tu trámite y elige.")
    register.list_company(house_of(request), visitor.logged_in.applicant_id, ANSWERS[said])
    return RedirectResponse("/certificacion", status_code=303)
