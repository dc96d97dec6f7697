"""The notices of tab 1: each that the set asks for, whether it came, and whether it is what the service gave."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from backoffice.desk.case import OpenCase
from backoffice.desk.page import page
from backoffice.desk.seen import evidence
from backoffice.domain.checks.archive import base
from backoffice.domain.explained.spanish import counted, said

TITLE = "Avisos"
#: A notice names so many fields that are not as the service gave them.
MOST_FIELDS = 6


@dataclass(frozen=True, slots=True)
class Notice:
    """One notice that was asked for. ``tone`` is ``ok``, ``warn`` or ``bad``; ``fields`` are those that differ."""

    name: str
    tone: str
    said: str
    fields: tuple[tuple[str, str, str], ...] = ()


def badge(case: OpenCase) -> str:
    """How many the set has."""
    return str(len(case.asked.notices))


def shown(case: OpenCase) -> str:
    """The notices as a table."""
    came = {base(one.name): one.text for one in evidence(case).notice_files}
    rows = [judged(base(name), text, came.get(base(name))) for name, text in sorted(case.asked.notices.items())]
    missing = sum(row.tone != "ok" for row in rows)
    words = counted(missing, "aviso no está o cambió", "avisos no están o cambiaron") if missing else ""
    summary = words or f"{counted(len(rows), 'aviso', 'avisos')}, completos y sin cambios: su sello es válido."
    extra = [said(name, 80) for name in came if name not in {base(name) for name in case.asked.notices}]
    return page("tab_notices", rows=rows, summary=summary, extra=extra[:20])


def judged(name: str, given: str, came: str | None) -> Notice:
    """One notice: what came of it beside what the service gave."""
    if came is None:
        return Notice(name, "bad", "falta")
    if came == given:
        return Notice(name, "ok", "completo y sin cambios")
    try:
        there, here = json.loads(given), json.loads(came)
    except ValueError:
        return Notice(name, "bad", "no se puede leer como JSON")
    fields = tuple(differing(there, here))
    if not fields:
        return Notice(name, "ok", "sin cambios (con otro espaciado)")
    return Notice(name, "bad", "cambió: su sello no es válido", fields[:MOST_FIELDS])


def differing(given: Any, came: Any, place: str = "") -> Iterator[tuple[str, str, str]]:
    """Places in which two values of JSON differ, with both as texts."""
    if isinstance(given, dict) and isinstance(came, dict):
        for name in given | came:
            where = f"{place}.{name}" if place else str(name)
            yield from differing(given.get(name), came.get(name), where)
    elif given != came:
        yield said(place, 60), said(json.dumps(given, ensure_ascii=False), 60), said(_text(came), 60)


def _text(value: Any) -> str:
    return "no está" if value is None else json.dumps(value, ensure_ascii=False)[:200]
