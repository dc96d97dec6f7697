"""Signed acts: a statement is put before the signer, and a stage that is given its signature keeps both with its act.

What was prepared is good once, for the account that asked for it. The private key never comes here.
"""

import base64
import binascii
from dataclasses import dataclass, field
from datetime import timedelta
from uuid import UUID

from sqlalchemy import select
from sqlmodel import col

from backoffice import official
from backoffice.casework import documents
from backoffice.casework.house import House, Transaction
from backoffice.domain.errors import BadInput, WrongState
from backoffice.domain.signing import DOCUMENTS, Purpose, Said, statement
from backoffice.efirma.certificate import read_certificate
from backoffice.efirma.signer import Signer, check_signer, verify_signature
from backoffice.records.accounts import Account
from backoffice.records.cases import ApplicantRow, Case
from backoffice.records.signatures import Signature, Statement
from backoffice.records.submissions import Submission

#: A statement may be signed for so long.
GOOD_FOR = timedelta(minutes=30)
LONGEST_SIGNATURE = 2_000


class AlreadySigned(WrongState):
    """This very statement was signed before: its act is done."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """The file that a statement names."""

    name: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Signed:
    """What comes back from the signer: which statement, and the signature over it (base64)."""

    statement_id: UUID
    account_id: UUID
    purpose: Purpose
    signature: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Verified:
    """A signature that holds, over a statement that is still good; its row is locked until the commit."""

    statement: Statement
    signer: Signer
    signature: str = field(repr=False)


def signer_of(house: House, account_id: UUID, certificate: bytes) -> Signer:
    """Who this certificate says that signs, if they may for that account. Raises ``EfirmaRefused``."""
    with house.transaction() as work:
        company = _company(work, account_id)
    found = read_certificate(certificate)
    return check_signer(
        found,
        rfc=company.rfc,
        at=work.now,
        trust=house.trust(),
        revocation=house.revocation,
        zone=house.settings.zone,
    )


def prepare(
    house: House,
    account_id: UUID,
    purpose: Purpose,
    certificate: bytes,
    *,
    case: Case | None,
    evidence: Evidence | None = None,
) -> Statement:
    """The statement that this signer is to sign, kept word for word. Raises ``EfirmaRefused``."""
    signer = signer_of(house, account_id, certificate)
    terms = official.terms(purpose)
    with house.transaction() as work:
        company = _company(work, account_id)
        nonce = house.draw(16).hex()
        said = Said(
            purpose=purpose,
            folio=case.folio if case else None,
            nrp=company.nrp,
            rfc=company.rfc,
            company=company.name,
            certificate_number=signer.certificate.number,
            prepared_at=work.now.astimezone(house.settings.zone),
            nonce=nonce,
            terms_version=terms.version if terms else None,
            file_sha256=evidence.sha256 if evidence else None,
        )
        row = Statement(
            account_id=account_id,
            case_id=case.id if case else None,
            purpose=purpose,
            text=statement(said),
            nonce=nonce,
            certificate=signer.certificate.der,
            terms_version=said.terms_version,
            file_sha256=said.file_sha256,
            file_name=evidence.name if evidence else None,
            prepared_at=work.now,
            expires_at=work.now + GOOD_FOR,
        )
        work.put(row)
    return row


def verify(house: House, work: Transaction, signed: Signed) -> Verified:
    """Require that the statement is this account's, still good, and truly signed.

    Raises ``AlreadySigned``, ``BadInput`` (unknown, expired), ``EfirmaRefused``.
    """
    query = select(Statement).where(col(Statement.id) == signed.statement_id).with_for_update()
    found = work.session.execute(query).scalar_one_or_none()
    if found is None or found.account_id != signed.account_id or found.purpose != signed.purpose:
        raise BadInput("No encontramos lo que firmaste. Vuelve a la página de tu trámite y firma de nuevo.")
    if found.used_at is not None:
        raise AlreadySigned("Esto ya lo firmaste: no hace falta repetirlo.")
    if work.now >= found.expires_at:
        raise BadInput("Pasó demasiado tiempo entre la validación y la firma. Valida de nuevo tu e.firma.")
    company = _company(work, signed.account_id)
    certificate = read_certificate(found.certificate)
    signer = check_signer(
        certificate,
        rfc=company.rfc,
        at=work.now,
        trust=house.trust(),
        revocation=house.revocation,
        zone=house.settings.zone,
    )
    verify_signature(certificate, found.text.encode(), decoded(signed.signature))
    return Verified(found, signer, signed.signature)


def keep(
    house: House, work: Transaction, verified: Verified, case: Case, submission: Submission | None = None
) -> Signature:
    """Keep the signature with the act that it is for, in that act's transaction, and issue its documents.

    Raises ``BadInput`` where the statement names another case: then nothing of the act remains.
    """
    found, certificate = verified.statement, verified.signer.certificate
    if found.case_id not in (None, case.id):
        raise BadInput("Lo que firmaste es de otro trámite. Vuelve a la página de tu trámite y firma de nuevo.")
    found.used_at, found.case_id = work.now, case.id
    row = Signature(
        statement_id=found.id,
        case_id=case.id,
        submission_id=submission.id if submission else None,
        purpose=found.purpose,
        certificate=certificate.der,
        certificate_number=certificate.number,
        signer_name=certificate.name,
        signer_rfc=certificate.rfc,
        signature=verified.signature,
        revocation=str(verified.signer.revocation),
        signed_at=work.now,
    )
    work.put(row)
    for kind in DOCUMENTS[found.purpose]:
        documents.issue(house, work, kind, case=case, signature=row, statement=found)
    work.happened(
        "sign", "applicant", case, purpose=found.purpose.value, certificate=certificate.number, signature=str(row.id)
    )
    return row


def decoded(signature: str) -> bytes:
    """The bytes of a base64 text. Raises ``BadInput``."""
    try:
        return base64.b64decode(signature[:LONGEST_SIGNATURE], validate=True)
    except (binascii.Error, ValueError):
        raise BadInput("La firma llegó incompleta. Vuelve a firmar con tu e.firma.") from None


def _company(work: Transaction, account_id: UUID) -> ApplicantRow:
    query = (
        select(ApplicantRow)
        .join(Account, col(Account.applicant_id) == col(ApplicantRow.id))
        .where(col(Account.id) == account_id)
    )
    return work.session.execute(query).scalar_one()
