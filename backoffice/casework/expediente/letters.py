"""The letters of a case as they are kept, with the mail server's receipts. Passwords of the test service are masked."""

import email
import email.policy
import hashlib
import re
from collections.abc import Iterator
from email.message import EmailMessage
from typing import Any

from backoffice.casework import notice_service
from backoffice.casework.expediente.exact import exact
from backoffice.casework.expediente.gathering import Gathering, Made
from backoffice.records.bounces import Bounce
from backoffice.records.outbox import OutboxRow

#: As the letters of a set write it.
PASSWORD = re.compile(rf"Contraseña: (\S{{{notice_service.PASSWORD_LENGTH}}})\s")
#: In quoted-printable a line may end anywhere, also within a word.
BREAK = rb"(?:=\r?\n)?"


def files(gathering: Gathering) -> Iterator[Made]:
    """Every letter as a message, oldest first, then the list of them."""
    listed = []
    for number, row in enumerate(gathering.kept.view.letters, start=1):
        name = f"cartas/{number:03}-{row.letter}.eml"
        stored = gathering.blob(row.message, f"Carta {number}: el mensaje como se guardó") if row.message else None
        shown = stored if stored is None else masked(stored, passwords(stored))
        entry = _listed(row, None if shown is None else name, stored, masked=shown != stored)
        listed.append({**entry, "bounces": [_bounce(one) for one in gathering.kept.bounces.get(row.id, ())]})
        if shown is not None:
            yield name, shown
    yield "cartas/cartas.json", exact(listed)


def passwords(message: bytes) -> list[str]:
    """The passwords of the test service that a letter tells."""
    body = email.message_from_bytes(message, policy=email.policy.default).get_body(("plain",))
    told = body.get_content() if isinstance(body, EmailMessage) else ""
    return PASSWORD.findall(told)


def masked(message: bytes, secrets: list[str]) -> bytes:
    """The message with an asterisk for each sign of a secret, however its lines break; else byte for byte."""
    for secret in secrets:
        spread = BREAK.join(re.escape(sign).encode() for sign in secret)
        message = re.sub(spread, lambda found: re.sub(rb"[A-Za-z0-9]", b"*", found[0]), message)
    return message


def _listed(row: OutboxRow, name: str | None, stored: bytes | None, *, masked: bool) -> dict[str, Any]:
    """``stored_sha256`` is that of the message as it was sent; the file differs from it where something is masked."""
    return {
        "file": name,
        "letter": row.letter,
        "subject": row.subject,
        "recipient": row.recipient,
        "message_id": row.message_id,
        "state": row.letter_state,
        "written_at": row.created_at,
        "ended_at": row.done_at,
        "attempts": row.attempts,
        "receipt": row.receipt,
        "last_error": row.last_error,
        "stored_sha256": None if stored is None else hashlib.sha256(stored).hexdigest(),
        "masked": masked,
    }


def _bounce(one: Bounce) -> dict[str, Any]:
    """A report that the letter came back, and what a person did about it."""
    return {
        "status": one.status,
        "said": one.said,
        "received_at": one.received_at,
        "settled_by": one.settled_by,
        "settled_why": one.settled_why,
        "settled_at": one.settled_at,
    }
