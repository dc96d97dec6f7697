"""A company's own case, as its people may see it: the newest one, its papers, its letters. Nobody else's, ever."""

from datetime import timedelta
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session
from sqlmodel import col

from backoffice.casework import cases, letters
from backoffice.casework.house import House
from backoffice.domain.errors import NotFound, WrongState
from backoffice.domain.work import WorkKind, WorkState
from backoffice.records.case_view import CaseView, view_of
from backoffice.records.cases import Case
from backoffice.records.outbox import OutboxRow
from backoffice.records.standing import Standing, standing_of

#: A letter is sent again so often in a day, at most.
AGAIN_A_DAY = 3
NO_SUCH_LETTER = "Esa carta no existe o es de otra empresa. Búscala en la página de tu trámite."


def newest(session: Session, applicant_id: UUID) -> Case | None:
    """The company's newest case, whatever its state."""
    query = select(Case).where(col(Case.applicant_id) == applicant_id).order_by(col(Case.requested_at).desc())
    return session.execute(query.limit(1)).scalar_one_or_none()


def view(session: Session, applicant_id: UUID) -> CaseView | None:
    """The newest case whole."""
    case = newest(session, applicant_id)
    return view_of(session, case) if case else None


def standing(house: House, applicant_id: UUID) -> Standing | None:
    """What the newest case's page says."""
    with house.glance() as asked:
        return standing_of(asked, applicant_id)


def letter(session: Session, applicant_id: UUID, letter_id: UUID) -> OutboxRow:
    """One of the company's letters. Raises ``NotFound``."""
    query = (
        select(OutboxRow)
        .join(Case, col(Case.id) == col(OutboxRow.case_id))
        .where(
            col(OutboxRow.id) == letter_id,
            col(OutboxRow.kind) == WorkKind.SEND_LETTER,
            col(Case.applicant_id) == applicant_id,
        )
    )
    found = session.execute(query).scalar_one_or_none()
    if found is None:
        raise NotFound(NO_SUCH_LETTER)
    return found


def send_again(house: House, applicant_id: UUID, letter_id: UUID) -> None:
    """Order a letter once more, word for word and under its Message-ID.

    Raises ``NotFound``; ``WrongState`` where it is still on its way, or was sent again too often today.
    """
    with house.transaction() as work:
        found = letter(work.session, applicant_id, letter_id)
        case = cases.by_id(work.session, found.case_id) if found.case_id else None
        if found.state != WorkState.DONE:
            raise WrongState(
                "Esa carta todavía está en camino. Espera unos minutos y revisa también el correo no deseado."
            )
        since = work.now - timedelta(days=1)
        today = select(func.count()).where(letters.copies_of(found), col(OutboxRow.created_at) > since)
        if work.session.execute(today).scalar_one() >= AGAIN_A_DAY:
            raise WrongState(
                "Ya reenviamos esa carta varias veces hoy. Léela aquí mismo o revisa el correo no deseado."
            )
        letters.once_more(work, found, case)
        work.happened("resend_letter", "applicant", case, letter=found.letter, message_id=found.message_id)
