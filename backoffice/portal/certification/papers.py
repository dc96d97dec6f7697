"""What the company may take with it: its test sets and its signed documents."""

from uuid import UUID

from fastapi import APIRouter, Request
from fastapi.responses import Response

from backoffice.casework import bundle, documents, own_case
from backoffice.domain.errors import NotFound
from backoffice.portal.downloads import attached
from backoffice.portal.pages import house_of
from backoffice.portal.visitor import LoggedIn

room = APIRouter()


@room.get("/certificacion/set/{round_number}")
def test_set(request: Request, round_number: str, visitor: LoggedIn) -> Response:
    """*Descargar set de pruebas*: the archive that the letter carries. The number is compared, never computed with."""
    house = house_of(request)
    with house.transaction() as work:
        view = own_case.view(work.session, visitor.logged_in.applicant_id)
    for one in view.rounds if view else ():
        if str(one.round.number) == round_number and one.test_set is not None and view is not None:
            name = bundle.file_name(view.case, one.round)
            return attached(house.blobs.get(one.test_set.bundle), name, "application/zip")
    raise NotFound("Ese set de pruebas no existe o todavía se prepara. Mira en la página de tu trámite.")


@room.get("/certificacion/documentos/{document_id:uuid}.pdf")
def document(request: Request, document_id: UUID, visitor: LoggedIn) -> Response:
    """*Descargar responsiva* and the other documents, sealed."""
    pdf = documents.pdf(house_of(request), document_id, visitor.logged_in.applicant_id)
    return attached(pdf.data, pdf.name, "application/pdf")
