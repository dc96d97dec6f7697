"""The web application: which pages there are, what every answer carries, and what a refusal looks like."""

from pathlib import Path

from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from fastapi.staticfiles import StaticFiles
from starlette.exceptions import HTTPException as StarletteException
from starlette.requests import ClientDisconnect

from backoffice.casework.house import House
from backoffice.domain.errors import MesaError
from backoffice.portal import refusals
from backoffice.portal.headers import Headers
from backoffice.portal.limits import BodyLimit
from backoffice.portal.rooms import ROOMS
from backoffice.portal.self_check import Pace
from backoffice.portal.tracing import Traced
from backoffice.portal.visitor import LoginNeeded, over_https

STATIC = Path(__file__).parent / "static"


def application(house: House) -> FastAPI:
    """All pages over one house. The caller opens the house and closes it."""
    # Starlette would build the address of a redirect from whatever host the visitor names.
    app = FastAPI(docs_url=None, redoc_url=None, openapi_url=None, redirect_slashes=False)
    app.state.house, app.state.pace = house, Pace()
    app.add_middleware(BodyLimit)
    app.add_middleware(Headers, https=over_https(house))
    app.add_middleware(Traced)
    app.mount("/static", StaticFiles(directory=STATIC), name="static")
    for room in ROOMS:
        app.include_router(room)
    app.add_exception_handler(LoginNeeded, refusals.login_needed)
    app.add_exception_handler(MesaError, refusals.refused)
    app.add_exception_handler(StarletteException, refusals.no_such_page)
    app.add_exception_handler(RequestValidationError, refusals.misshapen)
    app.add_exception_handler(ClientDisconnect, refusals.gone)
    app.add_exception_handler(Exception, refusals.unforeseen)
    return app
