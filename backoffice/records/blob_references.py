"""Which kept files the tables speak of."""

from sqlalchemy import select, union
from sqlalchemy.orm import Session
from sqlmodel import col

from backoffice.records.cases import TestSetRow
from backoffice.records.outbox import OutboxRow
from backoffice.records.reports import NotebookReport
from backoffice.records.signatures import DocumentRow
from backoffice.records.submissions import Submission, Transcript

#: Every column that holds a key of the store.
COLUMNS = (
    Submission.blob,
    Transcript.blob,
    TestSetRow.bundle,
    OutboxRow.message,
    DocumentRow.blob,
    NotebookReport.blob,
)


def referenced(session: Session) -> frozenset[str]:
    """The keys that some row holds."""
    query = union(*(select(col(column)).where(col(column).is_not(None)) for column in COLUMNS))
    return frozenset(key for key in session.execute(query).scalars() if key)
