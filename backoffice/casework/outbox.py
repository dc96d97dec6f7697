"""Work that waits: posting it, beginning an attempt, ending it. The row decides who works; the queue only rings.

An attempt is counted and leased in a transaction of its own before it starts; its effect and the mark *done* are one
transaction, allowed only to the newest attempt. So a killed worker costs one attempt and never half an effect.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

import structlog
from sqlalchemy import ColumnElement, and_, or_, select, update
from sqlalchemy.orm import Session
from sqlmodel import col

from backoffice import logs
from backoffice.casework import cases
from backoffice.casework.house import House, Transaction
from backoffice.domain import patience
from backoffice.domain.errors import ServiceUnavailable
from backoffice.domain.work import OPEN_WORK, WorkKind, WorkState
from backoffice.records.cases import Case
from backoffice.records.outbox import GIVEN_UP, OutboxRow

log = structlog.get_logger()

GaveUp = Callable[[Transaction, OutboxRow], None]


@dataclass(frozen=True, slots=True)
class Attempt:
    """One attempt at one row; ``number`` proves later that no newer one has begun, ``trace`` names it in the logs."""

    row_id: UUID
    number: int
    case_id: UUID | None
    subject_id: UUID
    kind: WorkKind
    trace: str


class Overtaken(Exception):
    """The row is no longer this attempt's: withdrawn, done, or begun again by somebody else."""


def row(work: Transaction, kind: WorkKind, subject_id: UUID, case: Case | None, **fields: Any) -> OutboxRow:
    """A row for *kind* of work on one subject, once for ever unless ``key`` says otherwise.

    It keeps the id under which it was asked for, so that logs tell what came of a request.
    """
    trace = logs.trace()
    fields.setdefault("payload", {logs.TRACE: trace} if trace else {})
    return OutboxRow(
        kind=kind,
        key=fields.pop("key", f"{kind}:{subject_id}"),
        case_id=case.id if case else None,
        subject_id=subject_id,
        created_at=work.now,
        ring_at=work.now + patience.RING_AGAIN,
        **fields,
    )


def begin(house: House, row_id: UUID, gave_up: GaveUp | None = None) -> Attempt | None:
    """Count an attempt and take its lease; ``None`` where there is nothing to do, or not now, or no more.

    Where too many attempts died the row is quarantined instead, and *gave_up* says in the same transaction what that
    means for its subject.
    """
    with house.transaction() as work:
        case = _case_of_open_work(work.session, row_id)
        wanted = select(OutboxRow).where(col(OutboxRow.id) == row_id, col(OutboxRow.state).in_(OPEN_WORK))
        found = work.session.execute(wanted.with_for_update()).scalar_one_or_none()
        if found is None or not _may_begin(found, work):
            return None
        if patience.died(found.attempts, found.deferrals) >= patience.DEATHS:
            with logs.traced(trace_of(found)):
                _quarantine(work, found, case, gave_up)
            return None
        found.attempts += 1
        found.state = WorkState.WORKING
        found.lease_until = found.ring_at = work.now + patience.LEASES[found.kind]
        return Attempt(found.id, found.attempts, found.case_id, found.subject_id, found.kind, trace_of(found))


@contextmanager
def finishing(house: House, attempt: Attempt) -> Iterator[tuple[Transaction, OutboxRow]]:
    """The transaction of the effect: the row is locked, after its case, and is *done* unless the block says else.

    Raises ``Overtaken``, and nothing happens, where the row is no longer this attempt's.
    """
    with _finishing(house, attempt) as (work, found, _held):
        yield work, found


@contextmanager
def ending(house: House, attempt: Attempt) -> Iterator[tuple[Transaction, OutboxRow, Case]]:
    """The same for work on a case, with that case."""
    with _finishing(house, attempt) as (work, found, case):
        if case is None:
            raise TypeError(attempt.kind)
        yield work, found, case


