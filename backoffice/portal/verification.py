"""``/verificar``: what a document of ours is and how its certification stands, for whoever holds it. No login."""

from datetime import UTC, datetime
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse, JSONResponse, RedirectResponse, Response

from backoffice.casework import verification
from backoffice.casework.verification import Standing, Verified
from backoffice.domain.errors import BadInput
from backoffice.portal.pages import house_of, page
from backoffice.portal.programs import failed
from backoffice.portal.uploads import Upload, uploaded
from backoffice.portal.visitor import AnyVisitor

room = APIRouter()

UNKNOWN = "No emitimos ningún documento con ese código. Compáralo con el del documento, signo por signo."
NOT_OURS = (
    "Ese archivo no es, byte por byte, ninguno de los documentos que emitimos: fue modificado o no es nuestro. Pide a "
    "la empresa el archivo original, o escribe aquí el código que aparece en el documento."
)
#: how it stands → colour of the card, heading.
WORDS: dict[Standing, tuple[str, str]] = {
    Standing.IN_FORCE: ("good", "La certificación está vigente"),
    Standing.CANCELLED: ("bad", "La certificación fue cancelada: ya no está vigente"),
    Standing.WITHDRAWN: ("bad", "La empresa desistió de su solicitud: no hay certificación"),
    Standing.EXPIRED: ("bad", "La solicitud venció sin certificación"),
    Standing.IN_PROCESS: ("due", "El trámite sigue su curso: todavía no hay certificación"),
}


@room.get("/verificar")
def ask(request: Request, visitor: AnyVisitor, codigo: str = "") -> Response:
    """The form; with a code, on to its page."""
    if not codigo:
        return page(request, "verify.html", typed="", problem=None)
    try:
        code = verification.understood(codigo)
    except BadInput as refusal:
        return page(request, "verify.html", status=422, typed=codigo[:60], problem=str(refusal))
    return RedirectResponse(f"/verificar/{code}", status_code=303)


@room.post("/verificar")
def ask_with_file(request: Request, visitor: AnyVisitor, file: Annotated[Upload, Depends(uploaded)]) -> HTMLResponse:
    """Whether it is a document of ours, to the byte. Nothing changes by it: the form needs no word of the visitor."""
    found = verification.by_file(house_of(request), file.data)
    if found is None:
        return page(request, "verify.html", status=404, typed="", problem=NOT_OURS)
    return shown(request, found, same=True)


@room.get("/verificar/{code}.json")
def answer(request: Request, code: str) -> JSONResponse:
    """The same for programs; moments are ISO 8601 in UTC."""
    try:
        found = verification.by_code(house_of(request), code)
    except BadInput as refusal:
        return failed(422, "misshapen", str(refusal))
    return JSONResponse(document(found)) if found else failed(404, "unknown_code", UNKNOWN)


@room.get("/verificar/{code}")
def verify(request: Request, visitor: AnyVisitor, code: str) -> HTMLResponse:
    """The page to which a document's QR leads."""
    try:
        found = verification.by_code(house_of(request), code)
    except BadInput as refusal:
        return page(request, "verify.html", status=422, typed=code[:60], problem=str(refusal))
    if found is None:
        return page(request, "verify.html", status=404, typed=code, problem=UNKNOWN)
    return shown(request, found, same=False)


def shown(request: Request, found: Verified, *, same: bool) -> HTMLResponse:
    """What it is, and how its certification stands; *same*: the very file was at hand."""
    colour, heading = WORDS[found.standing]
    return page(request, "verified.html", found=found, colour=colour, heading=heading, same=same)


def document(found: Verified) -> dict[str, Any]:
    """All of it with stable names."""
    return {
        "code": found.code,
        "kind": found.kind.value,
        "title": found.title,
        "folio": found.folio,
        "company": found.company,
        "rfc": found.rfc,
        "signer": found.signer,
        "certificate_number": found.certificate_number,
        "revocation": found.revocation,
        "signed_at": _utc(found.signed_at),
        "sha256": found.sha256,
        "status": found.standing.value,
        "certified_at": _utc(found.certified_at),
        "ended_at": _utc(found.ended_at),
    }


def _utc(moment: datetime | None) -> str | None:
    return moment.astimezone(UTC).isoformat() if moment else None
