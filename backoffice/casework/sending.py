"""A letter is handed to the mail server as it was written; what the server says becomes its state."""

from functools import partial
from uuid import UUID

import structlog

from backoffice.casework import deadlines, desk_letters, outbox
from backoffice.casework.house import House, Transaction
from backoffice.casework.outbox import Attempt
from backoffice.domain import patience
from backoffice.domain.letters import CorrectionsRequested, DeadlineReminder, TestSetIssued
from backoffice.domain.work import WorkState
from backoffice.domain.workflow import State
from backoffice.mail.delivery import DeliveryDeferred, DeliveryRefused, DeliveryUncertain
from backoffice.records.cases import Case, Round
from backoffice.records.outbox import GIVEN_UP, OutboxRow, sentence_of

log = structlog.get_logger()

#: When the server takes one of these, the clock of the round that it is about begins to run.
STARTS_THE_CLOCK = {TestSetIssued.template, CorrectionsRequested.template}


def send(house: House, row_id: UUID) -> None:
    """Hand one letter to the mail server, as it was written, and keep the server's word."""
    gave_up = partial(_tell_the_desk, house)
    attempt = outbox.begin(house, row_id, gave_up)
    if attempt is None:
        return
    with outbox.forgiving(house, attempt, gave_up):
        row, true = _as_written(house, attempt)
        if row.letter in house.settings.asked_letters and patience.died(attempt.number - 1, row.deferrals):
            _not_taken(house, attempt, DeliveryUncertain("El envío se interrumpió de golpe: no se sabe si llegó."))
        elif true:
            _hand_over(house, attempt, row)
        else:
            with outbox.finishing(house, attempt) as (_, found):
                found.state = WorkState.WITHDRAWN


def _hand_over(house: House, attempt: Attempt, row: OutboxRow) -> None:
    message = house.blobs.get(row.message or "")
    try:
        receipt = house.deliver(message, row.recipient or "")
    except (DeliveryDeferred, DeliveryRefused, DeliveryUncertain) as trouble:
        log.info("letter_not_taken", letter=row.letter, message_id=row.message_id, why=type(trouble).__name__)
        _not_taken(house, attempt, trouble)
    else:
        log.info("letter_taken", letter=row.letter, message_id=row.message_id)
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
        start_clock(house, work, row, case, "system")


def start_clock(house: House, work: Transaction, row: OutboxRow, case: Case | None, actor: str) -> None:
    """From now on the deadline runs of the round that a letter is about, if it is one that starts it. Once only.

    *actor*: who says that the letter arrived, as the trail names them.
    """
    if row.letter in STARTS_THE_CLOCK:
        round_ = work.session.get_one(Round, row.subject_id, with_for_update=True)
        runs = round_.deadline_explained is not None
        deadline = deadlines.start(house, round_, work.now)
        if not runs:
            work.happened("deadline_set", actor, case, due=deadline.due.isoformat())


def _not_taken(house: House, attempt: Attempt, trouble: Exception) -> None:
    with outbox.finishing(house, attempt) as (work, row):
        case = outbox.case_of(work, attempt)
        row.last_error = outbox.said(trouble)
        if isinstance(trouble, DeliveryDeferred):
            outbox.postpone(row, work, trouble)
        elif isinstance(trouble, DeliveryUncertain) and _goes_again(house, row):
            outbox.again(row, work, patience.AFTER_DEATH)
        else:
            row.state = WorkState.UNCERTAIN if isinstance(trouble, DeliveryUncertain) else WorkState.FAILED
        outbox.tell_if_given_up(work, row, case)
        if row.state in GIVEN_UP:
            _tell_the_desk(house, work, row)


def _tell_the_desk(house: House, work: Transaction, row: OutboxRow) -> None:
    """A letter that was given up waits for a person, who is told."""
    case = work.session.get_one(Case, row.case_id) if row.case_id else None
    desk_letters.undelivered(house, work, case, row, sentence_of(row.last_error))


def _goes_again(house: House, row: OutboxRow) -> bool:
    """A letter of which nobody knows whether it arrived goes out again by itself.

    The same message under the same Message-ID, as ``domain.letters.resending`` or the setting says; not after too many
    tries.
    """
    if row.letter in house.settings.asked_letters:
        return False
    return patience.died(row.attempts, row.deferrals) < patience.DEATHS
