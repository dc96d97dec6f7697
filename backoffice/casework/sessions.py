"""Sessions of the portal: begun with a login, lengthened by use, ended by time or by leaving."""

from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256
from uuid import UUID

from sqlalchemy import delete, select, update
from sqlmodel import col

from backoffice.casework.house import House, Transaction
from backoffice.records.accounts import Account, PortalSession
from backoffice.records.cases import ApplicantRow

#: Without a page asked for.
IDLE = timedelta(minutes=30)
LONGEST = timedelta(hours=10)
#: How often use is written down.
GRAIN = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Open:
    """A session that holds: whose it is, for which company, and which terms were accepted in it."""

    account_id: UUID
    applicant_id: UUID
    email: str
    nrp: str
    rfc: str
    company: str
    accepted: dict[str, str]


def begin(house: House, work: Transaction, account_id: UUID) -> str:
    """A new session of that account; its token, which nobody else ever sees."""
    token = house.draw(32).hex()
    work.put(
        PortalSession(
            token_sha256=digest(token),
            account_id=account_id,
            started_at=work.now,
            seen_at=work.now,
            expires_at=work.now + LONGEST,
        )
    )
    return token


def find(house: House, token: str) -> Open | None:
    """The session of that token, if it still holds."""
    query = (
        select(PortalSession, Account, ApplicantRow)
        .join(Account, col(Account.id) == col(PortalSession.account_id))
        .join(ApplicantRow, col(ApplicantRow.id) == col(Account.applicant_id))
        .where(col(PortalSession.token_sha256) == digest(token))
    )
    with house.transaction() as work:
        found = work.session.execute(query).one_or_none()
        if found is None:
            return None
        session, account, company = found
        if work.now >= session.expires_at or work.now >= session.seen_at + IDLE:
            return None
        if work.now - session.seen_at >= GRAIN:
            session.seen_at = work.now
        return Open(
            account_id=account.id,
            applicant_id=company.id,
            email=account.email,
            nrp=company.nrp,
            rfc=company.rfc,
            company=company.name,
            accepted=dict(session.accepted),
        )


def accept_terms(house: House, token: str, purpose: str, version: str) -> None:
    """Remember in the session that its person accepted these terms."""
    with house.transaction() as work:
        session = work.session.get(PortalSession, digest(token), with_for_update=True)
        if session is not None:
            session.accepted = {**session.accepted, purpose: version}


def end(house: House, token: str) -> None:
    """This session is over."""
    with house.transaction() as work:
        work.session.execute(delete(PortalSession).where(col(PortalSession.token_sha256) == digest(token)))


def end_all(work: Transaction, account_id: UUID) -> None:
    """Every session of an account is over: its password changed."""
    ended = update(PortalSession).where(col(PortalSession.account_id) == account_id).values(expires_at=work.now)
    work.session.execute(ended)


def digest(token: str) -> str:
    """What is kept of a secret token."""
    return sha256(token.encode()).hexdigest()
