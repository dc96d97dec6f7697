"""The file that was sent: its name, size and hash, who wrote it, its pictures, read away from this process."""

from base64 import b64encode
from dataclasses import dataclass
from datetime import datetime

from backoffice.casework.house import House
from backoffice.domain.calendar import spoken
from backoffice.domain.copies.traces import Authorship
from backoffice.domain.errors import BadInput
from backoffice.domain.explained.spanish import counted, moment_said, said, size_said
from backoffice.records.submissions import Submission
from backoffice.workbooks.reading import gallery
from backoffice.workbooks.refusals import EvidenceRefused

#: A case shows so many pictures; the others are counted.
MOST_PICTURES = 24

UNREADABLE = "No se pudieron ver sus imágenes. A la empresa le diríamos:"


@dataclass(frozen=True, slots=True)
class Shown:
    """A picture: where it stands, its size in pixels, its digest, a PNG as data address ('' where it has none)."""

    sheet: str
    size: str
    sha256: str
    source: str


@dataclass(frozen=True, slots=True)
class Pictures:
    """The pictures that a case shows, and a sentence about the others, '' where there are none."""

    pictures: tuple[Shown, ...]
    more: str


def known_of(house: House, company: str, submission: Submission) -> tuple[tuple[str, str], ...]:
    """What is known of a file without reading it."""
    return (
        ("Empresa", company),
        ("Nombre", said(submission.file_name)),
        ("Recibido", moment_said(submission.received_at, house.settings.zone)),
        ("Tamaño", size_said(submission.size)),
        ("SHA-256", submission.sha256),
    )


def written_by(one: Authorship) -> tuple[tuple[str, str], ...]:
    """What the file's own properties say of who made it and when: anybody can change them. Moments are as they say."""
    told = (
        ("Autor", said(one.author, 80)),
        ("Creado", _moment(one.created)),
        ("Guardado por última vez por", said(one.last_by, 80)),
        ("Guardado", _moment(one.modified)),
        ("Programa", said(one.application, 80)),
        ("Empresa en las propiedades", said(one.company, 80)),
    )
    return tuple((name, value or "no lo dice") for name, value in told)


def _moment(text: str) -> str:
    """``23/nov/2026, 11:42:07`` of an ISO moment; '' of none."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return ""
    return f"{spoken(moment.date())}, {moment:%H:%M:%S}"


def gallery_of(house: House, submission: Submission) -> Pictures:
    """The pictures of a file. Raises ``StoredFileMissing``, ``ServiceUnavailable``, ``BadInput`` (unreadable)."""
    try:
        seen = gallery(house.blobs.get(submission.blob))
    except EvidenceRefused as refusal:
        raise BadInput(f"{UNREADABLE} {refusal}") from refusal
    shown = tuple(
        Shown(said(picture.sheet, 40), f"{picture.width} × {picture.height}", picture.sha256, _address(thumbnail))
        for picture, thumbnail in seen.pictures[:MOST_PICTURES]
    )
    left_out = len(seen.pictures) - len(shown)
    return Pictures(shown, f"{counted(left_out, 'imagen', 'imágenes')} más en el archivo." if left_out else "")


def pictures_by_digest(house: House, blob: str) -> dict[str, str]:
    """The pictures of a stored file as data addresses. Raises what ``gallery_of`` raises."""
    try:
        seen = gallery(house.blobs.get(blob))
    except EvidenceRefused as refusal:
        raise BadInput(f"{UNREADABLE} {refusal}") from refusal
    return {picture.sha256: _address(thumbnail) for picture, thumbnail in seen.pictures}


def _address(png: bytes) -> str:
    return f"data:image/png;base64,{b64encode(png).decode('ascii')}" if png else ""
