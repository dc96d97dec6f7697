"""Whether every part of the desk is well, each with what to do where it is not. Asks, and changes nothing."""

from collections.abc import Callable, Iterator

import structlog

from backoffice.casework.checkup import contents, parts
from backoffice.casework.checkup.found import BAD, Found
from backoffice.casework.house import House
from backoffice.domain.errors import MesaError

__all__ = ["CHECKS", "Found", "checkup"]

log = structlog.get_logger()

#: What is looked at, in the order in which it is told: name, what people call it, how it is asked.
CHECKS: tuple[tuple[str, str, Callable[[House], Found]], ...] = (
    ("database", "Base de datos", parts.database),
    ("queue", "Cola de mensajes", parts.queue),
    ("mail", "Servidor de correo", parts.mail),
    ("blobs", "Almacén de archivos", parts.blobs),
    ("disk", "Espacio en disco", parts.disk),
    ("clock", "Reloj de plazos", parts.clock),
    ("workers", "Trabajadores", parts.workers),
    ("outbox", "Trabajo pendiente", contents.pending),
    ("authorities", "Autoridades de la e.firma", contents.authorities),
    ("seal", "Sello de los documentos", contents.seal),
    ("values", "Valores oficiales", contents.official_values),
    ("settings", "Ajustes", contents.settings),
)


def checkup(house: House) -> Iterator[tuple[str, str, Found]]:
    """Look at everything, one after another: name, label, what was found. A part that is down hides no other."""
    for name, label, look in CHECKS:
        yield name, label, _looked(look, house)


def _looked(look: Callable[[House], Found], house: House) -> Found:
    try:
        return look(house)
    except MesaError as refusal:
        return Found(BAD, str(refusal))
    except Exception as trouble:
        log.exception("checkup_failed")
        return Found(BAD, f"No se pudo revisar ({type(trouble).__name__}).", "Mira el detalle en los registros.")
