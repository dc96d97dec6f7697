"""What a letter says, for the page that shows it. Letters are hostile: nothing in them may stop the page."""

from collections.abc import Iterator
from dataclasses import dataclass
from email import message_from_bytes
from email.errors import HeaderParseError
from email.header import decode_header, make_header
from email.message import Message
from pathlib import PurePosixPath

from backoffice.embedded.mailbox.store import Stored

#: The headers that the page lists, as far as a letter has them.
SHOWN = (
    "From",
    "To",
    "Cc",
    "Reply-To",
    "Subject",
    "Date",
    "Message-ID",
    "Auto-Submitted",
    "Return-Path",
    "Delivered-To",
)


@dataclass(frozen=True)
class Attachment:
    """One enclosed file; ``index`` is its place among the letter's parts."""

    index: int
    name: str
    kind: str
    content: bytes


@dataclass(frozen=True)
class Reading:
    """One letter, decoded."""

    number: int
    received_at: str
    headers: list[tuple[str, str]]
    text: str | None
    html: str | None
    attachments: list[Attachment]

    def header(self, name: str) -> str:
        """The first header of that name, or nothing."""
        return next((value for key, value in self.headers if key == name), "")


def read(stored: Stored) -> Reading:
    """Decode a letter; what cannot be decoded is shown as it stands."""
    message = message_from_bytes(stored.content())
    parts = list(enumerate(part for part in message.walk() if not part.is_multipart()))
    bodies = [part for _, part in parts if not _is_attachment(part)]
    return Reading(
        number=stored.number,
        received_at=stored.received_at.isoformat(timespec="seconds"),
        headers=list(_headers(message)),
        text=_first_text(bodies, "text/plain"),
        html=_first_text(bodies, "text/html"),
        attachments=[
            Attachment(index, _file_name(part, index), part.get_content_type(), _content(part))
            for index, part in parts
            if _is_attachment(part)
        ],
    )


def _headers(message: Message) -> Iterator[tuple[str, str]]:
    for name in SHOWN:
        for value in message.get_all(name, []):
            yield name, _decoded(value)


def _decoded(value: object) -> str:
    plain = str(value).encode("utf-8", "replace").decode("utf-8")
    try:
        decoded = str(make_header(decode_header(plain)))
    except (HeaderParseError, LookupError, ValueError):
        decoded = plain
    return " ".join(decoded.split())


def _is_attachment(part: Message) -> bool:
    if part.get_content_disposition() == "attachment" or part.get_filename():
        return True
    return part.get_content_maintype() != "text"


def _first_text(bodies: list[Message], kind: str) -> str | None:
    for part in bodies:
        if part.get_content_type() == kind:
            return _text(part)
    return None


def _text(part: Message) -> str:
    charset = part.get_content_charset() or "utf-8"
    try:
        return _content(part).decode(charset, "replace")
    except LookupError:
        return _content(part).decode("utf-8", "replace")


def _content(part: Message) -> bytes:
    payload = part.get_payload(decode=True)
    return payload if isinstance(payload, bytes) else b""


def _file_name(part: Message, index: int) -> str:
    """The name without any folder, fit to be shown and saved."""
    name = PurePosixPath(_decoded(part.get_filename() or "").replace("\\", "/")).name
    printable = "".join(char for char in name if char.isprintable())
    return printable or f"anexo-{index}"