@contextmanager
def _finishing(house: House, attempt: Attempt) -> Iterator[tuple[Transaction, OutboxRow, Case | None]]:
    """With the case, if it is about one: a session forgets what nobody holds, and would ask for it again."""
    with house.transaction() as work:
        case = _locked_case(work.session, attempt.case_id)
        found = _still_ours(work.session, attempt)
        found.state, found.lease_until, found.done_at = WorkState.DONE, None, work.now
        yield work, found, case


def case_of(work: Transaction, attempt: Attempt) -> Case | None:
    """The case that the work is about, if it is about one; locked since ``finishing``."""
    return work.session.get_one(Case, attempt.case_id) if attempt.case_id else None


def hold(house: House, attempt: Attempt) -> None:
    """A whole lease from now on, for long work that goes on. Raises ``Overtaken`` where somebody else began it."""
    with house.transaction() as work:
        found = _still_ours(work.session, attempt)
        found.lease_until = found.ring_at = work.now + patience.LEASES[found.kind]


@contextmanager
def forgiving(house: House, attempt: Attempt, gave_up: GaveUp | None = None) -> Iterator[None]:
    """Whatever the block raises ends this attempt and no more: the row waits for its next one, if it has one left.

    All that the block says and asks for goes under the id of the request that it serves.
    """
    named = {"outbox_id": str(attempt.row_id), "attempt": attempt.number, "kind": attempt.kind.value}
    with logs.traced(attempt.trace):
        log.info("attempt_begun", **named)
        try:
            yield
        except Overtaken:
            log.info("overtaken", **named)
        except Exception as trouble:
            log.exception("attempt_died", **named)
            _stumbled(house, attempt, trouble, gave_up)
        else:
            log.info("attempt_ended", **named)


def trace_of(found: OutboxRow) -> str:
    """The id under which the logs speak of a row: of the request that asked for it, or its own."""
    return str(found.payload.get(logs.TRACE) or found.id)


def again(found: OutboxRow, work: Transaction, wait: timedelta) -> None:
    """Another attempt, not before *wait* is over."""
    found.state, found.lease_until, found.done_at = WorkState.RETRY, None, None
    found.not_before = found.ring_at = work.now + wait


def postpone(found: OutboxRow, work: Transaction, why: Exception) -> None:
    """The other side asks to wait or does not answer: try again after a growing pause; a letter not for ever."""
    found.deferrals += 1
    found.last_error = said(why)
    again(found, work, patience.pause(found.deferrals))
    if found.kind == WorkKind.SEND_LETTER and found.deferrals >= patience.DEFERRALS:
        found.state, found.done_at = WorkState.FAILED, work.now


def anew(work: Transaction, found: OutboxRow, case: Case | None, **same: Any) -> OutboxRow:
    """A row without attempts in the place of *found*, which nobody does any more. *same* is what it keeps."""
    same["payload"] = {**same.get("payload", {}), logs.TRACE: trace_of(found)}
    key, _, turn = found.key.partition("#")
    found.state, found.done_at = WorkState.WITHDRAWN, work.now
    fresh = row(work, found.kind, found.subject_id, case, key=f"{key}#{int(turn or 1) + 1}", **same)
    work.put(fresh)
    return fresh


def tell_if_given_up(work: Transaction, found: OutboxRow, case: Case | None) -> None:
    """Work that waits for a person is said aloud in the log and kept in the audit trail."""
    if found.state not in GIVEN_UP:
        return
    act = "quarantine" if found.state == WorkState.QUARANTINED else f"letter_{found.state}"
    said_so: dict[str, Any] = {"kind": found.kind.value, "letter": found.letter, "attempts": found.attempts}
    work.happened(act, "system", case, **said_so, reason=found.last_error)
    folio = case.folio if case else None
    log.warning("work_waits_for_a_person", folio=folio, state=found.state.value, **said_so, why=found.last_error)


