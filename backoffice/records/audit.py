"""The audit trail: an event per move, appended only, each chained by hash to the one before."""

import hashlib
import json
from collections.abc import Iterable
from contextlib import closing
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, Column, Integer, func, select
from sqlalchemy.orm import Session
from sqlmodel import Field, SQLModel, col

from backoffice.records import columns

#: Appending takes this advisory lock until the commit, so that the chain has one end.
AUDIT_LOCK = 7_305_001
GENESIS = "0" * 64


class AuditEvent(SQLModel, table=True):
    """One thing that happened. ``sequence`` has no gaps; ``hash`` covers everything else and ``previous_hash``."""

    __tablename__ = "audit_events"

    sequence: int = Field(sa_column=Column(BigInteger, primary_key=True, autoincrement=False))
    at: datetime = columns.instant()
    case_id: UUID | None = columns.reference_or_none("cases.id")
    act: str = columns.text()
    from_state: str | None = columns.text_or_none()
    to_state: str | None = columns.text_or_none()
    round_number: int | None = Field(default=None, sa_column=Column(Integer))
    actor: str = columns.text()
    details: dict[str, Any] = columns.document()
    previous_hash: str = columns.text()
    hash: str = columns.text(unique=True)


@dataclass(frozen=True, slots=True)
class Happened:
    """An event before it has its place in the chain. ``details`` are plain JSON, without secrets."""

    at: datetime
    act: str
    actor: str
    case_id: UUID | None = None
    from_state: str | None = None
    to_state: str | None = None
    round_number: int | None = None
    details: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Audited:
    """What verifying found: how many events, the hash of the last, and the first place where the chain breaks."""

    events: int
    head: str
    broken_at: int | None = None


def append(session: Session, happened: Iterable[Happened]) -> None:
    """Add events at the end of the chain. Call it last in a transaction: it makes other writers wait for the commit."""
    session.execute(select(func.pg_advisory_xact_lock(AUDIT_LOCK)))
    newest = select(col(AuditEvent.sequence), col(AuditEvent.hash)).order_by(col(AuditEvent.sequence).desc()).limit(1)
    last = session.execute(newest).first()
    sequence, previous = (last[0], last[1]) if last else (0, GENESIS)
    for one in happened:
        sequence += 1
        event = AuditEvent(sequence=sequence, previous_hash=previous, hash="", **_fields(one))
        event.hash = previous = digest(event)
        session.add(event)
    session.flush()


def verify(session: Session) -> Audited:
    """Walk the chain from its first event: a changed, removed or inserted event breaks it at its place."""
    count, previous = 0, GENESIS
    walk = select(AuditEvent).order_by(col(AuditEvent.sequence)).execution_options(yield_per=2000)
    with closing(session.execute(walk)) as rows:
        for event in rows.scalars():
            fits = event.sequence == count + 1 and event.previous_hash == previous and event.hash == digest(event)
            if not fits:
                return Audited(count, previous, broken_at=count + 1)
            count, previous = event.sequence, event.hash
    return Audited(count, previous)


def digest(event: AuditEvent) -> str:
    """SHA-256 (hex) over the canonical JSON of the event without its own hash."""
    said = event.model_dump(exclude={"hash"}, mode="python")
    said["at"] = event.at.astimezone(UTC).isoformat(timespec="microseconds")
    said["case_id"] = str(event.case_id) if event.case_id else None
    canonical = json.dumps(said, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(canonical.encode()).hexdigest()


def _fields(one: Happened) -> dict[str, Any]:
    return {name: getattr(one, name) for name in Happened.__slots__}
