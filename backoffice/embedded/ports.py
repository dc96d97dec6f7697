"""Loopback ports of the embedded parts: the usual one, or the next that is free, recorded for everyone who asks."""

import json
import socket
from pathlib import Path

from backoffice.domain.errors import ServiceUnavailable
from backoffice.embedded.places import Places

LOOPBACK = "127.0.0.1"
#: What each part would like to have.
USUAL = {"smtp": 2525, "mailbox": 8025, "jupyter": 8888, "portal": 8080}
#: How many are tried upward from the usual one.
TRIED = 200


def recorded(places: Places) -> dict[str, int]:
    """The ports last chosen; the usual ones where the house never ran."""
    try:
        chosen: dict[str, int] = json.loads(_record(places).read_text())
    except (FileNotFoundError, ValueError):
        return dict(USUAL)
    return {**USUAL, **chosen}


def choose(places: Places) -> dict[str, int]:
    """Choose and record: the port of the last time if it is free, else the next free one.

    Raises ``ServiceUnavailable`` where so many ports are taken that something is wrong.
    """
    chosen: dict[str, int] = {}
    for part, port in recorded(places).items():
        chosen[part] = _first_free(port, set(chosen.values()))
    record(places, chosen)
    return chosen


def record(places: Places, chosen: dict[str, int]) -> None:
    """These are the house's ports, or what it would like to have once it starts."""
    _record(places).write_text(json.dumps(chosen))


def _first_free(first: int, taken: set[int]) -> int:
    for port in range(first, min(first + TRIED, 65536)):
        if port not in taken and _is_free(port):
            return port
    raise ServiceUnavailable(
        f"Los puertos {first} a {first + TRIED - 1} de este equipo están ocupados. Libera uno y da de nuevo la orden."
    )


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((LOOPBACK, port))
        except OSError:
            return False
    return True


def _record(places: Places) -> Path:
    return places.run / "ports.json"
