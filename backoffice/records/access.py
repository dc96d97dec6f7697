"""Tables of access to services: calls of the test service of notices, and the right to use the productive one."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Column, Index, Text
from sqlmodel import Field, SQLModel

from backoffice.records import columns


class NoticeCall(SQLModel, table=True):
    """One call of the test service of notices. ``asked`` is the notice file; ``status`` the HTTP status answered."""

    __tablename__ = "notice_calls"
    __table_args__ = (Index("notice_calls_by_round", "round_id", "at"),)

    id: UUID = columns.identity()
    round_id: UUID = columns.reference("rounds.id", index=False)
    at: datetime = columns.instant()
    asked: str = columns.text()
    status: int
    address: str = columns.text()


class ProductiveAccess(SQLModel, table=True):
    """The right of a certified developer to use the productive service, from the signed approval to the cancellation.

    ``access_id`` names it in public; of its secret only the digest is kept, once it was shown.
    """

    __tablename__ = "productive_accesses"

    id: UUID = columns.identity()
    case_id: UUID = columns.reference("cases.id", unique=True)
    access_id: str = columns.text(unique=True)
    scope: str = columns.text()
    granted_at: datetime = columns.instant()
    secret_sha256: str | None = Field(default=None, repr=False, sa_column=Column(Text))
    secret_shown_at: datetime | None = columns.instant_or_none()
    revoked_at: datetime | None = columns.instant_or_none()
