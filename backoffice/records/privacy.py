"""The table of files with people's data: where some was noticed, and whose content was erased, by whom and why."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Column, ForeignKey, Uuid
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field, SQLModel

from backoffice.records import columns


class PersonalData(SQLModel, table=True):
    """One submission. ``kinds``: what of a real person its receipt carries, by kind alone (``RFC`` …).

    ``purged_at``: when somebody ordered its content erased; ``erased_at``: when the last of it was gone. What is
    ordered and not yet gone is erased by whoever comes next.
    """

    __tablename__ = "personal_data"

    submission_id: UUID = Field(sa_column=Column(Uuid, ForeignKey("submissions.id"), primary_key=True))
    kinds: list[Any] = Field(default_factory=list, sa_column=Column(JSONB, nullable=False))
    purged_at: datetime | None = columns.instant_or_none()
    purged_by: str | None = columns.text_or_none()
    reason: str | None = columns.text_or_none()
    erased_at: datetime | None = columns.instant_or_none()
