"""The file that was sent: its name, size, hash and true format, and its pictures, read away from this process."""

from base64 import b64encode
from dataclasses import dataclass

from backoffice.casework.house import House
from backoffice.domain.errors import ServiceUnavailable, StoredFileMissing
from backoffice.domain.explained.facts import format_said
from backoffice.domain.explained.spanish import counted, moment_said, said, size_said
from backoffice.records.submissions import Submission
from backoffice.workbooks.reading import gallery
from backoffice.workbooks.refusals import EvidenceRefused

#: A case shows so many pictures; the others are counted.
MOST_PICTURES = 12

UNREADABLE = "No se pudieron ver sus imágenes. A la empresa le diríamos:"


@dataclass(frozen=True, slots=True)
class Shown:
    """A picture: where it stands, its size in pixels, and a PNG as a data address ('' where it cannot be shown)."""

    sheet: str
    size: str
    source: str


@dataclass(frozen=True, slots=True)
class FileFacts:
    """Texts fit to be shown. ``trouble`` says what could not be read, '' where all was."""

    facts: tuple[tuple[str, str], ...]
    pictures: tuple[Shown, ...] = ()
    more: str = ""
    trouble: str = ""


def file_facts(house: House, company: str, submission: Submission) -> FileFacts:
    """What is known of the file. A file that is gone or cannot be read is told, never raised."""
    known = (
        ("Empresa", company),
        ("Nombre", said(submission.file_name)),
        ("Recibido", moment_said(submission.received_at, house.settings.zone)),
        ("Tamaño", size_said(submission.size)),
        ("SHA-256", submission.sha256),
    )
    try:
        seen = gallery(house.blobs.get(submission.blob))
    except EvidenceRefused as refusal:
        return FileFacts(known, trouble=f"{UNREADABLE} {refusal}")
    except (StoredFileMissing, ServiceUnavailable) as trouble:
        return FileFacts(known, trouble=str(trouble))
    shown = tuple(
        Shown(said(picture.sheet, 40), f"{picture.width} × {picture.height}", _address(thumbnail))
        for picture, thumbnail in seen.pictures[:MOST_PICTURES]
    )
    facts = (*known, ("Formato verdadero", format_said(seen.format)))
    left_out = len(seen.pictures) - len(shown)
    return FileFacts(facts, shown, f"{counted(left_out, 'imagen', 'imágenes')} más en el archivo." if left_out else "")


def _address(png: bytes) -> str:
    return f"data:image/png;base64,{b64encode(png).decode('ascii')}" if png else ""
