"""Sessions of the portal: begun with a login, lengthened by use, ended by time or by leaving."""

from datetime import timedelta
from hashlib import sha256
from uuid import UUID

from sqlalchemy import delete, update
from sqlmodel import col

from backoffice.casework.house import House, Transaction
from backoffice.records.accounts import PortalSession
from backoffice.records.database import Glance
from backoffice.records.standing import Standing
from backoffice.records.visits import Visit, visit_of, visit_with_standing, write_down_use

#: Without a page asked for.
IDLE = timedelta(minutes=30)
LONGEST = timedelta(hours=10)
#: How often use is written down.
GRAIN = timedelta(minutes=1)


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


def find(house: House, token: str) -> Visit | None:
    """The session of that token, if it still holds."""
    with house.glance() as asked:
        visit = visit_of(asked, digest(token))
        return visit if visit and _holds(house, asked, token, visit) else None


def find_with_case(house: House, token: str) -> tuple[Visit | None, Standing | None]:
    """The same and, where it holds, where the company's newest case stands."""
    with house.glance() as asked:
        visit, standing = visit_with_standing(asked, digest(token))
        return (visit, standing) if visit and _holds(house, asked, token, visit) else (None, None)


def _holds(house: House, asked: Glance, token: str, visit: Visit) -> bool:
    """Whether it still does; then that it was used is written down now and then."""
    now = house.now()
    if now >= visit.expires_at or now >= visit.seen_at + IDLE:
        return False
    if now - visit.seen_at >= GRAIN:
        write_down_use(asked, digest(token), now)
    return True


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
