"""Tables of signed acts: the statement that was prepared, the signature over it, and the documents that prove it."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Column, LargeBinary, UniqueConstraint
from sqlmodel import Field, SQLModel

from backoffice.domain.signing import DocumentKind, Purpose
from backoffice.records import columns


class Statement(SQLModel, table=True):
    """What was put before a signer, word for word. Good once, by the account that asked for it, until it expires.

    ``file_sha256`` and ``file_name`` are those of the evidence that the statement names.
    """

    __tablename__ = "statements"

    id: UUID = columns.identity()
    account_id: UUID = columns.reference("accounts.id")
    case_id: UUID | None = columns.reference_or_none("cases.id")
    purpose: Purpose = columns.word(Purpose)
    text: str = columns.text()
    nonce: str = columns.text(unique=True)
    certificate: bytes = Field(repr=False, sa_column=Column(LargeBinary, nullable=False))
    terms_version: str | None = columns.text_or_none()
    file_sha256: str | None = columns.text_or_none()
    file_name: str | None = columns.text_or_none()
    prepared_at: datetime = columns.instant()
    expires_at: datetime = columns.instant()
    used_at: datetime | None = columns.instant_or_none()


class Signature(SQLModel, table=True):
    """An e.firma signature that was verified, over one statement. Never changed, never removed."""

    __tablename__ = "signatures"

    id: UUID = columns.identity()
    statement_id: UUID = columns.reference("statements.id", unique=True)
    case_id: UUID = columns.reference("cases.id")
    submission_id: UUID | None = columns.reference_or_none("submissions.id")
    purpose: Purpose = columns.word(Purpose)
    certificate: bytes = Field(repr=False, sa_column=Column(LargeBinary, nullable=False))
    certificate_number: str = columns.text()
    signer_name: str = columns.text()
    signer_rfc: str = columns.text()
    signature: str = columns.text()
    revocation: str = columns.text()
    signed_at: datetime = columns.instant()


class DocumentRow(SQLModel, table=True):
    """A document that a signed act left: what it says (``content``), its public ``code``, its sealed PDF once made."""

    __tablename__ = "documents"
    __table_args__ = (UniqueConstraint("signature_id", "kind", name="a_document_once_per_signature"),)

    id: UUID = columns.identity()
    case_id: UUID = columns.reference("cases.id")
    signature_id: UUID = columns.reference("signatures.id", index=False)
    kind: DocumentKind = columns.word(DocumentKind)
    code: str = columns.text(unique=True)
    content: dict[str, Any] = columns.document()
    issued_at: datetime = columns.instant()
    blob: str | None = columns.text_or_none()
    sha256: str | None = columns.text_or_none()
