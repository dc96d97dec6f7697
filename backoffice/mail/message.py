"""A rendered letter as the exact bytes of an e-mail. The same input gives the same bytes; nothing is sent here."""

import hashlib
import re
from binascii import b2a_qp
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from email.header import Header
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from unicodedata import normalize

from backoffice.domain.errors import BadInput
from backoffice.mail.rendering import RenderedLetter
from backoffice.mailboxes import mailbox

MESSAGE_ID = re.compile(r"<[A-Za-z0-9._+-]+@[A-Za-z0-9.-]+>")
KIND = re.compile(r"[a-z]+/[a-z0-9.+-]+")
LONGEST_NAME = 80
#: The encoder does not count what a blank at the end of a line becomes, where the line is full.
BLANK_AT_END = re.compile(rb"^(.{74,75})(=20|=09)$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that goes with a letter; ``kind`` is its media type, such as ``application/zip``."""

    name: str
    content: bytes
    kind: str = "application/octet-stream"


def compose(
    rendered: RenderedLetter,
    *,
    sender: str,
    to: str,
    message_id: str,
    date: datetime,
    attachments: Sequence[Attachment] = (),
) -> bytes:
    """The message with CRLF line ends, in ASCII. *date* is aware; *message_id* is ``<key@domain>``.

    Raises ``BadInput`` where a header would not be one line or an address is none.
    """
    message = EmailMessage(policy=SMTP)
    message["From"] = mailbox(sender)
    message["To"] = mailbox(to)
    message["Date"] = format_datetime(aware(date))
    message["Message-ID"] = well_formed_id(message_id)
    message["Auto-Submitted"] = "auto-generated"
    message.set_content("", cte="quoted-printable")
    message.add_alternative("", subtype="html", cte="quoted-printable")
    for part, words in zip(message.iter_parts(), (rendered.text, rendered.html), strict=True):
        part.set_payload(quoted_printable(words))
    for attachment in attachments:
        attach(message, attachment)
    message["Content-Language"] = "es-MX"
    fix_boundaries(message, message_id)
    return subject_line(rendered.subject) + message.as_bytes()


def quoted_printable(words: str) -> str:
    """In ASCII lines of 76 characters at most. Not by ``EmailMessage``, which goes character by character in Python.

    A line of a dot alone is written as ``=2E``, so that no relay takes it for the end.
    """
    encoded = b2a_qp(b"".join(line + b"\n" for line in words.encode().splitlines()))
    return BLANK_AT_END.sub(rb"\1=\n\2", encoded).decode("ascii")


def attach(message: EmailMessage, attachment: Attachment) -> None:
    """Add one file under a harmless name."""
    if not KIND.fullmatch(attachment.kind):
        raise BadInput(f"El adjunto tiene un tipo que no es válido: {attachment.kind!r}.")
    maintype, subtype = attachment.kind.split("/")
    message.add_attachment(attachment.content, maintype, subtype, filename=safe_name(attachment.name))


def safe_name(name: str) -> str:
    """ASCII letters, digits, ``.``, ``_`` and ``-``; no folder, no leading dot: ``../año 1.zip`` → ``ano_1.zip``."""
    base = re.split(r"[/\\]", name)[-1]
    plain = normalize("NFKD", base).encode("ascii", "ignore").decode("ascii")
    stem, dot, suffix = re.sub(r"[^A-Za-z0-9._-]+", "_", plain).strip("._").rpartition(".")
    return f"{stem[:LONGEST_NAME]}{dot}{suffix[:LONGEST_NAME]}" or "adjunto"


def fix_boundaries(message: EmailMessage, key: str) -> None:
    """Boundaries made of *key*, not of chance. ``=_`` never occurs in quoted-printable or base64 bodies."""
    for number, part in enumerate(part for part in message.walk() if part.is_multipart()):
        part.set_boundary(f"=_{hashlib.sha256(f'{number} {key}'.encode()).hexdigest()[:32]}")


def subject_line(subject: str) -> bytes:
    """The header, folded. Not by ``EmailMessage``: Python 3.11 loses blanks between long words with accents."""
    if not subject.strip() or not subject.isprintable():
        raise BadInput(f"El asunto del correo está vacío o tiene saltos de línea: {subject!r}.")
    folded = Header(subject, "us-ascii" if subject.isascii() else "utf-8", 76, "Subject").encode(linesep="\r\n")
    return f"Subject: {folded}\r\n".encode("ascii")


def well_formed_id(message_id: str) -> str:
    """A Message-ID that every server keeps as it is."""
    if not MESSAGE_ID.fullmatch(message_id):
        raise BadInput(f"El identificador del correo no es válido: {message_id!r}.")
    return message_id


def aware(moment: datetime) -> datetime:
    """A moment with its zone."""
    if moment.tzinfo is None:
        raise BadInput("La fecha del correo no dice su zona horaria.")
    return moment
