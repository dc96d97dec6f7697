"""The audit events of a case as the archive carries them: each can be summed again without this program."""

from collections.abc import Iterator
from typing import Any

from backoffice.casework.expediente.exact import exact, instant, one_line
from backoffice.casework.expediente.gathering import Flaw, Gathering, Made
from backoffice.records.audit import AuditEvent


def files(gathering: Gathering) -> Iterator[Made]:
    """The events, one a line, and what walking the chain from the first to the last of them came to."""
    events, stretch = gathering.kept.view.events, gathering.kept.stretch
    yield "bitacora/eventos.jsonl", b"".join(one_line(event_of(one)) for one in events)
    if stretch and stretch.broken_at is not None:
        what = f"La cadena de la bitácora se rompe en el evento {stretch.broken_at}"
        gathering.flaws.append(Flaw(what, "Ese evento, o uno anterior a él, fue modificado, quitado o agregado."))
    walked = {"first": stretch.first, "last": stretch.last, "broken_at": stretch.broken_at} if stretch else None
    yield "bitacora/cadena.json", exact(walked)


def event_of(event: AuditEvent) -> dict[str, Any]:
    """An event with what its hash covers, spelled as the hash takes it."""
    return {
        "sequence": event.sequence,
        "at": instant(event.at),
        "case_id": str(event.case_id) if event.case_id else None,
        "act": event.act,
        "from_state": event.from_state,
        "to_state": event.to_state,
        "round_number": event.round_number,
        "actor": event.actor,
        "details": event.details,
        "previous_hash": event.previous_hash,
        "hash": event.hash,
    }
