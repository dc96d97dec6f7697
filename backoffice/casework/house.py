"""The house: everything a stage needs from the world, handed in as one value. ``bootstrap`` furnishes it."""

import secrets
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

import structlog
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from backoffice.domain.calendar import Calendar
from backoffice.domain.copies.traces import Traces
from backoffice.domain.evidence import Evidence
from backoffice.domain.test_set import TestSet
from backoffice.domain.test_set.model import Round as RoundKind
from backoffice.domain.work import WorkKind
from backoffice.efirma.revocation import RevocationCheck
from backoffice.efirma.service_seal import ServiceSeal
from backoffice.efirma.signer import NO_CHECK
from backoffice.efirma.trust import TrustStore
from backoffice.records import audit, database
from backoffice.records.blobs import Blobs
from backoffice.records.cases import Case
from backoffice.records.database import Glance
from backoffice.records.outbox import OutboxRow
from backoffice.settings import Addresses, Settings

if TYPE_CHECKING:
    from backoffice.efirma.documents.sealing import DocumentSeal

log = structlog.get_logger()

#: An event that left the case where it was.
UNMOVED = "unmoved"


@dataclass(frozen=True, slots=True)
class Deal:
    """What a round's test set is made from: a secret seed (32 bytes), its local date, and whether it is a rehearsal."""

    seed: bytes = field(repr=False)
    on: date
    rehearsal: bool = False


@dataclass(slots=True)
class Transaction:
    """One transaction at one moment: its session, what it will tell the audit trail, and whom to ring afterwards."""

    session: Session
    now: datetime
    events: list[audit.Happened] = field(default_factory=list)
    bells: list[tuple[WorkKind, UUID]] = field(default_factory=list)

    def put(self, *rows: Any) -> None:
        """Keep rows; whoever must work on an outbox row is rung after the commit."""
        for row in rows:
            self.session.add(row)
            self.session.flush()  # no relationships are declared: the order of the calls is the order of the rows
            if isinstance(row, OutboxRow):
                self.bells.append((row.kind, row.id))

    def happened(
        self, act: str, actor: str, case: Case | None, from_state: str | None = UNMOVED, **details: Any
    ) -> None:
        """Tell the audit trail, at the end of the transaction. *details* are plain JSON without secrets."""
        if case is None:
            self.events.append(audit.Happened(at=self.now, act=act, actor=actor, details=details))
            return
        before = case.state.value if from_state == UNMOVED else from_state
        self.events.append(
            audit.Happened(
                at=self.now,
                act=act,
                actor=actor,
                case_id=case.id,
                from_state=before,
                to_state=case.state.value,
                round_number=case.round_number,
                details=details,
            )
        )


@dataclass(frozen=True, kw_only=True)
class House:
    """Where things are kept, and the doors to what is outside, slow or unsafe.

    ``now`` gives aware UTC; ``dealer`` draws a new round's deal; ``ring`` tells a worker of an outbox row; ``seal``
    gives the key that seals notices (``True``: the published one of rehearsals); ``deliver`` hands a message
    (bytes, recipient) to the mail server and returns its receipt. ``generate`` makes a round's test set from its seed,
    kind and date; ``read`` turns a workbook's bytes into evidence, away from this process, and ``traces`` into what
    tells where it comes from. ``trust`` are the authorities whose e.firmas count, ``revocation`` what is known of
    revoked ones, ``document_seal`` the desk's own seal on documents. ``draw`` gives so many bytes that nobody can
    guess. ``test_service`` asks the portal's test service as a company's program would and says whether it answered;
    ``None`` where there is no portal to ask.
    """

    settings: Settings
    addresses: Addresses
    database: Engine
    blobs: Blobs
    calendar: Calendar
    now: Callable[[], datetime]
    dealer: Callable[[], Deal]
    ring: Callable[[WorkKind, UUID], None]
    seal: Callable[[bool], ServiceSeal]
    deliver: Callable[[bytes, str], str]
    generate: Callable[[bytes, RoundKind, date, ServiceSeal], TestSet]
    read: Callable[[bytes], Evidence]
    traces: Callable[[bytes], Traces]
    trust: Callable[[], TrustStore]
    document_seal: Callable[[], "DocumentSeal"]
    revocation: RevocationCheck = NO_CHECK
    draw: Callable[[int], bytes] = secrets.token_bytes
    test_service: Callable[[], bool] | None = None

    @contextmanager
    def transaction(self) -> Iterator[Transaction]:
        """Commit what the block did and told, all or nothing; then ring."""
        with database.transaction(self.database) as session:
            work = Transaction(session, self.now())
            yield work
            if work.events:
                audit.append(session, work.events)
        for kind, row_id in work.bells:
            if not self.ring_softly(kind, row_id):
                break  # a queue that is down is not asked for each of many rows

    def glance(self) -> AbstractContextManager[Glance]:
        """A connection without a transaction, for statements that each stand alone; most of them only ask."""
        return database.glance(self.database)

    def ring_softly(self, kind: WorkKind, row_id: UUID) -> bool:
        """Ring; a bell that does not sound (``False``) harms nobody, the sweeper finds the row."""
        try:
            self.ring(kind, row_id)
        except Exception as silence:  # noqa: BLE001 - whatever the queue's trouble is, the row is safe
            log.warning("nobody_heard_the_bell", kind=kind, outbox_id=str(row_id), error=type(silence).__name__)
            return False
        return True

    def local_date(self, moment: datetime) -> date:
        """The date of *moment* as people in the setting's zone read it."""
        return moment.astimezone(self.settings.zone).date()

    def close(self) -> None:
        """Let go of the database's connections."""
        self.database.dispose()
