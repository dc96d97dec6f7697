"""What a visitor sees when something is refused: one sentence that says what to do, never more."""

from urllib.parse import quote

import structlog
from fastapi import Request
from fastapi.responses import JSONResponse, RedirectResponse, Response
from starlette.exceptions import HTTPException

from backoffice import logs
from backoffice.domain.errors import (
    CaseNotFound,
    MesaError,
    NotFound,
    ServiceUnavailable,
    StoredFileMissing,
    TryLater,
    WrongState,
)
from backoffice.portal.headers import ALWAYS
from backoffice.portal.pages import page
from backoffice.portal.tracing import HEADER, asked

log = structlog.get_logger()

#: kind of refusal → HTTP status; what is not here is the visitor's to correct.
STATUS: dict[type[MesaError], int] = {
    CaseNotFound: 404,
    NotFound: 404,
    WrongState: 409,
    ServiceUnavailable: 503,
    StoredFileMissing: 503,
}
UNPROCESSABLE = 422
OUR_TROUBLE = "Algo de nuestro lado no responde en este momento. {kept} Vuelve a intentarlo en unos minutos{named}."
#: What is kept where something was only looked at, and where something was being sent.
KEPT, NOT_KEPT = "Lo que ya enviaste está guardado.", "Esto último no se guardó; lo que enviaste antes, sí."
NAMED = "; si nos escribes, menciona el número {id}"
#: What HTTP itself refuses.
PLAIN = {
    400: "Los datos llegaron incompletos o con otra forma. Actualiza la página y vuelve a intentarlo.",
    404: "Esta página no existe. Revisa la dirección o vuelve al inicio.",
    405: "Esta página no se puede pedir así. Vuelve al inicio y sigue los botones.",
    413: "Los archivos con los resultados de las pruebas no deben ser mayores a 5 MB. El tuyo pesa más de 5 MB: reduce "
    "el tamaño de las imágenes y envíalo de nuevo.",
    429: "Hubo demasiados intentos seguidos. Espera un momento y vuelve a intentarlo.",
}


def login_needed(request: Request, refusal: Exception) -> Response:
    """To the login page, and from there back; a script is told by status and sentence."""
    sentence = "Tu sesión terminó. Inicia sesión de nuevo; lo que enviaste antes está guardado."
    if wants_json(request):
        return JSONResponse({"error": sentence, "code": "login_needed"}, status_code=401)
    back = quote(request.url.path, safe="/") if request.method == "GET" else "/tramites"
    return RedirectResponse(f"/?volver={back}", status_code=303)


def refused(request: Request, refusal: Exception) -> Response:
    """The sentence that the refusal brings; of our own troubles a visitor learns only that they are ours."""
    status = next((code for kind, code in STATUS.items() if isinstance(refusal, kind)), UNPROCESSABLE)
    ours = isinstance(refusal, ServiceUnavailable | StoredFileMissing) and not isinstance(refusal, TryLater)
    if ours:
        log.error("page_not_served", **asked(request.scope), why=str(refusal))
    sentence = our_trouble(request) if ours else str(refusal)
    return told(request, sentence, status, code=getattr(refusal, "code", "refused"))


def our_trouble(request: Request) -> str:
    """What a visitor reads where a part of our house does not answer."""
    kept = KEPT if request.method in {"GET", "HEAD"} else NOT_KEPT
    return OUR_TROUBLE.format(kept=kept, named=NAMED.format(id=request.scope[logs.TRACE]))


def no_such_page(request: Request, refusal: Exception) -> Response:
    """What HTTP refuses: a path, a method, a body."""
    status = refusal.status_code if isinstance(refusal, HTTPException) else 404
    detail = refusal.detail if isinstance(refusal, HTTPException) and status not in PLAIN else ""
    return told(request, PLAIN.get(status) or detail, status, code="refused")


def misshapen(request: Request, refusal: Exception) -> Response:
    """A document or an address of the wrong shape: no page of ours sends one."""
    sentence = "Los datos llegaron incompletos o con otra forma. Actualiza la página y vuelve a intentarlo."
    return told(request, sentence, UNPROCESSABLE, code="misshapen")


def gone(request: Request, departure: Exception) -> Response:
    """The visitor left in the middle of what was being sent: nothing was kept, and nobody reads an answer."""
    log.info("visitor_left", **asked(request.scope))
    return Response(status_code=400)


def unforeseen(request: Request, trouble: Exception) -> Response:
    """What nobody foresaw is kept in the log; the visitor learns that nothing was lost."""
    named = request.scope[logs.TRACE]
    with logs.traced(named):
        log.error("page_failed", **asked(request.scope), exc_info=trouble)
    noted = "Algo falló de nuestro lado y ya quedó registrado. Vuelve a intentarlo en unos minutos"
    sentence = f"{noted}{NAMED.format(id=named)}."
    answer = told(request, sentence, 500, code="failed")
    answer.headers.update({**ALWAYS, HEADER: named})  # Starlette sends this one past all middleware
    return answer


def told(request: Request, sentence: str, status: int, *, code: str) -> Response:
    """As a page, or as JSON for whoever asked for JSON."""
    if wants_json(request):
        return JSONResponse({"error": sentence, "code": code}, status_code=status)
    return page(request, "refusal.html", status=status, sentence=sentence)


def wants_json(request: Request) -> bool:
    """A script's call, or one of the services for programs."""
    asked = request.headers.get("accept", "")
    return asked.startswith("application/json") or request.url.path.startswith("/api/")
