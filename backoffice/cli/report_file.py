"""The explained report as a file: a web page or a PDF, by the suffix that a person chose. Nothing is explained here."""

import os
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from backoffice.cli.in_spanish import os_trouble
from backoffice.domain.errors import BadInput
from backoffice.domain.explained import Explained
from backoffice.settings import load_settings


def write_report(explained: Explained, path: Path) -> None:
    """Write *explained* to *path*, whole or not at all; what was there is replaced. Raises ``BadInput``."""
    content = _maker(path)(explained)
    neighbour = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        neighbour.write_bytes(content)
        neighbour.replace(path)
    except OSError as error:
        neighbour.unlink(missing_ok=True)
        raise BadInput(f"No se puede escribir el informe {path}: {os_trouble(error)}.") from error


def refuse_unknown_suffix(path: Path) -> None:
    """Before any work is done: only two kinds of file are written."""
    if path.suffix.lower() not in {".html", ".pdf"}:
        raise BadInput(
            f"El informe se escribe en .html o en .pdf. Cambia el nombre «{path.name}» por uno que termine así."
        )


def local_now() -> datetime:
    """This moment, on the clock of people in the setting's zone."""
    from backoffice.bootstrap import utc_now  # noqa: PLC0415 - the house comes with it, and few ask for a report

    return utc_now().astimezone(load_settings().zone)


def _maker(path: Path) -> Callable[[Explained], bytes]:
    refuse_unknown_suffix(path)
    from backoffice import reports  # noqa: PLC0415 - the typesetter is large, and few ask for a report

    return reports.pdf if path.suffix.lower() == ".pdf" else lambda explained: reports.html(explained).encode()
