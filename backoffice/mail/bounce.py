"""Reports of mail servers that a letter came back (RFC 3464), as values. They are hostile: nothing is believed."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import Message

from backoffice.domain.errors import BadInput
from backoffice.domain.typography import fold

#: A report is a few kilobytes, and the letter that it brings back.
LARGEST = 30 * 1024 * 1024
LONGEST_WORD = 500
#: Our Message-IDs, wherever a report names them.
OUR_ID = re.compile(r"<[0-9a-f]{32}@[A-Za-z0-9.-]{1,253}>")
STATUS = re.compile(r"[245]\.\d{1,3}\.\d{1,3}")
NO_REPORT = "Ese mensaje no es el aviso de un servidor de correo sobre una carta devuelta (RFC 3464)."
NO_LETTER = "El aviso no nombra ninguna carta de la mesa: no trae su Message-ID."


@dataclass(frozen=True, slots=True)
class Report:
    """What a server says of one letter. ``final``: it gives up; otherwise the letter is only late."""

    message_id: str
    final: bool
    status: str
    said: str


def parse(data: bytes) -> Report:
    """The report in the bytes of a message. Raises ``BadInput`` where it is none, or names no letter of ours."""
    if len(data) > LARGEST:
        raise BadInput("El aviso es demasiado grande: un aviso de correo devuelto pesa unos kilobytes.")
    message = message_from_bytes(data, policy=policy.compat32)
    parts = list(message.walk())
    status = next((part for part in parts if part.get_content_type() == "message/delivery-status"), None)
    if status is None:
        raise BadInput(NO_REPORT)
    fields = _fields(status)
    named = next(_message_ids(parts), None)
    if named is None:
        raise BadInput(NO_LETTER)
    code = STATUS.search(fields.get("status", ""))
    return Report(
        message_id=named,
        final=fields.get("action", "").strip().lower() == "failed",
        status=code.group() if code else "5.0.0",
        said=fold(fields.get("diagnostic-code", "")[:LONGEST_WORD]),
    )


def _fields(status: Message) -> dict[str, str]:
    """The fields about the recipient: the last block of the report's machine part."""
    blocks = status.get_payload() if status.is_multipart() else []
    found: dict[str, str] = {}
    for block in blocks if isinstance(blocks, list) else []:
        if isinstance(block, Message):
            found |= {name.lower(): str(value) for name, value in block.items()}
    return found


def _message_ids(parts: list[Message]) -> Iterator[str]:
    """Our Message-IDs that the report names: in its fields, in the headers or the letter that it brings back."""
    for part in parts:
        for name in ("Message-ID", "Original-Message-ID", "X-Original-Message-ID"):
            yield from OUR_ID.findall(str(part.get(name, "")))
        if part.get_content_type() == "text/rfc822-headers":
            payload = part.get_payload()
            yield from OUR_ID.findall(payload if isinstance(payload, str) else "")
