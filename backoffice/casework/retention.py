"""What is let go with time: workbooks and letters of cases that are over, network addresses, spent keys of the portal.

How long the first three are kept is a setting, off until somebody sets it; what is spent is worth nothing to anybody.
Digests, verdicts, decisions, signatures and the audit trail stay. Each piece is a transaction of its own: cut off, it
goes on the next time; a second run finds nothing.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, delete, func, select, update
from sqlmodel import col

from backoffice.casework import privacy
from backoffice.casework.house import House, Transaction
from backoffice.domain.work import WorkKind, WorkState
from backoffice.domain.workflow import State
from backoffice.records.access import NoticeCall
from backoffice.records.accounts import Captcha, FailedLogins, Invitation, PortalSession
from backoffice.records.cases import Case
from backoffice.records.outbox import OutboxRow
from backoffice.records.privacy import ERASED_AT, PersonalData
from backoffice.records.signatures import Signature, Statement
from backoffice.records.submissions import Submission

#: States from which no case comes back.
OVER = (State.CANCELLED, State.EXPIRED)
#: What is spent is forgotten after so long.
SPENT = timedelta(days=30)
#: So many pieces at once.
LOT = 200
ACTOR, REASON = "retention", "Terminó el plazo de conservación."
NOBODY = ""


@dataclass(frozen=True, slots=True)
class Due:
    """What may go: ``kind`` is one of ``KINDS``, ``count`` how many, ``years`` the setting that says so, if it does."""

    kind: str
    count: int
    years: int | None


def due(house: House) -> list[Due]:
    """What would be let go now, by kind; nothing is changed."""
    with house.transaction() as work:
        years = _years(house)
        return [Due(kind, count(house, work), years.get(kind)) for kind, (count, _) in KINDS.items()]


def let_go(house: House) -> list[Due]:
    """Let go of it; what went. That somebody did is told to the audit trail where anything went."""
    gone = [Due(kind, act(house), _years(house).get(kind)) for kind, (_, act) in KINDS.items()]
    told = {one.kind: one.count for one in gone if one.count}
    if told:
        with house.transaction() as work:
            work.happened("retention", ACTOR, None, gone=told)
    return gone


def _years(house: House) -> Mapping[str, int | None]:
    settings = house.settings
    return {
        "evidence": settings.retention_evidence_years,
        "letters": settings.retention_letters_years,
        "addresses": settings.retention_addresses_years,
    }


def _before(house: House, now: datetime, kind: str) -> datetime | None:
    """The moment before which things of that kind may go; ``None`` where they are kept for ever."""
    years = _years(house)[kind]
    if years is None:
        return None
    here = now.astimezone(house.settings.zone)
    try:
        return here.replace(year=here.year - years)
    except ValueError:  # the 29th of February
        return here.replace(year=here.year - years, day=28)


def _evidence(house: House, work: Transaction) -> Select[Submission, Case] | None:
    before = _before(house, work.now, "evidence")
    if before is None:
        return None
    purged = select(PersonalData).where(
        col(PersonalData.submission_id) == col(Submission.id), col(PersonalData.purged_at).is_not(None)
    )
    return (
        select(Submission, Case)
        .join(Case, col(Case.id) == col(Submission.case_id))
        .where(col(Case.state).in_(OVER), col(Case.moved_at) < before, ~purged.exists())
        .order_by(col(Submission.received_at), col(Submission.id))
    )


def _count_evidence(house: House, work: Transaction) -> int:
    return len(privacy.unfinished(work.session)) + _counted(work, _evidence(house, work))


def _let_evidence_go(house: House) -> int:
    """Orders that somebody was cut off in are finished first."""
    with house.transaction() as work:
        ids = privacy.unfinished(work.session)
    privacy.finish(house, ids)
    count = len(ids)
    while True:
        with house.transaction() as work:
            query = _evidence(house, work)
            found = [] if query is None else list(work.session.execute(query.limit(LOT)))
            for submission, case in found:
                privacy.order(work, case, submission, REASON, ACTOR)
        if not found:
            return count
        privacy.finish(house, [submission.id for submission, _ in found])
        count += len(found)


def _letters(house: House, work: Transaction) -> Select[OutboxRow, Case] | None:
    """Letters that were sent, of cases that are over; their row, digest and receipt stay."""
    before = _before(house, work.now, "letters")
    if before is None:
        return None
    return (
        select(OutboxRow, Case)
        .join(Case, col(Case.id) == col(OutboxRow.case_id))
        .where(col(Case.state).in_(OVER), col(Case.moved_at) < before)
        .where(col(OutboxRow.kind) == WorkKind.SEND_LETTER, col(OutboxRow.state) == WorkState.DONE)
        .where(col(OutboxRow.message).is_not(None), ~col(OutboxRow.payload).has_key(ERASED_AT))  # type: ignore[attr-defined]
        .order_by(col(OutboxRow.created_at), col(OutboxRow.id))
    )


def _let_letters_go(house: House) -> int:
    """Erased first and then marked: whoever is cut off in between erases again, which does no harm."""
    count = 0
    while True:
        with house.transaction() as work:
            query = _letters(house, work)
            found = [] if query is None else [row for row, _ in work.session.execute(query.limit(LOT))]
        if not found:
            return count
        for row in found:
            house.blobs.erase(row.message or "")
        with house.transaction() as work:
            for row in found:
                kept = work.session.get_one(OutboxRow, row.id)
                kept.payload = {**kept.payload, ERASED_AT: work.now.isoformat()}
        count += len(found)


def _addresses(house: House, work: Transaction) -> ColumnElement[bool] | None:
    before = _before(house, work.now, "addresses")
    return None if before is None else (col(NoticeCall.at) < before) & (col(NoticeCall.address) != NOBODY)


def _count_addresses(house: House, work: Transaction) -> int:
    which = _addresses(house, work)
    return 0 if which is None else _counted(work, select(NoticeCall).where(which))


def _let_addresses_go(house: House) -> int:
    with house.transaction() as work:
        which = _addresses(house, work)
        if which is None:
            return 0
        done: Any = work.session.execute(update(NoticeCall).where(which).values(address=NOBODY))
        return int(done.rowcount)


def _spent(work: Transaction) -> list[tuple[type[Any], ColumnElement[bool]]]:
    """Sessions, codes, counts of failures, invitations and statements that nobody signed, long over."""
    before = work.now - SPENT
    unsigned = ~select(Signature).where(col(Signature.statement_id) == col(Statement.id)).exists()
    return [
        (PortalSession, col(PortalSession.expires_at) < before),
        (Captcha, col(Captcha.expires_at) < before),
        (FailedLogins, col(FailedLogins.last_at) < before),
        (Invitation, col(Invitation.expires_at) < before),
        (Statement, (col(Statement.expires_at) < before) & unsigned),
    ]


def _count_spent(_: House, work: Transaction) -> int:
    return sum(_counted(work, select(table).where(which)) for table, which in _spent(work))


def _let_spent_go(house: House) -> int:
    with house.transaction() as work:
        done: list[Any] = [work.session.execute(delete(table).where(which)) for table, which in _spent(work)]
        return sum(one.rowcount for one in done)


def _counted(work: Transaction, query: Any) -> int:
    if query is None:
        return 0
    counted = select(func.count()).select_from(query.order_by(None).subquery())
    return work.session.execute(counted).scalar_one()


def _count_letters(house: House, work: Transaction) -> int:
    return _counted(work, _letters(house, work))


#: kind → how many may go, and letting them go. An act gives how many went.
KINDS: dict[str, tuple[Callable[[House, Transaction], int], Callable[[House], int]]] = {
    "evidence": (_count_evidence, _let_evidence_go),
    "letters": (_count_letters, _let_letters_go),
    "addresses": (_count_addresses, _let_addresses_go),
    "spent": (_count_spent, _let_spent_go),
}
