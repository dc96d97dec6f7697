"""Whose session a visitor's token is, as one question: every page of people who logged in begins with it."""

from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from backoffice.records.database import Glance
from backoffice.records.standing import OF_COMPANY, Standing, standing_in


class Visit(NamedTuple):
    """A session, whether it still holds or not: whose, for which company, and which terms were accepted in it."""

    seen_at: datetime
    expires_at: datetime
    accepted: dict[str, Any]
    account_id: UUID
    applicant_id: UUID
    email: str
    nrp: str
    rfc: str
    company: str


SESSION = """
SELECT seen_at, expires_at, accepted, accounts.id AS account_id, applicant_id, accounts.email, nrp, rfc,
  applicants.name AS company
FROM portal_sessions
JOIN accounts ON accounts.id = portal_sessions.account_id
JOIN applicants ON applicants.id = accounts.applicant_id
WHERE token_sha256 = %(digest)s"""
#: With where the company's newest case stands, for the page that is asked most: each question more is a way to the
#: database and back.
WITH_STANDING = (
    f"SELECT * FROM ({SESSION}) AS visit "  # noqa: S608 - both are of this house
    f"LEFT JOIN LATERAL ({OF_COMPANY.format('visit.applicant_id')}) AS standing ON true"
)
#: Where somebody else just wrote a later moment, that stays.
SEEN = "UPDATE portal_sessions SET seen_at = %(now)s WHERE token_sha256 = %(digest)s AND seen_at < %(now)s"


def visit_of(asked: Glance, digest: str) -> Visit | None:
    """The session of a token with that digest."""
    row = asked.execute(SESSION, {"digest": digest}).fetchone()
    return Visit(*row) if row else None


def visit_with_standing(asked: Glance, digest: str) -> tuple[Visit | None, Standing | None]:
    """The same, and where the company's newest case stands."""
    row = asked.execute(WITH_STANDING, {"digest": digest}).fetchone()
    if row is None:
        return None, None
    visit = len(Visit._fields)
    return Visit(*row[:visit]), standing_in(row[visit:])


def write_down_use(asked: Glance, digest: str, now: datetime) -> None:
    """A session was used at *now*."""
    asked.execute(SEEN, {"digest": digest, "now": now})
