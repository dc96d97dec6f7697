"""Waiting for a report until it is made. It is made whether somebody waits or not."""

import time
from collections.abc import Callable

from rich.console import Console

from backoffice.casework.house import House
from backoffice.cli.following import GLANCE, SILENCE
from backoffice.domain.errors import ServiceUnavailable
from backoffice.domain.work import OPEN_WORK
from backoffice.records.reports import NotebookReport, Pulse, pulse


def follow(
    house: House,
    report: NotebookReport,
    *,
    silence: float = SILENCE,
    tick: Callable[[], float] = time.monotonic,
    pause: Callable[[float], None] = time.sleep,
) -> None:
    """Return when the work is over. Raises ``ServiceUnavailable`` where workers give no sign for *silence* seconds."""
    with Console(stderr=True).status("Haciendo el informe…"):
        seen, since = _look(house, report), tick()
        while seen.state in OPEN_WORK:
            pause(GLANCE)
            now = _look(house, report)
            if now != seen:
                seen, since = now, tick()
            elif tick() - since > silence:
                raise ServiceUnavailable(_silent(house, report, silence))


def _look(house: House, report: NotebookReport) -> Pulse:
    with house.transaction() as work:
        return pulse(work.session, report.id)


def _silent(house: House, report: NotebookReport, silence: float) -> str:
    log = house.settings.var / "log" / "workers.log"
    return (
        f"Los trabajadores no dan señales desde hace {silence:.0f} segundos. Revisa «./mesa status» y {log}. "
        f"El informe {report.number} queda pedido: obtenlo con «./mesa report --get {report.number}»."
    )
