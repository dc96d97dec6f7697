"""Waiting for workers: as long as something moves, and not for ever; then it says which part does not answer."""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from backoffice.domain.errors import ServiceUnavailable
from backoffice.domain.work import WorkKind
from backoffice.rehearsal.standing import Standing

#: Seconds without any change after which waiting makes no sense: longer than the lease of a worker that was killed.
LIMIT = 90.0
#: Seconds between two looks.
GLANCE = 0.05

#: What each kind of work is called.
WORK = {
    WorkKind.ISSUE_TEST_SET: "emitir un set de pruebas",
    WorkKind.EVALUATE: "evaluar un archivo",
    WorkKind.SEND_LETTER: "enviar una carta",
}
#: What the error of a letter begins with that was handed to the mail server and not taken.
NOT_TAKEN = "Delivery"

WORKERS_SILENT = "Los trabajadores no avanzan"
Stands = Mapping[str, Standing | None]


@dataclass
class Patience:
    """Looks again and again, *limit* seconds at most without a change. *logs* is the folder of the parts' logs."""

    logs: Path
    limit: float = LIMIT
    tick: Callable[[], float] = time.monotonic
    pause: Callable[[float], None] = time.sleep
    seen: Stands = field(default_factory=dict)
    changed: float | None = None

    def look(self, stands: Stands) -> None:
        """Pause a moment. Raises ``ServiceUnavailable`` where nothing has changed for too long."""
        now = self.tick()
        if self.changed is None or stands != self.seen:
            self.seen, self.changed = stands, now
        if now - self.changed > self.limit:
            raise ServiceUnavailable(self.silence(stands))
        self.pause(GLANCE)

    def silence(self, stands: Stands) -> str:
        """Who does not answer, what is missing, and where to look."""
        letter, one = next((letter, one) for letter, at in stands.items() if at is not None for one in at.pending)
        refused = (one.last_error or "").startswith(NOT_TAKEN)
        who, log = ("El servidor de correo no acepta nada", "mailbox") if refused else (WORKERS_SILENT, "workers")
        return (
            f"{who} desde hace {self.limit:.0f} segundos: falta {WORK[one.kind]} (caso {letter}). "
            f"Mira {self.logs / f'{log}.log'} y repite la orden: sigue donde quedó."
        )
