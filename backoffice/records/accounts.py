"""Tables of who may enter the portal: accounts, invitations, sessions, and what is remembered of failed logins."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Column, Index, Text, UniqueConstraint
from sqlmodel import Field, SQLModel

from backoffice.records import columns


class Account(SQLModel, table=True):
    """A person of a company, by the e-mail address registered. Without ``password_hash`` the invitation still waits."""

    __tablename__ = "accounts"
    __table_args__ = (UniqueConstraint("applicant_id", "email", name="an_address_once_per_company"),)

    id: UUID = columns.identity()
    applicant_id: UUID = columns.reference("applicants.id", index=False)
    email: str = columns.text()
    password_hash: str | None = Field(default=None, repr=False, sa_column=Column(Text))
    created_at: datetime = columns.instant()
    password_set_at: datetime | None = columns.instant_or_none()


class Invitation(SQLModel, table=True):
    """A link that lets somebody set an account's password once. Only the digest of its token is kept."""

    __tablename__ = "invitations"

    token_sha256: str = Field(sa_column=Column(Text, primary_key=True))
    account_id: UUID = columns.reference("accounts.id")
    made_at: datetime = columns.instant()
    expires_at: datetime = columns.instant()
    used_at: datetime | None = columns.instant_or_none()


class PortalSession(SQLModel, table=True):
    """Somebody who is logged in. Only the digest of the cookie's token is kept.

    ``accepted`` are the terms accepted on the way to a signature: purpose → version of the terms.
    """

    __tablename__ = "portal_sessions"
    __table_args__ = (Index("portal_sessions_by_account", "account_id"),)

    token_sha256: str = Field(sa_column=Column(Text, primary_key=True))
    account_id: UUID = columns.reference("accounts.id", index=False)
    started_at: datetime = columns.instant()
    seen_at: datetime = columns.instant()
    expires_at: datetime = columns.instant()
    accepted: dict[str, Any] = columns.document()


class FailedLogins(SQLModel, table=True):
    """How often a login failed lately for one ``key`` (a digest, never a name), and until when it must wait."""

    __tablename__ = "failed_logins"

    key: str = Field(sa_column=Column(Text, primary_key=True))
    failures: int
    last_at: datetime = columns.instant()
    wait_until: datetime | None = columns.instant_or_none()


class Captcha(SQLModel, table=True):
    """A code that was drawn for one visitor; good once, until ``expires_at``."""

    __tablename__ = "captchas"
    __table_args__ = (Index("captchas_by_expiry", "expires_at"),)

    id: UUID = columns.identity()
    code: str = Field(repr=False, sa_column=Column(Text, nullable=False))
    expires_at: datetime = columns.instant()
    used_at: datetime | None = columns.instant_or_none()
