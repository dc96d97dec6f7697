"""*Enviar archivo*: the workbook comes as it is, counted while it arrives, with the signature over its digest."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Request
from fastapi.responses import JSONResponse
from sqlalchemy import select
from sqlmodel import col
from starlette.exceptions import HTTPException

from backoffice.casework import intake, own_case, self_check
from backoffice.casework.signing import AlreadySigned, Signed
from backoffice.domain.errors import BadInput, WrongState
from backoffice.domain.signing import Purpose
from backoffice.portal.pages import house_of
from backoffice.portal.visitor import HEADER, LoggedIn, require_ours
from backoffice.records.signatures import Statement

room = APIRouter()


async def arriving(request: Request) -> bytes:
    """The file's bytes. Raises 413 as soon as there are too many; the rest is not read."""
    require_ours(request, request.headers.get(HEADER, ""))
    data = bytearray()
    async for chunk in request.stream():
        data += chunk
        if len(data) > intake.LARGEST:
            raise HTTPException(413)
    return bytes(data)


@room.post("/certificacion/evidencias")
def send(request: Request, visitor: LoggedIn, data: Annotated[bytes, Depends(arriving)]) -> JSONResponse:
    """Receive the file, unless it names another set. The same file twice, or a second click, is one submission."""
    house = house_of(request)
    statement_id, signature = request.headers.get("x-statement", ""), request.headers.get("x-signature", "")
    try:
        signed = Signed(UUID(statement_id), visitor.account_id, Purpose.EVIDENCE, signature)
    except ValueError:
        raise BadInput("El archivo llegó sin su firma. Valida tu e.firma y envíalo de nuevo.") from None
    with house.transaction() as work:
        case = own_case.newest(work.session, visitor.logged_in.applicant_id)
        named = select(col(Statement.file_name)).where(col(Statement.id) == signed.statement_id)
        name = work.session.execute(named).scalar() or ""
    if case is None:
        raise WrongState("Todavía no tienes un trámite. Empieza con tu solicitud de certificación.")
    self_check.refuse_another_set(house, visitor.logged_in.applicant_id, data)
    try:
        intake.receive(house, case.folio, name, data, signed=signed)
    except AlreadySigned:
        pass
    return JSONResponse({"next": "/certificacion"})
