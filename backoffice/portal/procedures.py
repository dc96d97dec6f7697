"""*Mis Trámites*: from here to the certification for developers."""

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from backoffice.portal.pages import page
from backoffice.portal.visitor import LoggedIn

room = APIRouter()


@room.get("/tramites")
def procedures(request: Request, visitor: LoggedIn) -> HTMLResponse:
    """The list of procedures."""
    return page(request, "procedures.html")


@room.get("/tramites/intercomunicacion")
def intercommunication(request: Request, visitor: LoggedIn) -> HTMLResponse:
    """*Servicios de Intercomunicación*, with its tab *Certificación para desarrolladores*."""
    return page(request, "intercommunication.html")
