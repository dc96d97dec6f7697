"""Waiting for a house to be ready, telling each part as it comes, and saying which one does not."""

import time
from collections.abc import Callable
from pathlib import Path

from backoffice.domain.errors import ServiceUnavailable
from backoffice.embedded.places import Places
from backoffice.embedded.process import Identity
from backoffice.embedded.state import SETTLED, HouseState, PartState, Stage, load

#: Seconds for everything to be ready; an ordinary machine takes a tenth of it.
READY_WITHIN = 120.0
#: Seconds between two looks.
GLANCE = 0.03

Progress = Callable[[str], None]


class Waiting:
    """One wait for the parts of these names under one supervisor. *progress* gets a line for each part."""

    def __init__(self, places: Places, supervisor: Identity, names: frozenset[str], progress: Progress) -> None:
        self.places, self.supervisor, self.names, self.progress = places, supervisor, names, progress
        self.told: set[str] = set()
        self.deaths_before = {part.name: part.deaths for part in self._mine(self._state())}

    def until_ready(self) -> bool:
        """Return when all are ready; ``False`` where the supervisor went away.

        Raises ``ServiceUnavailable`` for a part that was given up, and when it takes too long.
        """
        deadline = time.monotonic() + READY_WITHIN
        while time.monotonic() < deadline:
            if not self.supervisor.lives():
                return False
            mine = self._mine(self._state())
            self._tell(mine)
            if len(mine) == len(self.names) and all(part.stage in SETTLED for part in mine):
                return True
            time.sleep(GLANCE)
        raise ServiceUnavailable(
            f"La mesa no estuvo lista en {READY_WITHIN:.0f} segundos. Mira qué falta en {self.places.logs}."
        )

    def _state(self) -> HouseState | None:
        state = load(self.places)
        return state if state is not None and state.supervisor == self.supervisor else None

    def _mine(self, state: HouseState | None) -> list[PartState]:
        return [part for part in state.parts if part.name in self.names] if state else []

    def _tell(self, parts: list[PartState]) -> None:
        for part in parts:
            if part.stage is Stage.FAILED and part.deaths > self.deaths_before.get(part.name, 0):
                raise ServiceUnavailable(did_not_start(part, self.places.log(part.name)))
            if part.stage in SETTLED and part.name not in self.told:
                self.told.add(part.name)
                self.progress(f"{part.label}: {'hecho' if part.stage is Stage.DONE else 'en marcha'}")


def did_not_start(part: PartState, log: Path) -> str:
    """The sentence for a part that was given up."""
    return f"No arrancó la parte «{part.label}»: {last_line(log)} La bitácora está en {log}."


def last_line(log: Path) -> str:
    """The end of a log, as the reason it most often is."""
    try:
        lines = log.read_text(errors="replace").strip().splitlines()
    except OSError:
        lines = []
    reason = lines[-1].strip() if lines else "sin explicación"
    return reason if reason.endswith(".") else f"{reason}."
