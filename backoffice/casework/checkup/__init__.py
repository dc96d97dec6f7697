"""Whether every part of the desk is well, each with what to do where it is not. Asks, and changes nothing."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor

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
    """Look at everything at once; name, label and what was found, in order. A part that is down hides no other."""
    with ThreadPoolExecutor(len(CHECKS)) as pool:
        found = [pool.submit(_looked, look, house) for _, _, look in CHECKS]
        for (name, label, _), one in zip(CHECKS, found, strict=True):
            yield name, label, one.result()


def _looked(look: Callable[[House], Found], house: House) -> Found:
    try:
        return look(house)
    except MesaError as refusal:
        return Found(BAD, str(refusal))
    except Exception as trouble:
        log.exception("checkup_failed")
        return Found(BAD, f"No se pudo revisar ({type(trouble).__name__}).", "Mira el detalle en los registros.")
