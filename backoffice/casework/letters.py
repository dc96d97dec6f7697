"""Letters: written once and kept, posted with the act that they tell of, and handed to the mail server later."""

import hashlib
from uuid import UUID

from backoffice.casework import deadlines, outbox
from backoffice.casework.house import House, Transaction
from backoffice.casework.outbox import Attempt
from backoffice.domain import patience
from backoffice.domain.letters import CorrectionsRequested, DeadlineReminder, Letter, TestSetIssued
from backoffice.domain.work import WorkKind, WorkState
from backoffice.domain.workflow import State
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
    turn: str = "",
    attachments: tuple[Attachment, ...] = (),
) -> None:
    """Write *letter* down as it will be sent, keep it, and leave it in the outbox: once for what it is *about*.

    *turn* tells letters of one kind about one thing from each other.
    """
    key = key_of(letter, about, turn)
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


def key_of(letter: Letter | type[Letter], about: UUID, turn: str = "") -> str:
    """What makes a letter the one that it is."""
    return f"letter:{letter.template}:{about}{f'/{turn}' if turn else ''}"


def message_id_of(key: str, sender: str) -> str:
    """The Message-ID that a letter keeps however often it is sent."""
    return f"<{hashlib.sha256(key.encode()).hexdigest()[:32]}@{mailbox(sender).domain}>"


def send(house: House, row_id: UUID) -> None:
    """Hand one letter to the mail server, as it was written, and keep the server's word."""
    attempt = outbox.begin(house, row_id)
    if attempt is None:
        return
    with outbox.forgiving(house, attempt):
        row, true = _as_written(house, attempt)
        if not true:
            with outbox.finishing(house, attempt) as (_, found):
                found.state = WorkState.WITHDRAWN
            return
        message = house.blobs.get(row.message or "")
        try:
            receipt = house.deliver(message, row.recipient or "")
        except (DeliveryDeferred, DeliveryRefused, DeliveryUncertain) as trouble:
            _not_taken(house, attempt, trouble)
        else:
            _taken(house, attempt, receipt)


def _as_written(house: House, attempt: Attempt) -> tuple[OutboxRow, bool]:
    """The letter, and whether it still holds."""
    with house.transaction() as work:
        row = work.session.get_one(OutboxRow, attempt.row_id)
        return row, row.letter != DeadlineReminder.template or _is_awaited(house, work, row)


def _is_awaited(house: House, work: Transaction, reminder: OutboxRow) -> bool:
    """A reminder is looked at once more before it goes out: evidence is awaited, and until the day that it names."""
    round_ = work.session.get_one(Round, reminder.subject_id)
    case = work.session.get_one(Case, round_.case_id)
    due = round_.deadline
    if due is None or due < house.local_date(work.now) or f"/{due.isoformat()}/" not in reminder.key:
        return False
    return case.state == State.AWAITING_EVIDENCE and round_.closed_at is None


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
