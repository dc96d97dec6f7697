"""Letters: written once and kept, posted with the act that they tell of, and handed to the mail server later."""

import hashlib
from uuid import UUID

from backoffice.casework import deadlines, outbox
from backoffice.casework.house import House, Transaction
from backoffice.casework.outbox import Attempt
from backoffice.domain import patience
from backoffice.domain.letters import CorrectionsRequested, Letter, TestSetIssued
from backoffice.domain.work import WorkKind, WorkState
from backoffice.mail.delivery import DeliveryDeferred, DeliveryRefused, DeliveryUncertain
from backoffice.mail.message import Attachment, compose
from backoffice.mail.rendering import render
from backoffice.mailboxes import mailbox
from backoffice.records.cases import Case, Round
from backoffice.records.outbox import OutboxRow

#: When the server takes one of these, the clock of the round that it is about begins to run.
STARTS_THE_CLOCK = {TestSetIssued.template, CorrectionsRequested.template}


def post(
    house: House,
    work: Transaction,
    case: Case | None,
    letter: Letter,
    *,
    to: str,
    about: UUID,
    attachments: tuple[Attachment, ...] = (),
) -> None:
    """Write *letter* down as it will be sent, keep it, and leave it in the outbox: once for what it is *about*."""
    key = f"letter:{letter.template}:{about}"
    message_id = message_id_of(key, house.settings.sender)
    rendered = render(letter)
    message = compose(
        rendered,
        sender=house.settings.sender,
        to=to,
        message_id=message_id,
        date=work.now.astimezone(house.settings.zone),
        attachments=attachments,
    )
    row = outbox.row(
        work,
        WorkKind.SEND_LETTER,
        about,
        case,
        key=key,
        letter=letter.template,
        recipient=to,
        subject=rendered.subject,
        message=house.blobs.put(message),
        message_id=message_id,
    )
    work.put(row)


def message_id_of(key: str, sender: str) -> str:
    """The Message-ID that a letter keeps however often it is sent."""
    return f"<{hashlib.sha256(key.encode()).hexdigest()[:32]}@{mailbox(sender).domain}>"


def send(house: House, row_id: UUID) -> None:
    """Hand one letter to the mail server, as it was written, and keep the server's word."""
    attempt = outbox.begin(house, row_id)
    if attempt is None:
        return
    with outbox.forgiving(house, attempt):
        message, recipient = _as_written(house, attempt)
        try:
            receipt = house.deliver(message, recipient)
        except (DeliveryDeferred, DeliveryRefused, DeliveryUncertain) as trouble:
            _not_taken(house, attempt, trouble)
        else:
            _taken(house, attempt, receipt)


def _as_written(house: House, attempt: Attempt) -> tuple[bytes, str]:
    with house.transaction() as work:
        row = work.session.get_one(OutboxRow, attempt.row_id)
    return house.blobs.get(row.message or ""), row.recipient or ""


def _taken(house: House, attempt: Attempt, receipt: str) -> None:
    with outbox.finishing(house, attempt) as (work, row):
        case = outbox.case_of(work, attempt)
        row.receipt, row.last_error = receipt, None
        work.happened("letter_sent", "system", case, letter=row.letter, message_id=row.message_id, receipt=receipt)
        if row.letter in STARTS_THE_CLOCK:
            round_ = work.session.get_one(Round, row.subject_id, with_for_update=True)
            deadline = deadlines.start(house, round_, work.now)
            work.happened("deadline_set", "system", case, due=deadline.due.isoformat())


def _not_taken(house: House, attempt: Attempt, trouble: Exception) -> None:
    with outbox.finishing(house, attempt) as (work, row):
        case = outbox.case_of(work, attempt)
        row.last_error = outbox.said(trouble)
        if isinstance(trouble, DeliveryDeferred):
            outbox.postpone(row, work, trouble)
        elif isinstance(trouble, DeliveryUncertain) and patience.died(row.attempts, row.deferrals) < patience.DEATHS:
            # The same message under the same Message-ID: a second copy harms nobody, a missing one would.
            outbox.again(row, work, patience.AFTER_DEATH)
        else:
            row.state = WorkState.UNCERTAIN if isinstance(trouble, DeliveryUncertain) else WorkState.FAILED
        outbox.tell_if_given_up(work, row, case)
