"""Access to the productive service: granted with the signed approval, revoked with the cancellation, asked in between.

The access has a public name and a secret. The secret is shown once to the company; only its digest is kept.
"""

import hmac
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlmodel import col

from backoffice.casework import cases, own_case
from backoffice.casework.documents import spelled
from backoffice.casework.house import House, Transaction
from backoffice.domain.errors import WrongState
from backoffice.domain.workflow import State
from backoffice.records.access import ProductiveAccess
from backoffice.records.cases import ApplicantRow, Case
from backoffice.records.standing import AccessShown

SCOPE = "Servicio de Intercomunicación de Avisos"
PREFIX, ID_LENGTH, SECRET_LENGTH = "MESA-", 10, 40


@dataclass(frozen=True, slots=True)
class Standing:
    """What the productive service may know of an access. ``revoked_at`` is ``None`` while it is in force."""

    access_id: str
    company: str
    rfc: str
    nrp: str
    scope: str
    since: datetime
    revoked_at: datetime | None
    folio: str


def grant(house: House, work: Transaction, case: Case) -> ProductiveAccess:
    """The access of a certified case, made where there is none. The caller holds the case's lock."""
    there = _of_case(work.session, case.id)
    if there is not None:
        return there
    access = ProductiveAccess(
        case_id=case.id, access_id=PREFIX + spelled(house.draw(ID_LENGTH)), scope=SCOPE, granted_at=work.now
    )
    work.put(access)
    work.happened("grant_access", "system", case, access_id=access.access_id, scope=access.scope)
    return access


def revoke(work: Transaction, case: Case) -> None:
    """End the access of a case at once, if there is one and it still holds. The caller holds the case's lock."""
    access = _of_case(work.session, case.id)
    if access is None or access.revoked_at is not None:
        return
    access.revoked_at = work.now
    work.happened("revoke_access", "system", case, access_id=access.access_id)


def turn_of(access: ProductiveAccess | AccessShown | None) -> str:
    """What tells one secret of an access from the next, and says nothing of either; '' before the first."""
    return (access.secret_sha256 or "")[:12] if access else ""


def show_secret(house: House, applicant_id: UUID, turn: str = "") -> str:
    """A new secret for the company's newest case; the one before is good no more. It cannot be shown again.

    *turn* is that of the secret which is to be replaced, as the page knew it: a page that is sent twice, or is older
    than the newest secret, replaces none. Raises ``WrongState`` then, and unless that case is certified.
    """
    with house.transaction() as work:
        newest = own_case.newest(work.session, applicant_id)
        case = cases.by_id(work.session, newest.id) if newest else None
        if case is None or case.state != State.CERTIFIED:
            raise WrongState(
                "Tu empresa no tiene una certificación vigente: la credencial se muestra después de firmar la "
                "aprobación. Mira en la página de tu trámite qué sigue."
            )
        access = grant(house, work, case)
        if not hmac.compare_digest(turn.encode(), turn_of(access).encode()):
            raise WrongState(
                "Tu credencial ya se mostró y sigue sirviendo: no se hizo otra. Si no la guardaste, genera otra en la "
                "página de tu trámite."
            )
        secret = spelled(house.draw(SECRET_LENGTH))
        replaced = access.secret_sha256 is not None
        access.secret_sha256, access.secret_shown_at = digest(secret), work.now
        work.happened("show_secret", "applicant", case, access_id=access.access_id, replaced=replaced)
    return secret


def standing(house: House, access_id: str) -> Standing | None:
    """Who has the access of that name, if there is one."""
    query = (
        select(ProductiveAccess, Case, ApplicantRow)
        .join(Case, col(Case.id) == col(ProductiveAccess.case_id))
        .join(ApplicantRow, col(ApplicantRow.id) == col(Case.applicant_id))
        .where(col(ProductiveAccess.access_id) == access_id.replace("\0", ""))
    )
    with house.transaction() as work:
        found = work.session.execute(query).one_or_none()
    if found is None:
        return None
    access, case, company = found
    return Standing(
        access_id=access.access_id,
        company=company.name,
        rfc=company.rfc,
        nrp=company.nrp,
        scope=access.scope,
        since=access.granted_at,
        revoked_at=access.revoked_at,
        folio=case.folio,
    )


def is_secret(house: House, access_id: str, secret: str) -> bool | None:
    """Whether *secret* is the newest one of an access in force; ``None`` where there is no such access."""
    query = select(ProductiveAccess).where(col(ProductiveAccess.access_id) == access_id.replace("\0", ""))
    with house.transaction() as work:
        access = work.session.execute(query).scalar_one_or_none()
    if access is None:
        return None
    kept = access.secret_sha256 if access.revoked_at is None else None
    return hmac.compare_digest(digest(secret), kept or "")


def digest(secret: str) -> str:
    """What is kept of a secret: SHA-256, hex. It is random and long, so nothing slower is needed."""
    return sha256(secret.encode()).hexdigest()


def _of_case(session: Session, case_id: UUID) -> ProductiveAccess | None:
    return session.execute(
        select(ProductiveAccess).where(col(ProductiveAccess.case_id) == case_id)
    ).scalar_one_or_none()
