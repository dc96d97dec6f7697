"""Reports of mail servers that a letter came back (RFC 3464), as values. They are hostile: nothing is believed."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import Message

from backoffice.domain.errors import BadInput
from backoffice.domain.typography import fold

#: A report is a few kilobytes, and the letter that it brings back. What counts stands at its beginning: the headers of
#: that letter at the latest.
LARGEST = 30 * 1024 * 1024
READ = 512 * 1024
LONGEST_WORD = 500
#: So many letters may be named; one is.
MOST_NAMED = 20
#: Our Message-IDs, wherever a report names them.
OUR_ID = re.compile(r"<[0-9a-f]{32}@[A-Za-z0-9.-]{1,253}>")
STATUS = re.compile(r"[245]\.\d{1,3}\.\d{1,3}")
#: The part for machines, and how headers come back without their letter; the second of each by RFC 6533.
STATUS_KINDS = ("message/delivery-status", "message/global-delivery-status")
HEADER_KINDS = ("text/rfc822-headers", "message/global-headers")
NO_REPORT = "Ese mensaje no es el aviso de un servidor de correo sobre una carta devuelta (RFC 3464)."
NO_LETTER = "El aviso no nombra ninguna carta de la mesa: no trae su Message-ID."
TOO_LARGE = "El aviso es demasiado grande: un aviso de correo devuelto pesa unos kilobytes."


@dataclass(frozen=True, slots=True)
class Report:
    """What a server says of one letter. ``final``: it gives up; otherwise the letter is only late, or was passed on.

    ``message_ids`` may name it, the likeliest first.
    """

    message_ids: tuple[str, ...]
    final: bool
    status: str
    said: str


def parse(data: bytes) -> Report:
    """The report in the bytes of a message. Raises ``BadInput`` where it is none, or names no letter of ours."""
    if len(data) > LARGEST:
        raise BadInput(TOO_LARGE)
    parts = _parts(data[:READ])
    status = next((part for part in parts if part.get_content_type() in STATUS_KINDS), None)
    if status is None:
        raise BadInput(NO_REPORT)
    named = tuple(dict.fromkeys(_message_ids(parts)))[:MOST_NAMED]
    if not named:
        raise BadInput(NO_LETTER)
    final, fields = _fate(status)
    code = STATUS.search(fields.get("status", ""))
    return Report(
        message_ids=named,
        final=final,
        status=code.group() if code else "5.0.0",
        said=fold(fields.get("diagnostic-code", "")[:LONGEST_WORD]),
    )


def _parts(data: bytes) -> list[Message]:
    """The message and all its parts. One whose parts are nested without end is no report."""
    try:
        return list(message_from_bytes(data, policy=policy.compat32).walk())
    except (RecursionError, ValueError, LookupError, TypeError, AttributeError):  # the library's, on hostile messages
        raise BadInput(NO_REPORT) from None


def _fate(status: Message) -> tuple[bool, dict[str, str]]:
    """Whether some recipient never gets it, and what is said of that recipient; else of the last one."""
    blocks = status.get_payload()
    fields: dict[str, str] = {}
    for block in (one for one in blocks if isinstance(one, Message)) if isinstance(blocks, list) else ():
        fields = {name.lower(): str(value) for name, value in block.items()} or fields
        if fields.get("action", "").strip().lower().startswith("failed"):
            return True, fields
    return False, fields


def _message_ids(parts: Sequence[Message]) -> Iterator[str]:
    """Our Message-IDs that the report names: of the letter that it brings back, in its fields, in what it answers.

    Never the report's own Message-ID.
    """
    top, *inner = parts
    for part in inner:
        for name in ("Message-ID", "Original-Message-ID", "X-Original-Message-ID"):
            yield from OUR_ID.findall(str(part.get(name, "")))
        if part.get_content_type() in HEADER_KINDS:
            payload = part.get_payload()
            yield from OUR_ID.findall(payload if isinstance(payload, str) else "")
    for name in ("X-Failed-Message-ID", "In-Reply-To", "References"):
        yield from OUR_ID.findall(str(top.get(name, "")))
