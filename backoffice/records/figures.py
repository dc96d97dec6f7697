"""How much of everything there is and how long it has waited, for whoever watches the desk. Nothing changes here."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, case, func, select, text
from sqlalchemy.orm import Session
from sqlmodel import SQLModel, col

from backoffice.domain.work import OPEN_WORK, WAITING_TASK, TaskReason, WorkKind, WorkState
from backoffice.domain.workflow import State
from backoffice.records.bounces import Bounce
from backoffice.records.cases import Case, Round
from backoffice.records.outbox import OutboxRow
from backoffice.records.submissions import ReviewTask, Submission, VerdictRow

#: The advisory lock that makes a process the clock.
CLOCK_LOCK = 7_305_002
#: Verdicts of so long are "lately".
LATELY = timedelta(hours=1)
#: A company's deadline that comes within so many days is near; the desk's own, today and tomorrow.
COMPANY_NEAR, DESK_NEAR = timedelta(days=3), timedelta(days=1)
OVERDUE, SOON, LATER = "overdue", "soon", "later"


@dataclass(frozen=True, slots=True)
class Figures:
    """One look. Times are seconds.

    ``oldest_work`` is, by kind, for how long the oldest row that may be done now has waited. ``reviews`` counts the
    tasks that wait for a person, and ``evidence`` the rounds that wait for a file, by when they are due: ``overdue``,
    ``soon``, ``later``. ``verdict_seconds`` are, of the verdicts given lately, from the file to the verdict.
    ``clocks`` is how many processes hold the clock's lock: one, or none.
    """

    work: dict[tuple[WorkKind, WorkState], int]
    oldest_work: dict[WorkKind, float]
    returned_letters: int
    cases: dict[State, int]
    reviews: dict[str, int]
    quarantined: int
    evidence: dict[str, int]
    verdict_seconds: tuple[float, ...]
    clocks: int


def figures(session: Session, now: datetime, today: date) -> Figures:
    """All of them at the moment *now* (UTC), which is *today* where people read dates."""
    waits = col(ReviewTask.state).in_(WAITING_TASK)
    awaited = (col(Round.closed_at).is_(None), col(Round.deadline).is_not(None))
    return Figures(
        work={(kind, state): rows for kind, state, rows in session.execute(_counted(OutboxRow.kind, OutboxRow.state))},
        oldest_work=oldest_work(session, now),
        returned_letters=_count(session, Bounce, col(Bounce.settled_at).is_(None)),
        cases=dict(session.execute(_counted(Case.state)).all()),
        reviews=_by_day(session, ReviewTask, col(ReviewTask.due), today, DESK_NEAR, waits),
        quarantined=_count(session, ReviewTask, waits, col(ReviewTask.reason) == TaskReason.QUARANTINED),
        evidence=_by_day(session, Round, col(Round.deadline), today, COMPANY_NEAR, *awaited),
        verdict_seconds=_verdict_seconds(session, now),
        clocks=clocks(session),
    )


CLOCKS = """
SELECT count(*) FROM pg_locks
WHERE locktype = 'advisory' AND classid = 0 AND objid = :lock AND granted
    AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
"""


def clocks(session: Session) -> int:
    """How many processes hold the clock's lock: one, or none."""
    return int(session.execute(text(CLOCKS), {"lock": CLOCK_LOCK}).scalar_one())


def _counted(*words: Any) -> Any:
    return select(*map(col, words), func.count()).group_by(*map(col, words))


def _count(session: Session, table: type[SQLModel], *which: ColumnElement[bool]) -> int:
    return session.execute(select(func.count()).select_from(table).where(*which)).scalar_one()


def oldest_work(session: Session, now: datetime) -> dict[WorkKind, float]:
    """By kind, for how many seconds the oldest row that may be done at that moment (UTC) has waited."""
    since = func.coalesce(col(OutboxRow.not_before), col(OutboxRow.created_at))
    query = (
        select(col(OutboxRow.kind), func.min(since))
        .where(col(OutboxRow.state).in_(OPEN_WORK), since <= now)
        .group_by(col(OutboxRow.kind))
    )
    return {kind: (now - oldest).total_seconds() for kind, oldest in session.execute(query)}


def _by_day(
    session: Session,
    table: type[SQLModel],
    due: Any,
    today: date,
    near: timedelta,
    *which: ColumnElement[bool],
) -> dict[str, int]:
    when = case((due < today, OVERDUE), (due <= today + near, SOON), else_=LATER)
    query = select(when.label("due"), func.count()).select_from(table).where(*which).group_by(text("due"))
    return {OVERDUE: 0, SOON: 0, LATER: 0, **dict(session.execute(query).all())}


def _verdict_seconds(session: Session, now: datetime) -> tuple[float, ...]:
    query = (
        select(func.extract("epoch", col(VerdictRow.given_at) - col(Submission.received_at)))
        .join(Submission, col(Submission.id) == col(VerdictRow.submission_id))
        .where(col(VerdictRow.given_at) > now - LATELY)
    )
    return tuple(sorted(max(0.0, float(taken)) for taken in session.execute(query).scalars()))
