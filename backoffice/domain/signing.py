"""Signed acts: what for, which documents each leaves, and the exact statement (*cadena original*) that is signed."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from unicodedata import category, normalize


class Purpose(StrEnum):
    """What a signature is for."""

    REQUEST = "request"
    EVIDENCE = "evidence"
    ACCEPTANCE = "acceptance"
    CANCELLATION = "cancellation"


class DocumentKind(StrEnum):
    """What a signed act leaves in the applicant's hands."""

    REQUEST = "request"
    RESPONSIVA = "responsiva"
    APPROVAL = "approval"
    CANCELLATION = "cancellation"


#: purpose → the documents that its signature leaves, in the order of the guide.
DOCUMENTS: dict[Purpose, tuple[DocumentKind, ...]] = {
    Purpose.REQUEST: (DocumentKind.REQUEST, DocumentKind.RESPONSIVA),
    Purpose.EVIDENCE: (),
    Purpose.ACCEPTANCE: (DocumentKind.APPROVAL,),
    Purpose.CANCELLATION: (DocumentKind.CANCELLATION,),
}

#: How each act calls itself in the statement.
ACT_WORDS: dict[Purpose, str] = {
    Purpose.REQUEST: "SOLICITUD DE CERTIFICACION",
    Purpose.EVIDENCE: "ENVIO DE EVIDENCIAS",
    Purpose.ACCEPTANCE: "ACEPTACION DE LA APROBACION",
    Purpose.CANCELLATION: "CANCELACION",
}

FORMAT = "1.0"
#: In the place of what an act does not have.
NOTHING = "-"


@dataclass(frozen=True, slots=True)
class Said:
    """What a statement says. ``terms_version``, ``file_sha256``: where the act has them. ``nonce`` makes it unique."""

    purpose: Purpose
    folio: str | None
    nrp: str
    rfc: str
    company: str
    certificate_number: str
    prepared_at: datetime
    nonce: str
    terms_version: str | None = None
    file_sha256: str | None = None


def statement(said: Said) -> str:
    """The statement: ``||1.0|ACT|folio|NRP|RFC|company|certificate|terms|file|moment|nonce||``, one line.

    A field holds neither ``|`` nor line breaks; what is signed are its UTF-8 bytes. The order and the bars are those of
    SAT's *cadena original*.
    """
    parts = (
        FORMAT,
        ACT_WORDS[said.purpose],
        said.folio or NOTHING,
        said.nrp,
        said.rfc,
        said.company,
        said.certificate_number,
        said.terms_version or NOTHING,
        said.file_sha256 or NOTHING,
        said.prepared_at.isoformat(timespec="seconds"),
        said.nonce,
    )
    return f"||{'|'.join(map(field, parts))}||"


def field(value: str) -> str:
    """One field: composed (NFC), bars and whatever is no printable character as spaces, runs of spaces as one."""
    plain = "".join(" " if c == "|" or category(c)[0] in "CZ" else c for c in normalize("NFC", value))
    return " ".join(plain.split())
