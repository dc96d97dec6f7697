"""Rows as JSON for people and programs: exact, indented, and with nothing invisible in it that could mislead an eye."""

import json
import re
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

#: Control, direction and other invisible signs, line separators, halves of characters. Line feeds are the JSON's own.
INVISIBLE = re.compile(
    "[\u0000-\u0009\u000b-\u001f\u007f-\u00a0\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202f\u2060-\u206f\ud800-\udfff"
    "\ufeff\ufff9-\ufffb\U000e0000-\U000e0fff]"
)


def exact(value: Any) -> bytes:
    """The JSON text in UTF-8; instants in UTC. Reading it back gives *value* again."""
    text = json.dumps(value, ensure_ascii=False, indent=1, default=_plain)
    return _shown(text)


def one_line(value: Any) -> bytes:
    """The same on one line, for files of many."""
    text = json.dumps(value, ensure_ascii=False, default=_plain)
    return _shown(text)


def instant(moment: datetime | None) -> str | None:
    """``2026-11-23T18:00:00.000000+00:00``, as the audit trail spells it."""
    return moment.astimezone(UTC).isoformat(timespec="microseconds") if moment else None


def _shown(text: str) -> bytes:
    return (INVISIBLE.sub(lambda sign: json.dumps(sign[0])[1:-1], text) + "\n").encode()


def _plain(value: Any) -> str:
    if isinstance(value, datetime):
        return instant(value) or ""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, UUID):
        return str(value)
    raise TypeError(type(value))
