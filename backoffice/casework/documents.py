"""Documents of signed acts: what each says is kept with the act; its PDF is made and sealed when first asked for."""

from dataclasses import dataclass
from hashlib import sha256
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlmodel import col

from backoffice import official
from backoffice.casework.house import House, Transaction
from backoffice.domain.errors import NotFound
from backoffice.domain.signing import DocumentKind
from backoffice.domain.workflow import State
from backoffice.efirma.documents.model import TITLES, Document
from backoffice.records.audit import AuditEvent
from backoffice.records.cases import ApplicantRow, Case
from backoffice.records.signatures import DocumentRow, Signature, Statement

#: What a request says, before and after the folio that it gets.
ASKED = (
    "La empresa solicita al instituto la certificación de su sistema de control de nómina en el Servicio de "
    "Intercomunicación de Avisos."
)
THEN = "El set de pruebas llega por correo electrónico."
#: Without I, L, O, U, 0 and 1: read aloud and typed without doubt.
ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
CODE_LENGTH = 20


@dataclass(frozen=True, slots=True)
class Pdf:
    """A sealed document and how its file is called."""

    name: str
    data: bytes


def issue(
    house: House, work: Transaction, kind: DocumentKind, *, case: Case, signature: Signature, statement: Statement
) -> None:
    """Write down what the document says, with a code by which anybody may verify it."""
    company = work.session.get_one(ApplicantRow, case.applicant_id)
    terms = official.terms(statement.purpose)
    content: dict[str, Any] = {
        "folio": case.folio,
        "company": company.name,
        "nrp": company.nrp,
        "rfc": company.rfc,
        "paragraphs": paragraphs(
            kind, case, terms.paragraphs if terms else (), was_certified=_was_certified(work.session, case)
        ),
        "statement": statement.text,
        "signature": signature.signature,
        "certificate_number": signature.certificate_number,
        "signer_name": signature.signer_name,
        "signer_rfc": signature.signer_rfc,
        "revocation": signature.revocation,
    }
    work.put(
        DocumentRow(
            case_id=case.id,
            signature_id=signature.id,
            kind=kind,
            code=spelled(house.draw(CODE_LENGTH)),
            content=content,
            issued_at=work.now,
        )
    )


def paragraphs(kind: DocumentKind, case: Case, terms: tuple[str, ...], *, was_certified: bool) -> list[str]:
    """What the document tells: the request itself, or what ends and the terms that were accepted."""
    if kind == DocumentKind.REQUEST:
        return [ASKED, f"La solicitud queda registrada con el folio {case.folio}. {THEN}"]
    if kind == DocumentKind.CANCELLATION:
        what = "la certificación vigente" if was_certified else "la solicitud de certificación, antes de certificarse,"
        return [f"Con este acto se cancela {what} con el folio {case.folio}.", *terms]
    return list(terms)


def _was_certified(session: Session, case: Case) -> bool:
    query = select(col(AuditEvent.sequence)).where(
        col(AuditEvent.case_id) == case.id, col(AuditEvent.to_state) == State.CERTIFIED
    )
    return session.execute(query.limit(1)).first() is not None


def spelled(drawn: bytes) -> str:
    """A code from random bytes: one sign each."""
    return "".join(ALPHABET[byte % len(ALPHABET)] for byte in drawn)


def title(row: DocumentRow) -> str:
    """What the document is called."""
    return TITLES[row.kind]


def pdf(house: House, document_id: UUID, applicant_id: UUID) -> Pdf:
    """The sealed PDF of one of that company's documents. Raises ``NotFound`` where it has no such document."""
    with house.transaction() as work:
        query = (
            select(DocumentRow)
            .join(Case, col(Case.id) == col(DocumentRow.case_id))
            .where(col(DocumentRow.id) == document_id, col(Case.applicant_id) == applicant_id)
        )
        row = work.session.execute(query).scalar_one_or_none()
    if row is None:
        raise NotFound("Ese documento no existe o es de otra empresa. Búscalo en la página de tu trámite.")
    name = f"{TITLES[row.kind].replace(' ', '-').lower()}-{row.content['folio']}.pdf"
    return Pdf(name, house.blobs.get(row.blob or _made(house, row)))


def _made(house: House, row: DocumentRow) -> str:
    """Make it once: of two who make it at the same time, the first one's is kept."""
    from backoffice.efirma.documents.typesetting import typeset  # noqa: PLC0415 - typst loads when it is needed

    sealed = house.document_seal().seal(typeset(_document(house, row)), row.issued_at)
    blob = house.blobs.put(sealed)
    with house.transaction() as work:
        kept = work.session.get_one(DocumentRow, row.id, with_for_update=True, populate_existing=True)
        if kept.blob is None:
            kept.blob, kept.sha256 = blob, sha256(sealed).hexdigest()
        return kept.blob


def _document(house: House, row: DocumentRow) -> Document:
    said = dict(row.content)
    address = house.addresses.portal_url or ""
    return Document(
        kind=row.kind,
        signed_at=row.issued_at,
        zone=house.settings.zone,
        paragraphs=tuple(said.pop("paragraphs")),
        code=grouped(row.code),
        verify_url=f"{address}/verificar/{row.code}",
        **said,
    )


def grouped(code: str) -> str:
    """A code as people read it: groups of five."""
    return "-".join(code[at : at + 5] for at in range(0, len(code), 5))
