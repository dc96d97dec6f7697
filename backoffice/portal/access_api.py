"""What the productive service asks: who has access, whether it is still in force, whether a credential is theirs."""

import hmac
from datetime import UTC, datetime
from hashlib import sha256
from typing import Literal

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse, Response
from pydantic import BaseModel, ConfigDict, Field

from backoffice.casework import productive_access
from backoffice.casework.house import House
from backoffice.portal.pages import house_of
from backoffice.portal.programs import documented, failed

room = APIRouter()

SCHEME = "servicio"
SECURED: dict[str, list[dict[str, list[str]]]] = {"security": [{SCHEME: []}]}

NOT_THE_SERVICE = "El token no es correcto. Envíalo en el encabezado Authorization: Bearer."
NOT_CONFIGURED = (
    "La mesa no tiene configurado el token del servicio productivo. Pide a quien la administra que lo ponga."
)
NO_SUCH_ACCESS = "No existe un acceso con ese identificador. Revisa que esté completo."
MISSHAPEN = "Los datos llegaron incompletos o con otra forma."
TOLD = documented({401: NOT_THE_SERVICE, 404: NO_SUCH_ACCESS, 503: NOT_CONFIGURED})


class Access(BaseModel):
    """What is told of an access; moments are ISO 8601 in UTC."""

    model_config = ConfigDict(title="Acceso", json_schema_extra={"description": "Un acceso al servicio productivo."})

    id: str = Field(description="El identificador del acceso, que no es secreto.")
    company: str = Field(description="La empresa.")
    rfc: str = Field(description="Su RFC.")
    nrp: str = Field(description="Su registro patronal.")
    scope: str = Field(description="A qué da derecho.")
    state: Literal["in_force", "revoked"] = Field(description="Vigente o revocado.")
    since: datetime = Field(description="Desde cuándo, en UTC.")
    revoked_at: datetime | None = Field(description="Cuándo se revocó, en UTC; null si está vigente.")
    folio: str = Field(description="El folio de la certificación.")


class Shown(BaseModel):
    """The credential that somebody showed to the productive service."""

    model_config = ConfigDict(title="Credencial", json_schema_extra={"description": "La que mostró el desarrollador."})

    secret: str = Field(max_length=200, repr=False, description="El texto, tal como lo mostró.")


class Compared(BaseModel):
    """Whether it is the one."""

    model_config = ConfigDict(title="Comprobación", json_schema_extra={"description": "Si la credencial es la suya."})

    valid: bool = Field(description="Cierto si es la credencial más reciente de un acceso vigente.")


@room.get(
    "/api/acceso/{access_id}",
    summary="Un acceso, y si está vigente",
    description="Consúltalo antes de dar servicio: una cancelación lo revoca de inmediato.",
    response_model=Access,
    response_description="El acceso.",
    responses=TOLD,
    openapi_extra=SECURED,
    tags=["Acceso productivo"],
)
def access(request: Request, access_id: str) -> Response:
    """Who it is, for what, since when, and whether it still holds."""
    house = house_of(request)
    refusal = _unauthorised(request, house)
    if refusal:
        return refusal
    found = productive_access.standing(house, access_id)
    if found is None:
        return failed(404, "unknown_access", NO_SUCH_ACCESS)
    return JSONResponse(
        {
            "id": found.access_id,
            "company": found.company,
            "rfc": found.rfc,
            "nrp": found.nrp,
            "scope": found.scope,
            "state": "revoked" if found.revoked_at else "in_force",
            "since": _utc(found.since),
            "revoked_at": _utc(found.revoked_at) if found.revoked_at else None,
            "folio": found.folio,
        }
    )


@room.post(
    "/api/acceso/{access_id}/comprobar",
    summary="Si una credencial es la de ese acceso",
    description="La de un acceso revocado, y la que ya se reemplazó, no son válidas.",
    response_model=Compared,
    response_description="Si es válida.",
    responses={**TOLD, 422: {**TOLD["default"], "description": MISSHAPEN}},
    openapi_extra=SECURED,
    tags=["Acceso productivo"],
)
def compare(request: Request, access_id: str, shown: Shown) -> Response:
    """Whether the credential is the access's own and the access in force."""
    house = house_of(request)
    refusal = _unauthorised(request, house)
    if refusal:
        return refusal
    valid = productive_access.is_secret(house, access_id, shown.secret)
    return failed(404, "unknown_access", NO_SUCH_ACCESS) if valid is None else JSONResponse({"valid": valid})


def _unauthorised(request: Request, house: House) -> JSONResponse | None:
    """Why the caller is not answered; ``None`` for the productive service itself."""
    configured = house.settings.productive_token
    if configured is None or not configured.get_secret_value():
        return failed(503, "not_configured", NOT_CONFIGURED)
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    # Headers come as Latin-1; digests are compared, so that not even the token's length is told.
    given, wanted = sha256(token.strip().encode("latin-1")), sha256(configured.get_secret_value().encode())
    if scheme.lower() == "bearer" and hmac.compare_digest(given.digest(), wanted.digest()):
        return None
    return failed(401, "bad_token", NOT_THE_SERVICE, {"WWW-Authenticate": "Bearer"})


def _utc(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat()