def withdraw(work: Transaction, case: Case, *kinds: WorkKind, subject_id: UUID | None = None) -> None:
    """Work of a case that is no longer wanted, given up or not. A letter that is just being sent is left to its end."""
    still = update(OutboxRow).where(col(OutboxRow.case_id) == case.id, col(OutboxRow.kind).in_(kinds))
    if subject_id is not None:
        still = still.where(col(OutboxRow.subject_id) == subject_id)
    not_begun = col(OutboxRow.state).in_([WorkState.READY, WorkState.RETRY, *GIVEN_UP])
    no_letter = and_(col(OutboxRow.state) == WorkState.WORKING, col(OutboxRow.kind) != WorkKind.SEND_LETTER)
    work.session.execute(
        still.where(or_(not_begun, no_letter)).values(state=WorkState.WITHDRAWN, lease_until=None, done_at=work.now)
    )


def to_ring(work: Transaction, most: int = 500) -> list[OutboxRow]:
    """Rows that nobody began in time, or whose lease or pause is over; they are put off until the next look."""
    due = (
        select(OutboxRow)
        .where(col(OutboxRow.state).in_(OPEN_WORK), _is_due(work))
        .order_by(col(OutboxRow.ring_at))
        .limit(most)
        .with_for_update(skip_locked=True)
    )
    rows = list(work.session.execute(due).scalars())
    for found in rows:
        found.ring_at = work.now + patience.RING_AGAIN
    return rows


def said(why: Exception) -> str:
    """An error in one line, for people who look after the desk."""
    return f"{type(why).__name__}: {' '.join(str(why).split())[:300]}"


def _case_of_open_work(session: Session, row_id: UUID) -> Case | None:
    """The case, locked, that open work is about; none where it is over, or about none."""
    about = select(col(OutboxRow.case_id)).where(col(OutboxRow.id) == row_id, col(OutboxRow.state).in_(OPEN_WORK))
    query = select(Case).where(col(Case.id) == about.scalar_subquery()).with_for_update()
    return session.execute(query).scalar_one_or_none()


def _locked(session: Session, row_id: UUID) -> OutboxRow:
    return session.get_one(OutboxRow, row_id, with_for_update=True, populate_existing=True)


def _locked_case(session: Session, case_id: UUID | None) -> Case | None:
    return None if case_id is None else cases.by_id(session, case_id)


def _still_ours(session: Session, attempt: Attempt) -> OutboxRow:
    found = _locked(session, attempt.row_id)
    if found.state != WorkState.WORKING or found.attempts != attempt.number:
        raise Overtaken
    return found


def _may_begin(found: OutboxRow, work: Transaction) -> bool:
    if found.state == WorkState.WORKING:
        return patience.over(found.lease_until, work.now)
    return found.state in OPEN_WORK and patience.over(found.not_before, work.now)


def _is_due(work: Transaction) -> ColumnElement[bool]:
    """``patience.over`` for the database."""
    return or_(col(OutboxRow.ring_at) <= work.now, col(OutboxRow.ring_at) > work.now + patience.FURTHEST)


def _quarantine(work: Transaction, found: OutboxRow, case: Case | None, gave_up: GaveUp | None) -> None:
    found.state, found.lease_until, found.done_at = WorkState.QUARANTINED, None, work.now
    found.last_error = found.last_error or "El proceso que lo hacía terminó de golpe en cada intento."
    tell_if_given_up(work, found, case)
    if gave_up is not None:
        gave_up(work, found)


def _stumbled(house: House, attempt: Attempt, trouble: Exception, gave_up: GaveUp | None) -> None:
    """Note why an attempt ended; without this its lease runs out and it counts the same."""
    try:
        with house.transaction() as work:
            case = _locked_case(work.session, attempt.case_id)
            found = _locked(work.session, attempt.row_id)
            if found.state != WorkState.WORKING or found.attempts != attempt.number:
                return
            if isinstance(trouble, ServiceUnavailable):
                postpone(found, work, trouble)
                tell_if_given_up(work, found, case)
                if gave_up is not None and found.state in GIVEN_UP:
                    gave_up(work, found)
            else:
                found.last_error = said(trouble)
                again(found, work, patience.AFTER_DEATH)
    except Exception:
        log.exception("attempt_not_noted", outbox_id=str(attempt.row_id))
