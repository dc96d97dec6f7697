"""What the supervisor says of itself, for whoever asks: one file, written whole at each change."""

import fcntl
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

from backoffice.embedded.places import Places
from backoffice.embedded.process import Identity, identify


class Stage(StrEnum):
    """How far one part is."""

    WAITING = "waiting"
    STARTING = "starting"
    READY = "ready"
    DONE = "done"
    RESTARTING = "restarting"
    FAILED = "failed"
    STOPPED = "stopped"


#: A part that needs nothing more.
SETTLED = frozenset({Stage.READY, Stage.DONE})


@dataclass(frozen=True)
class PartState:
    """One part, as ``status`` shows it. ``deaths`` counts how often it ended without being told to."""

    name: str
    label: str
    stage: Stage
    process: Identity | None
    address: str
    deaths: int
    #: The name of the signal that stops it in order.
    farewell: str


@dataclass(frozen=True)
class HouseState:
    """The supervisor and its parts. ``rehearsal``: fictitious e.firmas and the known captcha are good in this house."""

    supervisor: Identity
    parts: tuple[PartState, ...]
    rehearsal: bool = False


def save(places: Places, state: HouseState) -> None:
    """Write the file whole or not at all."""
    unfinished = places.run / "state.unfinished"
    unfinished.write_text(json.dumps(asdict(state)))
    unfinished.replace(_file(places))


def load(places: Places) -> HouseState | None:
    """The last state written, true or stale; ``None`` where there is none that can be read."""
    try:
        raw = json.loads(_file(places).read_text())
        parts = tuple(_part(one) for one in raw["parts"])
        return HouseState(Identity(**raw["supervisor"]), parts, rehearsal=raw.get("rehearsal", False))
    except (FileNotFoundError, NotADirectoryError, ValueError, KeyError, TypeError):
        return None


def _part(raw: dict[str, Any]) -> PartState:
    process = Identity(**raw["process"]) if raw["process"] else None
    known = {"stage": Stage(raw["stage"]), "process": process}
    return PartState(**{**raw, **known})


def supervisor(places: Places) -> Identity | None:
    """The supervisor that runs now: whoever holds the lock, never a stale number."""
    try:
        with _lock_file(places).open() as held:
            try:
                fcntl.flock(held, fcntl.LOCK_SH | fcntl.LOCK_NB)
            except BlockingIOError:
                return identify(int(held.read() or 0))
    except (FileNotFoundError, NotADirectoryError, ValueError):
        pass
    return None


@contextmanager
def the_only_supervisor(places: Places) -> Iterator[bool]:
    """Hold the lock for the length of the block; ``False`` where another process has it."""
    with _lock_file(places).open("a+") as held:
        try:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
            return
        held.truncate(0)
        held.write(str(os.getpid()))
        held.flush()
        yield True


def _file(places: Places) -> Path:
    return places.run / "state.json"


def _lock_file(places: Places) -> Path:
    return places.run / "supervisor.lock"
