"""``/verificar``: what a document of ours is and how its certification stands, for whoever holds it. No login."""

from datetime import UTC, datetime
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse, JSONResponse, RedirectResponse, Response
from starlette.exceptions import HTTPException

from backoffice.casework import verification
from backoffice.casework.verification import Standing, Stranger, Verified
from backoffice.domain.errors import BadInput
from backoffice.efirma.documents.likeness import SENTENCES
from backoffice.portal.pages import house_of, page
from backoffice.portal.programs import failed
from backoffice.portal.uploads import TOO_LARGE as LARGER
from backoffice.portal.uploads import Upload, uploaded
from backoffice.portal.visitor import AnyVisitor

room = APIRouter()

#: Letters of what is typed: a code, or the whole address that a QR holds.
LONGEST = 200
UNKNOWN = "No emitimos ningún documento con ese código. Compáralo con el del documento, signo por signo."
TOO_LARGE = "El archivo pesa más de 5 MB, y ninguno de los documentos que emitimos pesa tanto. Elige otro archivo."
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
        return form(request)
    try:
        code = verification.understood(codigo)
    except BadInput as refusal:
        return form(request, 422, typed=codigo, problem=str(refusal))
    return RedirectResponse(f"/verificar/{code}", status_code=303)


async def chosen(request: Request) -> Upload | HTMLResponse:
    """The file of the form; the form again, with what to do, where there is none that could be ours."""
    try:
        return await uploaded(request)
    except BadInput as refusal:
        return form(request, 422, file_problem=str(refusal))
    except HTTPException as trouble:
        if trouble.status_code != LARGER:
            raise
        return form(request, LARGER, file_problem=TOO_LARGE)


@room.post("/verificar")
def ask_with_file(
    request: Request, visitor: AnyVisitor, file: Annotated[Upload | HTMLResponse, Depends(chosen)]
) -> HTMLResponse:
    """Whether it is a document of ours, to the byte. Nothing changes by it: the form needs no word of the visitor."""
    if isinstance(file, HTMLResponse):
        return file
    found = verification.by_file(house_of(request), file.data)
    if isinstance(found, Stranger):
        return form(request, 404, file_problem=SENTENCES[found.likeness], claims=found.claims)
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
        return form(request, 422, typed=code, problem=str(refusal))
    if found is None:
        return form(request, 404, typed=code, problem=UNKNOWN)
    return shown(request, found, same=False)


def form(
    request: Request,
    status: int = 200,
    *,
    typed: str = "",
    problem: str = "",
    file_problem: str = "",
    claims: Verified | None = None,
) -> HTMLResponse:
    """Both ways to ask. Each *problem* stands by its own; *claims*: the document that a strange file says to be."""
    words = {"problem": problem, "file_problem": file_problem, "claims": claims}
    return page(request, "verify.html", status=status, typed=typed[:LONGEST], longest=LONGEST, **words)


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
