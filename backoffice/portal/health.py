"""For whoever watches the portal: ``/health`` says that the process lives, ``/ready`` that it can serve people."""

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse

from backoffice.domain.errors import ServiceUnavailable
from backoffice.portal.pages import house_of
from backoffice.records.migrating import has_all_steps

room = APIRouter()


@room.get("/health", include_in_schema=False)
async def health() -> JSONResponse:
    """Always well: whoever answers is alive. Asks nothing of any other part."""
    return JSONResponse({"status": "ok"})


@room.get("/ready", include_in_schema=False)
def ready(request: Request) -> JSONResponse:
    """200 where the database answers and has the tables of this version; 503, and nothing more, where not."""
    try:
        with house_of(request).transaction() as work:
            serves = has_all_steps(work.session)
    except ServiceUnavailable:
        serves = False
    return JSONResponse({"status": "ok" if serves else "unavailable"}, status_code=200 if serves else 503)
