"""Letters that wait for a person: those that came back, failed, or of which nobody knows whether they arrived."""

import hashlib
from uuid import UUID

from sqlalchemy import and_, or_, select
from sqlmodel import col

from backoffice.casework import cases, desk_letters, letters, outbox, sending
from backoffice.casework.house import House, Transaction
from backoffice.domain.decision import note
from backoffice.domain.errors import BadInput, WrongState
from backoffice.domain.work import WorkKind, WorkState
from backoffice.mail import bounce
from backoffice.mail.bounce import Report
from backoffice.records.bounces import Bounce
from backoffice.records.cases import Case
from backoffice.records.outbox import GIVEN_UP, OutboxRow

NOT_OURS = "El aviso habla de una carta que esta mesa no envió."
NO_SUCH_LETTER = "Esa carta no existe. Mira «./mesa letters list --troubled»."
NOTHING_TO_DO = "Esa carta no espera a nadie: ya se entregó, se envió otra vez o se retiró."


def came_back(house: House, report: bytes) -> OutboxRow:
    """Keep the report of a mail server that a letter came back, once, and tell the desk. The letter that it is about.

    A report that the letter is only late changes nothing. Raises ``BadInput`` where it is none, or of a foreign letter.
    """
    said = bounce.parse(report)
    digest = hashlib.sha256(report).hexdigest()
    with house.transaction() as work:
        row, case = _named(work, said)
        if not said.final or _is_known(work, row, said, digest):
            return row
        made = Bounce(outbox_id=row.id, status=said.status, said=said.said, report_sha256=digest, received_at=work.now)
        work.put(made)
        told = {"status": said.status, "said": said.said}
        work.happened("letter_bounced", "system", case, letter=row.letter, message_id=row.message_id, **told)
        desk_letters.undelivered(house, work, case, row, f"{said.status} {said.said}".strip())
    return row


def _named(work: Transaction, said: Report) -> tuple[OutboxRow, Case | None]:
    """The newest order of the letter that a report names, locked after its case: reports may come at once."""
    named = col(OutboxRow.message_id).in_(said.message_ids)
    query = select(OutboxRow).where(named).order_by(col(OutboxRow.created_at).desc()).limit(1)
    found = work.session.execute(query).scalar_one_or_none()
    if found is None:
        raise BadInput(NOT_OURS)
    case = _case_of(work, found)
    return work.session.get_one(OutboxRow, found.id, with_for_update=True, populate_existing=True), case


def _is_known(work: Transaction, row: OutboxRow, said: Report, digest: str) -> bool:
    """The same report, by the same road or another, while a person has not settled it."""
    same = and_(col(Bounce.status) == said.status, col(Bounce.said) == said.said, col(Bounce.settled_at).is_(None))
    query = select(col(Bounce.id)).where(
        or_(col(Bounce.report_sha256) == digest, and_(col(Bounce.outbox_id) == row.id, same))
    )
    return work.session.execute(query.limit(1)).first() is not None


def send_again(house: House, letter_id: UUID, by: str, reason: str) -> None:
    """Order the letter once more, word for word under its Message-ID. Raises ``BadInput``, ``WrongState``."""
    why = note(reason, "Escribe por qué se envía otra vez: queda en la auditoría.")
    with house.transaction() as work:
        row, case = _waiting(work, letter_id)
        work.happened("resend_letter", f"analyst:{by}", case, letter=row.letter, reason=why)
        if row.state in GIVEN_UP:
            outbox.anew(work, row, case, **letters.as_written(row))
        else:
            letters.once_more(work, row, case)
        _settle(work, row, by, why)


def taken_for_delivered(house: House, letter_id: UUID, by: str, reason: str) -> None:
    """Somebody knows that the letter arrived: it counts as sent from now on, and so does the clock that it starts.

    Raises ``BadInput`` (no such letter, no reason), ``WrongState`` (it waits for nobody).
    """
    why = note(reason, "Escribe cómo sabes que llegó: queda en la auditoría.")
    with house.transaction() as work:
        row, case = _waiting(work, letter_id)
        if row.state in GIVEN_UP:
            row.state, row.done_at, row.receipt = WorkState.DONE, work.now, f"dada por entregada por {by}: {why}"
            sending.start_clock(house, work, row, case, f"analyst:{by}")
        work.happened("letter_taken", f"analyst:{by}", case, letter=row.letter, reason=why)
        _settle(work, row, by, why)


def _waiting(work: Transaction, letter_id: UUID) -> tuple[OutboxRow, Case | None]:
    """The letter, locked after its case. Raises where it waits for nobody."""
    known = work.session.get(OutboxRow, letter_id)
    if known is None or known.kind != WorkKind.SEND_LETTER:
        raise BadInput(NO_SUCH_LETTER)
    case = _case_of(work, known)
    row = work.session.get_one(OutboxRow, letter_id, with_for_update=True, populate_existing=True)
    if row.state not in GIVEN_UP and not _open_bounces(work, row):
        raise WrongState(NOTHING_TO_DO)
    return row, case


def _settle(work: Transaction, row: OutboxRow, by: str, why: str) -> None:
    for one in _open_bounces(work, row):
        one.settled_by, one.settled_why, one.settled_at = by, why, work.now


def _open_bounces(work: Transaction, row: OutboxRow) -> list[Bounce]:
    query = select(Bounce).where(col(Bounce.outbox_id) == row.id, col(Bounce.settled_at).is_(None))
    return list(work.session.execute(query).scalars())


def _case_of(work: Transaction, row: OutboxRow) -> Case | None:
    return cases.by_id(work.session, row.case_id) if row.case_id else None
