"""``/registro``: the certified developers who agreed to be named, for everybody."""

from datetime import UTC

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, JSONResponse

from backoffice.casework import register
from backoffice.portal.pages import house_of, page
from backoffice.portal.visitor import AnyVisitor

room = APIRouter()


@room.get("/registro")
def companies(request: Request, visitor: AnyVisitor, empresa: str = "", pagina: str = "1") -> HTMLResponse:
    """A page of them, by name."""
    found = register.listed(house_of(request), empresa, numbered(pagina))
    return page(request, "register.html", found=found, wanted=empresa[: register.LONGEST_QUERY])


@room.get("/registro.json")
def companies_for_programs(request: Request, empresa: str = "", pagina: str = "1") -> JSONResponse:
    """The same for programs; moments are ISO 8601 in UTC."""
    found = register.listed(house_of(request), empresa, numbered(pagina))
    rows = [
        {"company": one.company, "folio": one.folio, "since": one.since.astimezone(UTC).isoformat()}
        for one in found.companies
    ]
    return JSONResponse({"total": found.total, "page": found.number, "pages": found.pages, "developers": rows})


def numbered(typed: str) -> int:
    """A page's number; the first one for whatever is none."""
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 7 else 1
