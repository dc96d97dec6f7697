"""Letters: written once and kept, posted with the act that they tell of. ``sending`` hands them to the mail server."""

import hashlib
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, func, select
from sqlmodel import col

from backoffice import logs
from backoffice.casework import outbox
from backoffice.casework.house import House, Transaction
from backoffice.domain.letters import Letter
from backoffice.domain.work import WorkKind
from backoffice.mail.message import Attachment, compose
from backoffice.mail.rendering import render
from backoffice.mailboxes import mailbox
from backoffice.records.cases import Case
from backoffice.records.outbox import OutboxRow


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


def as_written(found: OutboxRow) -> dict[str, Any]:
    """What a letter keeps when it is ordered once more: every word, and its Message-ID."""
    return {name: getattr(found, name) for name in ("letter", "recipient", "subject", "message", "message_id")}


def once_more(work: Transaction, found: OutboxRow, case: Case | None) -> None:
    """Order a letter that was sent once more, word for word."""
    number = work.session.execute(select(func.count()).where(copies_of(found))).scalar_one() + 1
    key = f"{found.key.partition('~')[0]}~{number}"
    same = {**as_written(found), "payload": {logs.TRACE: outbox.trace_of(found)}}
    work.put(outbox.row(work, WorkKind.SEND_LETTER, found.subject_id, case, key=key, **same))


def copies_of(found: OutboxRow) -> ColumnElement[bool]:
    """For queries over ``OutboxRow``: the orders of the same letter after the first."""
    return col(OutboxRow.key).startswith(f"{found.key.partition('~')[0]}~", autoescape=True)


def key_of(letter: Letter | type[Letter], about: UUID, turn: str = "") -> str:
    """What makes a letter the one that it is."""
    return f"letter:{letter.template}:{about}{f'/{turn}' if turn else ''}"


def message_id_of(key: str, sender: str) -> str:
    """The Message-ID that a letter keeps however often it is sent."""
    return f"<{hashlib.sha256(key.encode()).hexdigest()[:32]}@{mailbox(sender).domain}>"
