"""How the details of an audit event are called for people, and which of them tell the story."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from backoffice.casework.wording import LETTERS, SIGNED
from backoffice.domain.calendar import spoken
from backoffice.domain.explained.spanish import said
from backoffice.domain.verdict import RESULT_LABELS
from backoffice.domain.work import TASK_REASONS, TaskReason

#: What is told beside the act, in this order; the rest is folded away.
TELLING = ("result", "letter", "purpose", "reason", "why", "because", "due", "days", "taken_over_from", "holder")
NAMES = {
    "because": "motivo",
    "certificate": "certificado",
    "days": "días",
    "due": "vence",
    "engine_version": "versión del programa",
    "findings": "puntos",
    "holder": "lo tenía",
    "kind": "trabajo",
    "letter": "carta",
    "message_id": "Message-ID",
    "promised": "se prometió para el",
    "purpose": "firmó",
    "reason": "motivo",
    "receipt": "acuse del servidor",
    "replaced": "en lugar del archivo",
    "result": "resultado",
    "round": "ronda",
    "rules_version": "versión de las reglas",
    "sha256": "SHA-256",
    "signature": "firma",
    "size": "bytes",
    "submission": "archivo",
    "taken_over_from": "lo tenía",
    "test_set": "set de pruebas",
    "turn": "opinión",
    "verdict": "huella del resultado",
    "why": "motivo",
}
#: Values that are words of ours.
KNOWN: dict[str, Mapping[str, str]] = {
    "letter": LETTERS,
    "result": RESULT_LABELS,
    "reason": {reason.value: TASK_REASONS[reason].rstrip(".") for reason in TaskReason},
    "purpose": {purpose.value: label for purpose, label in SIGNED.items()},
}
#: A detail is told at this length, the folded ones too.
SHORT, LONG = 120, 400


def told(details: Mapping[str, Any]) -> str:
    """The details that tell the story, in one line; '' where there are none."""
    return "; ".join(f"{NAMES[name]}: {_value(name, details[name], SHORT)}" for name in TELLING if details.get(name))


def folded(details: Mapping[str, Any]) -> list[tuple[str, str]]:
    """The others by name. What has no name here is shown by its own."""
    rest = {name: value for name, value in details.items() if name not in TELLING and value is not None}
    return [(NAMES.get(name, said(name, 30)), _value(name, value, LONG)) for name, value in rest.items()]


def _value(name: str, value: Any, limit: int) -> str:
    if isinstance(value, bool):
        return "sí" if value else "no"
    if isinstance(value, list):
        return said(", ".join(str(one) for one in value), limit)
    day = _day(value) if name in {"due", "promised"} else ""
    return KNOWN.get(name, {}).get(str(value)) or day or said(str(value), limit)


def _day(value: Any) -> str:
    try:
        return spoken(date.fromisoformat(str(value)))
    except ValueError:
        return ""
