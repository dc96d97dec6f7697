"""What anybody may ask: which document of ours is this, and how does the certification stand that it speaks of?

A code is drawn from 30 signs, 20 times: nobody finds one by trying.
"""

import re
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from hashlib import sha256

from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlmodel import col

from backoffice.casework.documents import ALPHABET, CODE_LENGTH, grouped, title
from backoffice.casework.house import House
from backoffice.domain.errors import BadInput
from backoffice.domain.signing import DocumentKind
from backoffice.domain.workflow import State
from backoffice.records.audit import AuditEvent
from backoffice.records.cases import Case
from backoffice.records.signatures import DocumentRow

MISSHAPEN = (
    f"Un código de verificación tiene {CODE_LENGTH} signos, como «2A3B4-5C6D7-8E9F2-G3H4J», y ninguno de ellos es "
    "I, L, O, U, 0 o 1. Cópialo del documento, con guiones o sin ellos."
)


class Standing(StrEnum):
    """How the certification stands now."""

    IN_PROCESS = "in_process"
    IN_FORCE = "in_force"
    CANCELLED = "cancelled"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"


#: state of the case → how that stands to others; a cancelled one was either in force before or never.
STANDINGS = {State.CERTIFIED: Standing.IN_FORCE, State.EXPIRED: Standing.EXPIRED}


@dataclass(frozen=True, slots=True)
class Verified:
    """A document of ours. ``certified_at`` and ``ended_at`` (aware) are those of its certification, where there are.

    ``sha256`` is the sealed PDF's; ``None`` before anybody downloaded it. ``code`` is grouped, as people read it.
    """

    code: str
    kind: DocumentKind
    title: str
    folio: str
    company: str
    rfc: str
    signer: str
    certificate_number: str
    revocation: str
    signed_at: datetime
    sha256: str | None
    standing: Standing
    certified_at: datetime | None
    ended_at: datetime | None


def understood(typed: str) -> str:
    """The code that somebody typed or scanned. Raises ``BadInput`` where it cannot be one."""
    code = re.sub(r"[\s\-–—_.]", "", typed).upper()
    if len(code) != CODE_LENGTH or set(code) - set(ALPHABET):
        raise BadInput(MISSHAPEN)
    return code


def by_code(house: House, typed: str) -> Verified | None:
    """The document of that code; ``None`` where we gave no such code. Raises ``BadInput`` where it cannot be one."""
    code = understood(typed)
    with house.transaction() as work:
        row = work.session.execute(select(DocumentRow).where(col(DocumentRow.code) == code)).scalar_one_or_none()
        return _verified(work.session, row) if row else None


def by_file(house: House, data: bytes) -> Verified | None:
    """The document that these are, byte for byte; ``None`` where we sealed no such file, or it was changed since."""
    digest = sha256(data).hexdigest()
    with house.transaction() as work:
        row = work.session.execute(select(DocumentRow).where(col(DocumentRow.sha256) == digest)).scalar_one_or_none()
        return _verified(work.session, row) if row else None


def _verified(session: Session, row: DocumentRow) -> Verified:
    case = session.get_one(Case, row.case_id)
    certified_at = _certified_at(session, case)
    ended = case.state in (State.CANCELLED, State.EXPIRED)
    return Verified(
        code=grouped(row.code),
        kind=row.kind,
        title=title(row),
        folio=row.content["folio"],
        company=row.content["company"],
        rfc=row.content["rfc"],
        signer=row.content["signer_name"],
        certificate_number=row.content["certificate_number"],
        revocation=row.content["revocation"],
        signed_at=row.issued_at,
        sha256=row.sha256,
        standing=_standing(case.state, certified=certified_at is not None),
        certified_at=certified_at,
        ended_at=case.moved_at if ended else None,
    )


def _standing(state: State, *, certified: bool) -> Standing:
    if state == State.CANCELLED:
        return Standing.CANCELLED if certified else Standing.WITHDRAWN
    return STANDINGS.get(state, Standing.IN_PROCESS)


def _certified_at(session: Session, case: Case) -> datetime | None:
    query = select(col(AuditEvent.at)).where(
        col(AuditEvent.case_id) == case.id,
        col(AuditEvent.to_state) == State.CERTIFIED,
        col(AuditEvent.from_state) != State.CERTIFIED,
    )
    return session.execute(query.limit(1)).scalar()
