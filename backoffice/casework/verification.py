"""What anybody may ask: which document of ours is this, and how does the certification stand that it speaks of?

A code is drawn from 30 signs, 20 times, one of 3·10²⁹: nobody finds one by trying, and no throttle is needed. A file
is ours where its SHA-256 is the one that was kept when it was sealed; what else it may be is told only to help.
"""

import re
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from hashlib import sha256

from cryptography.hazmat.primitives.serialization import Encoding
from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session
from sqlmodel import col

from backoffice.casework.documents import ALPHABET, CODE_LENGTH, grouped, title
from backoffice.casework.house import House
from backoffice.domain.errors import BadInput, MesaError
from backoffice.domain.signing import DocumentKind
from backoffice.domain.workflow import State
from backoffice.efirma.documents.likeness import Likeness, claimed_code, likeness, sealed_parts
from backoffice.records.audit import AuditEvent
from backoffice.records.cases import Case
from backoffice.records.signatures import DocumentRow

#: What stands before the code in the address that a QR holds.
ADDRESS = "/verificar/"
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


@dataclass(frozen=True, slots=True)
class Stranger:
    """A file that is not, byte for byte, a document of ours. ``claims``: the one that it says to be, if we know it."""

    likeness: Likeness
    claims: Verified | None


def understood(typed: str) -> str:
    """The code that somebody typed, or scanned with its address. Raises ``BadInput`` where it cannot be one."""
    code = re.sub(r"[\s\-–—_.]", "", typed.rpartition(ADDRESS)[2]).upper()
    if len(code) != CODE_LENGTH or set(code) - set(ALPHABET):
        raise BadInput(MISSHAPEN)
    return code


def by_code(house: House, typed: str) -> Verified | None:
    """The document of that code; ``None`` where we gave no such code. Raises ``BadInput`` where it cannot be one."""
    return _found(house, col(DocumentRow.code) == understood(typed))


def by_file(house: House, data: bytes) -> Verified | Stranger:
    """The document that these bytes are; else what they look like, and which document they say to be."""
    own = _found(house, col(DocumentRow.sha256) == sha256(data).hexdigest())
    if own:
        return own
    before = [sha256(part).hexdigest() for part in sealed_parts(data)]
    appended = _found(house, col(DocumentRow.sha256).in_(before)) if before else None
    if appended:
        return Stranger(Likeness.APPENDED, appended)
    code = claimed_code(data)
    claims = _found(house, col(DocumentRow.code) == code) if code else None
    return Stranger(likeness(data, _our_certificate(house)), claims)


def _found(house: House, which: ColumnElement[bool]) -> Verified | None:
    with house.transaction() as work:
        row = work.session.execute(select(DocumentRow).where(which).limit(1)).scalar_one_or_none()
        return _verified(work.session, row) if row else None


def _our_certificate(house: House) -> bytes | None:
    """That of our seal (DER). A seal that cannot be used is the operator's trouble, told where documents are made."""
    try:
        return house.document_seal().certificate.public_bytes(Encoding.DER)
    except (MesaError, OSError):
        return None


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
