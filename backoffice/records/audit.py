"""The audit trail: an event per move, appended only, each chained by hash to the one before."""

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any, cast
from uuid import UUID

import psycopg
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
    sequence, previous = head(session)
    for one in happened:
        sequence += 1
        event = AuditEvent(sequence=sequence, previous_hash=previous, hash="", **_fields(one))
        event.hash = previous = digest(event)
        session.add(event)
    session.flush()


def head(session: Session) -> tuple[int, str]:
    """The number and the hash of the last event; 0 and ``GENESIS`` where there is none."""
    newest = select(col(AuditEvent.sequence), col(AuditEvent.hash)).order_by(col(AuditEvent.sequence).desc()).limit(1)
    last = session.execute(newest).first()
    return (last[0], last[1]) if last else (0, GENESIS)


def verify(session: Session) -> Audited:
    """Walk the chain from its first event: a changed, removed or inserted event breaks it at its place.

    Rows are taken as PostgreSQL gives them, some thousand at a time: a million takes seconds.
    """
    count, previous = 0, GENESIS
    driver = cast(psycopg.Connection[Any], session.connection().connection.driver_connection)
    with driver.cursor(name="walk_of_the_chain") as walk:
        walk.itersize = AT_ONCE
        for row in walk.execute(CHAIN):
            sequence, linked, kept = row[0], row[9], row[10]
            if sequence != count + 1 or linked != previous or kept != sealed_row(row):
                return Audited(count, previous, broken_at=count + 1)
            count, previous = sequence, kept
    return Audited(count, previous)


def has(session: Session, sequence: int, hash_: str) -> bool:
    """Whether the chain still holds that event with that hash: a head that was published, say."""
    found = select(col(AuditEvent.hash)).where(col(AuditEvent.sequence) == sequence)
    return session.execute(found).scalar_one_or_none() == hash_


AT_ONCE = 5_000
#: An event as texts, but for its numbers; the moment as ``digest`` writes it.
CHAIN = """
SELECT sequence, to_char(at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US+00:00'), case_id::text, act, from_state,
    to_state, round_number, actor, details::text, previous_hash, hash
FROM audit_events ORDER BY audit_events.sequence
"""
_encoded = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode
#: Words come again and again.
_word = lru_cache(maxsize=4_096)(_encoded)


def sealed_row(row: Sequence[Any]) -> str:
    """What ``digest`` gives for an event, of a row of ``CHAIN``."""
    sequence, at, case_id, act, from_state, to_state, round_number, actor, details, previous, _ = row
    said = (
        f'{{"act":{_word(act)},"actor":{_word(actor)},"at":{_encoded(at)},"case_id":{_encoded(case_id)},'
        f'"details":{_encoded(json.loads(details))},"from_state":{_word(from_state)},"previous_hash":{_encoded(previous)},'
        f'"round_number":{_encoded(round_number)},"sequence":{sequence},"to_state":{_word(to_state)}}}'
    )
    return hashlib.sha256(said.encode()).hexdigest()


def digest(event: AuditEvent) -> str:
    """SHA-256 (hex) over the canonical JSON of the event without its own hash."""
    said = event.model_dump(exclude={"hash"}, mode="python")
    said["at"] = event.at.astimezone(UTC).isoformat(timespec="microseconds")
    said["case_id"] = str(event.case_id) if event.case_id else None
    canonical = json.dumps(said, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(canonical.encode()).hexdigest()


def _fields(one: Happened) -> dict[str, Any]:
    return {name: getattr(one, name) for name in Happened.__slots__}
