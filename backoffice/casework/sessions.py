"""Sessions of the portal: begun with a login, lengthened by use, ended by time or by leaving."""

from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256
from uuid import UUID

from sqlalchemy import Connection, bindparam, delete, select, update
from sqlmodel import col

from backoffice.casework.house import House, Transaction
from backoffice.records.accounts import Account, PortalSession
from backoffice.records.cases import ApplicantRow

#: Without a page asked for.
IDLE = timedelta(minutes=30)
LONGEST = timedelta(hours=10)
#: How often use is written down.
GRAIN = timedelta(minutes=1)

#: Made once: SQLAlchemy then knows the text at sight.
OF_TOKEN = (
    select(
        col(PortalSession.seen_at), col(PortalSession.expires_at), col(PortalSession.accepted), col(Account.id),
        col(Account.applicant_id), col(Account.email), col(ApplicantRow.nrp), col(ApplicantRow.rfc),
        col(ApplicantRow.name),
    )
    .join(Account, col(Account.id) == col(PortalSession.account_id))
    .join(ApplicantRow, col(ApplicantRow.id) == col(Account.applicant_id))
    .where(col(PortalSession.token_sha256) == bindparam("digest"))
)  # fmt: skip
#: Where somebody else just wrote a later moment, that stays.
SEEN = (
    update(PortalSession)
    .where(col(PortalSession.token_sha256) == bindparam("digest"), col(PortalSession.seen_at) < bindparam("now"))
    .values(seen_at=bindparam("now"))
)


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


def find(house: House, token: str, asked: Connection | None = None) -> Open | None:
    """The session of that token, if it still holds. *asked*: a connection in hand, where there is one."""
    if asked is None:
        with house.glance() as connection:
            return find(house, token, connection)
    found = asked.execute(OF_TOKEN, {"digest": digest(token)}).one_or_none()
    now = house.now()
    if found is None or now >= found.expires_at or now >= found.seen_at + IDLE:
        return None
    if now - found.seen_at >= GRAIN:
        asked.execute(SEEN, {"digest": digest(token), "now": now})
    return Open(found.id, found.applicant_id, found.email, found.nrp, found.rfc, found.name, dict(found.accepted))


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
