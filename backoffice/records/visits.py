"""Whose session a visitor's token is, as one question: every page of people who logged in begins with it."""

from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import Connection, Row, column, text

from backoffice.records.standing import COLUMNS, OF_COMPANY, Standing, standing_in


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
WHERE token_sha256 = :digest"""
OF_TOKEN = text(SESSION).columns(*(column(name) for name in Visit._fields))
#: With where the company's newest case stands, for the page that is asked most: each question more is a way to the
#: database and back.
WITH_STANDING = text(
    f"SELECT * FROM ({SESSION}) AS visit "  # noqa: S608 - both are of this house
    f"LEFT JOIN LATERAL ({OF_COMPANY.format('visit.applicant_id')}) AS standing ON true"
).columns(*(column(name) for name in (*Visit._fields, *COLUMNS)))


def visit_of(connection: Connection, digest: str) -> Visit | None:
    """The session of a token with that digest."""
    row = connection.execute(OF_TOKEN, {"digest": digest}).one_or_none()
    return _visit(row) if row else None


def visit_with_standing(connection: Connection, digest: str) -> tuple[Visit | None, Standing | None]:
    """The same, and where the company's newest case stands."""
    row = connection.execute(WITH_STANDING, {"digest": digest}).one_or_none()
    return (_visit(row), standing_in(row)) if row else (None, None)


def _visit(row: Row[Any]) -> Visit:
    return Visit(*row[: len(Visit._fields)])
