"""What a signed document says, before anybody typesets or seals it."""

from dataclasses import dataclass, field
from datetime import datetime, tzinfo

from backoffice.domain.calendar import spoken
from backoffice.domain.signing import DocumentKind

#: What each document is called, in the words of the public guide.
TITLES: dict[DocumentKind, str] = {
    DocumentKind.REQUEST: "Solicitud del Trámite",
    DocumentKind.RESPONSIVA: "Responsiva",
    DocumentKind.APPROVAL: "Responsiva de la Aprobación de Certificación",
    DocumentKind.CANCELLATION: "Acuse de cancelación",
}


@dataclass(frozen=True, slots=True)
class Document:
    """One signed document. Texts are as they were given or signed; making them harmless is the typesetter's task.

    ``signed_at`` is aware, told in ``zone``. ``paragraphs``: the terms as plain text. ``statement``: the *cadena
    original*, word for word. ``signature``: base64 of the applicant's. ``revocation``: what was known of the
    certificate then (``no verificada``). ``code`` and ``verify_url`` are the desk's own: where anybody may ask about
    this document.
    """

    kind: DocumentKind
    folio: str
    company: str
    nrp: str
    rfc: str
    signed_at: datetime
    zone: tzinfo
    paragraphs: tuple[str, ...]
    statement: str
    signature: str = field(repr=False)
    certificate_number: str
    signer_name: str
    signer_rfc: str
    revocation: str
    code: str
    verify_url: str

    def __post_init__(self) -> None:
        if self.signed_at.tzinfo is None:
            raise ValueError("the moment of a signature needs its time zone")

    @property
    def title(self) -> str:
        """What it is called."""
        return TITLES[self.kind]

    @property
    def moment(self) -> str:
        """When it was signed: ``14/mar/2024 16:05 h``."""
        there = self.signed_at.astimezone(self.zone)
        return f"{spoken(there.date())} {there:%H:%M} h"
