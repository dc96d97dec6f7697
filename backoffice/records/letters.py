"""Plain reading of letters, whatever became of them. Nothing changes here."""

from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlmodel import col

from backoffice.domain.work import WorkKind
from backoffice.records.cases import Case
from backoffice.records.outbox import OutboxRow


def recent(session: Session, most: int) -> list[tuple[OutboxRow, str | None]]:
    """The newest letters, at most so many, the newest first; each with the folio of its case, if it has one."""
    query = (
        select(OutboxRow, col(Case.folio))
        .outerjoin(Case, col(Case.id) == col(OutboxRow.case_id))
        .where(col(OutboxRow.kind) == WorkKind.SEND_LETTER)
        .order_by(col(OutboxRow.created_at).desc(), col(OutboxRow.key))
        .limit(most)
    )
    return [(row, folio) for row, folio in session.execute(query)]
