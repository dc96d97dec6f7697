"""Signing with the e.firma: the page, the statement that the server prepares, and the signature that comes back.

The private key and its password stay in the browser; here come the certificate and, later, the signature.
"""

import base64
import binascii
from uuid import UUID

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, JSONResponse, RedirectResponse, Response
from pydantic import BaseModel, Field

from backoffice import official
from backoffice.casework import certification, documents, own_case, sessions, signing
from backoffice.casework import request as asking
from backoffice.casework.house import House
from backoffice.casework.signing import AlreadySigned, Signed
from backoffice.domain.applicant import Applicant
from backoffice.domain.errors import BadInput, WrongState
from backoffice.domain.signing import Purpose
from backoffice.portal.certification.acts import SignedAct, act_of, require
from backoffice.portal.certification.course import told
from backoffice.portal.pages import house_of, page
from backoffice.portal.visitor import HEADER, Form, LoggedIn, Visitor, require_ours
from backoffice.records.cases import Case

room = APIRouter()

#: Base64 of the largest certificate that is read.
LONGEST_CERTIFICATE = 16_000


class ToPrepare(BaseModel):
    """What the browser knows before signing. ``file_*`` only where evidence is sent."""

    certificate: str = Field(max_length=LONGEST_CERTIFICATE)
    file_name: str | None = Field(default=None, max_length=500)
    file_sha256: str | None = Field(default=None, pattern="^[0-9a-f]{64}$")


class ToSign(BaseModel):
    """What the browser sends at the end."""

    statement: UUID
    signature: str = Field(max_length=2_000)
    reason: str = Field(default="", max_length=1_000)


@room.get("/certificacion/terminos/{slug}")
def terms(request: Request, slug: str, visitor: LoggedIn) -> HTMLResponse:
    """The terms, with *He leído y acepto las condiciones de este servicio* and *Continuar*."""
    act = _allowed(request, slug, visitor)
    return page(request, "certification/terms.html", act=act, terms=official.terms(act.purpose), problem=None)


@room.post("/certificacion/terminos/{slug}")
def accept_terms(request: Request, slug: str, visitor: LoggedIn, form: Form) -> Response:
    """On to the e.firma, once the box is ticked."""
    act, wanted = _allowed(request, slug, visitor), official.terms(act_of(slug).purpose)
    if form.get("acepto") != "si" or wanted is None:
        sentence = "Para continuar, marca la casilla «He leído y acepto las condiciones de este servicio»."
        return page(request, "certification/terms.html", status=422, act=act, terms=wanted, problem=sentence)
    sessions.accept_terms(house_of(request), visitor.token, act.purpose, wanted.version)
    return RedirectResponse(f"/certificacion/firma/{slug}", status_code=303)


@room.get("/certificacion/firma/{slug}")
def efirma(request: Request, slug: str, visitor: LoggedIn) -> Response:
    """*Agrega los archivos de la e.firma*."""
    act = _allowed(request, slug, visitor)
    if act.purpose == Purpose.EVIDENCE:
        return RedirectResponse("/certificacion", status_code=303)
    if _terms_missing(act, visitor):
        return RedirectResponse(f"/certificacion/terminos/{slug}", status_code=303)
    house = house_of(request)
    view = own_case.standing(house, visitor.logged_in.applicant_id)
    words = told(house, view) if view else {"view": None}
    document = (documents.ASKED, documents.THEN) if act.purpose == Purpose.REQUEST else ()
    return page(
        request, "certification/sign.html", act=act, document=document, terms=official.terms(act.purpose), **words
    )


@room.post("/certificacion/firma/{slug}/preparar")
def prepare(request: Request, slug: str, visitor: LoggedIn, said: ToPrepare) -> JSONResponse:
    """*Validar*: who signs and, where that is known, the statement to be signed."""
    require_ours(request, request.headers.get(HEADER, ""))
    act, house, case = _allowed(request, slug, visitor), house_of(request), _case(request, visitor)
    certificate = _bytes(said.certificate)
    if act.purpose == Purpose.EVIDENCE and not said.file_sha256:
        signer = signing.signer_of(house, visitor.account_id, certificate)
        return JSONResponse({"name": signer.certificate.name, "rfc": signer.certificate.rfc})
    if _terms_missing(act, visitor):
        raise BadInput("Antes de firmar, lee y acepta los Términos y Condiciones.")
    evidence = signing.Evidence(said.file_name or "", said.file_sha256) if said.file_sha256 else None
    of_case = None if act.purpose == Purpose.REQUEST else case
    row = signing.prepare(house, visitor.account_id, act.purpose, certificate, case=of_case, evidence=evidence)
    return JSONResponse({"statement": str(row.id), "text": row.text})


@room.post("/certificacion/firma/{slug}")
def sign(request: Request, slug: str, visitor: LoggedIn, said: ToSign) -> JSONResponse:
    """The last *Continuar*: the act is done with its signature, once however often this comes."""
    require_ours(request, request.headers.get(HEADER, ""))
    act, house = act_of(slug), house_of(request)
    signed = Signed(said.statement, visitor.account_id, act.purpose, said.signature)
    try:
        _do(house, visitor, signed, said.reason, _case(request, visitor))
    except AlreadySigned:
        pass  # the second click, or a repeated request after a lost answer
    return JSONResponse({"next": f"/certificacion/listo/{slug}"})


@room.get("/certificacion/listo/{slug}")
def done(request: Request, slug: str, visitor: LoggedIn) -> Response:
    """The documents of what was just signed, to be downloaded."""
    act, house = act_of(slug), house_of(request)
    view = own_case.standing(house, visitor.logged_in.applicant_id)
    papers = view.papers if view else ()
    ours = [paper for paper in papers if view and paper.case_id == view.case.id and paper.kind in act.documents]
    if view is None or not ours or view.case.state not in act.afterwards:
        return RedirectResponse("/certificacion", status_code=303)
    return page(request, "certification/done.html", act=act, papers=ours, **told(house, view))


def _do(house: House, visitor: Visitor, signed: Signed, reason: str, case: Case | None) -> None:
    if signed.purpose == Purpose.REQUEST:
        who = visitor.logged_in
        asking.register(house, Applicant(who.nrp, who.rfc, who.company, who.email), signed=signed)
    elif case is None:
        raise WrongState("Todavía no tienes un trámite. Empieza con tu solicitud de certificación.")
    elif signed.purpose == Purpose.ACCEPTANCE:
        certification.accept(house, case.folio, signed=signed)
    elif signed.purpose == Purpose.CANCELLATION:
        certification.cancel(house, case.folio, reason, signed=signed)
    else:
        raise BadInput("Las evidencias se firman al enviar el archivo. Vuelve a la página de tu trámite.")


def _allowed(asked: Request, slug: str, visitor: Visitor) -> SignedAct:
    act = act_of(slug)
    require(act, _case(asked, visitor))
    return act


def _case(asked: Request, visitor: Visitor) -> Case | None:
    with house_of(asked).transaction() as work:
        return own_case.newest(work.session, visitor.logged_in.applicant_id)


def _terms_missing(act: SignedAct, visitor: Visitor) -> bool:
    wanted = official.terms(act.purpose)
    accepted = visitor.logged_in.accepted.get(act.purpose)
    return act.terms_first and wanted is not None and accepted != wanted.version


def _bytes(text: str) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        raise BadInput("El certificado llegó incompleto. Elige de nuevo los archivos de tu e.firma.") from None
