"""The test service of notices over HTTP Basic, and the page that explains it to whoever writes a program for it."""

import base64
import binascii
import json

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, JSONResponse, Response
from pydantic import BaseModel, ConfigDict, Field

from backoffice.casework import notice_service
from backoffice.casework.house import House
from backoffice.casework.notice_service import STATUS, Answer, Answered, Credentials
from backoffice.portal.pages import house_of, page
from backoffice.portal.programs import documented, failed
from backoffice.portal.visitor import AnyVisitor

room = APIRouter()

SCHEME = "set"
SECURED: dict[str, list[dict[str, list[str]]]] = {"security": [{SCHEME: []}]}
#: Longer than any of ours in base64.
LONGEST_HEADER = 500

#: outcome → code for programs, sentence for people.
REFUSALS: dict[Answered, tuple[str, str]] = {
    Answered.UNKNOWN_CALLER: (
        "bad_credentials",
        "El usuario o la contraseña no son correctos. Cópialos de la página de tu trámite o del correo de tu set.",
    ),
    Answered.ROUND_OVER: (
        "round_over",
        "La ronda de este set ya terminó. Si tienes una nueva, usa las credenciales de su set.",
    ),
    Answered.UNKNOWN_QUERY: (
        "unknown_query",
        "Esa consulta no existe en tu set. Pide /api/avisos para ver cuáles hay.",
    ),
    Answered.TOO_MANY_CALLS: (
        "too_many_calls",
        f"Hubo más de {notice_service.MOST_CALLS} llamadas en un minuto. Espera un minuto y vuelve a intentarlo.",
    ),
}
HEADERS: dict[Answered, dict[str, str]] = {
    Answered.UNKNOWN_CALLER: {"WWW-Authenticate": 'Basic realm="Ambiente de pruebas", charset="UTF-8"'},
    Answered.TOO_MANY_CALLS: {"Retry-After": "60"},
}
#: Field of an answer or of a notice → what it is.
ANSWER_FIELDS = {
    "nrp": "Registro patronal del patrón ficticio del set.",
    "consulta": "La consulta que se responde.",
    "set": "El set de pruebas al que pertenece.",
    "avisos": "Los avisos, en el orden en que se recibieron.",
    "sello": "Firma Ed25519 (base64) sobre el documento sin este campo: nombres en orden, sin espacios, UTF-8.",
}
NOTICE_FIELDS = {
    "folioAviso": "Folio del aviso, 14 dígitos.",
    "tipoAviso": "Retención, modificación o suspensión, por su clave.",
    "nss": "NSS con el que se registró el crédito.",
    "nssUnificado": "NSS vigente del trabajador.",
    "rfc": "RFC del trabajador.",
    "curp": "CURP del trabajador.",
    "numCredito": "Número de crédito, 10 dígitos.",
    "tipoCredito": "Clave del tipo de crédito.",
    "tipoDescuento": "1 porcentaje, 2 cuota fija, 3 factor de descuento.",
    "facDescuento": "Porcentaje o factor, con cuatro decimales.",
    "monDescuento": "Cuota fija en pesos al mes, con dos decimales.",
    "estatusCredito": "Clave del estatus del crédito.",
    "fechaNotLinea": "Fecha de notificación en línea, AAAA-MM-DD.",
    "fechaOtorgamiento": "Fecha en que se otorgó el crédito.",
    "fechaCreaAviso": "Fecha en que se creó el aviso.",
    "fechaUltimoAviso": "Fecha del último aviso.",
}


class Queries(BaseModel):
    """The names of the notice files, without folder and ending."""

    model_config = ConfigDict(title="Consultas", json_schema_extra={"description": "Lo que el set puede responder."})

    consultas: list[str] = Field(description="El nombre de cada consulta.")


class Notices(BaseModel):
    """One notice file, for the description alone: what is sent is its stored text."""

    model_config = ConfigDict(title="Avisos", json_schema_extra={"description": "Los avisos de una consulta."})

    nrp: str = Field(description=ANSWER_FIELDS["nrp"])
    consulta: str = Field(description=ANSWER_FIELDS["consulta"])
    set: str = Field(description=ANSWER_FIELDS["set"])
    avisos: list[dict[str, str]] = Field(description=ANSWER_FIELDS["avisos"])
    sello: str = Field(description=ANSWER_FIELDS["sello"])


TOLD = documented({STATUS[outcome]: sentence for outcome, (_, sentence) in REFUSALS.items()})


@room.get(
    "/api/avisos",
    summary="Las consultas de tu set",
    description="Los nombres que puedes pedir en /api/avisos/{consulta}.",
    response_model=Queries,
    response_description="Los nombres, en orden.",
    responses={status: said for status, said in TOLD.items() if status != STATUS[Answered.UNKNOWN_QUERY]},
    openapi_extra=SECURED,
    tags=["Ambiente de pruebas"],
)
def queries(request: Request) -> Response:
    """What the caller's set can be asked."""
    answer = _asked(request, None)
    return _refused(answer) or JSONResponse({"consultas": list(answer.notices)})


@room.get(
    "/api/avisos/{consulta}",
    summary="Los avisos de una consulta",
    description="El mismo texto, byte por byte, que el archivo de la carpeta avisos/ de tu set. Guárdalo sin editarlo.",
    response_model=Notices,
    response_description="Los avisos, con su sello.",
    responses=TOLD,
    openapi_extra=SECURED,
    tags=["Ambiente de pruebas"],
)
def notices(request: Request, consulta: str) -> Response:
    """The exact bytes of one of the set's notice files."""
    answer = _asked(request, consulta)
    return _refused(answer) or Response(answer.notices[consulta].encode(), media_type="application/json")


@room.get("/ambiente-de-pruebas", include_in_schema=False)
def explained(request: Request, visitor: AnyVisitor) -> HTMLResponse:
    """How to call the service, for people."""
    errors = [(STATUS[outcome], code, sentence) for outcome, (code, sentence) in REFUSALS.items()]
    return page(
        request,
        "notices.html",
        address=base_of(request, house_of(request)),
        answer_fields=ANSWER_FIELDS,
        notice_fields=NOTICE_FIELDS,
        errors=sorted(errors),
        example=json.dumps({"consultas": ["10108500014", "10108500022"]}),
        most_calls=notice_service.MOST_CALLS,
    )


def base_of(request: Request, house: House) -> str:
    """Where programs reach the portal, without a slash at the end."""
    return house.addresses.portal_url or str(request.base_url).rstrip("/")


def shown_by(header: str) -> Credentials | None:
    """User and password of an ``Authorization`` header (RFC 7617, UTF-8); ``None`` where it is none of that kind."""
    scheme, _, encoded = header.partition(" ")
    if scheme.lower() != "basic" or len(header) > LONGEST_HEADER:
        return None
    try:
        user, colon, password = base64.b64decode(encoded.strip(), validate=True).decode().partition(":")
    except (binascii.Error, ValueError):  # no base64; not UTF-8
        return None
    return Credentials(user, password) if colon else None


def _asked(request: Request, query: str | None) -> Answer:
    address = request.client.host if request.client else ""
    shown = shown_by(request.headers.get("authorization", ""))
    return notice_service.ask(house_of(request), shown, query, address)


def _refused(answer: Answer) -> JSONResponse | None:
    if answer.outcome == Answered.GIVEN:
        return None
    code, sentence = REFUSALS[answer.outcome]
    return failed(STATUS[answer.outcome], code, sentence, HEADERS.get(answer.outcome))
