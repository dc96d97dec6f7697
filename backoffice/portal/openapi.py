"""The services for programs, described for programs: OpenAPI over their routes alone."""

from typing import Any

from fastapi import APIRouter, Request
from fastapi.openapi.utils import get_openapi
from fastapi.responses import JSONResponse

from backoffice.portal import access_api, notices
from backoffice.portal.pages import house_of

room = APIRouter()

TITLE = "Servicios de la certificación para desarrolladores"
ABOUT = "Ambiente de pruebas de los avisos, y consulta de accesos para el servicio productivo."
SCHEMES = {
    notices.SCHEME: {"type": "http", "scheme": "basic", "description": "Usuario y contraseña de tu set de pruebas."},
    access_api.SCHEME: {"type": "http", "scheme": "bearer", "description": "Solo para el servicio productivo."},
}


@room.get("/api/openapi.json", include_in_schema=False)
def openapi(request: Request) -> JSONResponse:
    """The description, with the address at which it holds."""
    return JSONResponse(described(notices.base_of(request, house_of(request))))


def described(address: str) -> dict[str, Any]:
    """OpenAPI 3.1 of both services at that address."""
    routes = [*notices.room.routes, *access_api.room.routes]
    said = get_openapi(title=TITLE, version="1", description=ABOUT, routes=routes, servers=[{"url": address}])
    said["components"]["securitySchemes"] = SCHEMES
    return said
