"""Plain reading of runs that try rules: where each stands, and what it found. Nothing changes here."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session
from sqlmodel import col

from backoffice.domain.work import OPEN_WORK, WorkKind, WorkState
from backoffice.records.cases import Case, Round
from backoffice.records.outbox import GIVEN_UP, OutboxRow
from backoffice.records.rules import RuleRun, RuleRunDecision, RuleRunPart
from backoffice.records.submissions import Submission

#: What a part counts of its verdicts. ``replaced``: a newer file came while the run waited.
COUNTS = ("equal", "flipped", "changed", "not_computed", "replaced")


@dataclass(frozen=True, slots=True)
class Standing:
    """How far a run is, in verdicts: ``done``, ``given_up`` with their part, and the rest. ``pulse`` grows with it."""

    total: int
    done: int
    given_up: int
    attempts: int
    pulse: datetime | None

    @property
    def is_over(self) -> bool:
        """Nothing of it is still to be done."""
        return self.done + self.given_up == self.total


@dataclass(frozen=True, slots=True)
class RunRow:
    """A run in the list, and what was decided about it; ``counts`` by the names of ``COUNTS``, of the parts done."""

    run: RuleRun
    standing: Standing
    counts: dict[str, int]
    decision: RuleRunDecision | None = None


@dataclass(frozen=True, slots=True)
class GivenUpVerdict:
    """A verdict that was not computed because its part was given up, and the part's last error."""

    folio: str
    round_number: int
    submission: int
    error: str


def standing(session: Session, run: RuleRun) -> Standing:
    """Where one run stands."""
    size = func.jsonb_array_length(col(RuleRunPart.submissions))
    state = col(OutboxRow.state)
    query = _parts(run.id, OutboxRow).with_only_columns(
        func.coalesce(func.sum(size).filter(state == WorkState.DONE), 0),
        func.coalesce(func.sum(size).filter(state.in_(GIVEN_UP)), 0),
        func.coalesce(func.sum(col(OutboxRow.attempts)), 0),
        func.max(col(OutboxRow.lease_until)),
    )
    done, given_up, attempts, pulse = session.execute(query).one()
    return Standing(run.total, done, given_up, attempts, pulse)


def open_parts(session: Session, run_id: UUID) -> int:
    """How many parts are still to be done."""
    query = _parts(run_id, OutboxRow).where(col(OutboxRow.state).in_(OPEN_WORK)).with_only_columns(func.count())
    return session.execute(query).scalar_one()


def part_rows(session: Session, run_id: UUID) -> list[OutboxRow]:
    """The outbox rows of all parts, locked, in their order."""
    query = _parts(run_id, OutboxRow).order_by(col(RuleRunPart.number)).with_for_update(of=OutboxRow)
    return list(session.execute(query).scalars())


def counts(session: Session, run_id: UUID) -> dict[str, int]:
    """What the parts that are done have counted."""
    of_one = [func.sum(col(RuleRunPart.results)["counts"][name].as_integer()) for name in COUNTS]
    found = session.execute(select(*of_one).where(col(RuleRunPart.run_id) == run_id)).one()
    return {name: count or 0 for name, count in zip(COUNTS, found, strict=True)}


def found(session: Session, run_id: UUID) -> Iterator[dict[str, Any]]:
    """The verdicts that change or could not be computed, as ``casework.readjudication`` tells them, by folio."""
    query = select(col(RuleRunPart.results)).where(col(RuleRunPart.run_id) == run_id).order_by(col(RuleRunPart.number))
    for results in session.execute(query).scalars():
        yield from (results or {}).get("verdicts", [])


def given_up(session: Session, run_id: UUID) -> list[GivenUpVerdict]:
    """The verdicts of the parts that were given up, by folio."""
    query = _parts(run_id, RuleRunPart).where(col(OutboxRow.state).in_(GIVEN_UP)).add_columns(col(OutboxRow.last_error))
    errors = {UUID(one): error for part, error in session.execute(query) for one in part.submissions}
    which = (
        select(col(Case.folio), col(Round.number), col(Submission.number), col(Submission.id))
        .select_from(Submission)
        .join(Case, col(Case.id) == col(Submission.case_id))
        .join(Round, col(Round.id) == col(Submission.round_id))
        .where(col(Submission.id).in_(errors))
        .order_by(col(Case.folio), col(Round.number), col(Submission.number))
    )
    rows = session.execute(which)
    return [GivenUpVerdict(folio, round_, number, errors[one] or "") for folio, round_, number, one in rows]


def all_runs(session: Session) -> list[RunRow]:
    """Every run, the newest first."""
    runs = session.execute(select(RuleRun).order_by(col(RuleRun.number).desc())).scalars().all()
    return [
        RunRow(run, standing(session, run), counts(session, run.id), session.get(RuleRunDecision, run.id))
        for run in runs
    ]


def _parts(run_id: UUID, table: Any) -> Select[Any]:
    """The parts of a run beside the work that is about them; work that another took the place of does not count."""
    return (
        select(table)
        .select_from(RuleRunPart)
        .join(OutboxRow, col(OutboxRow.subject_id) == col(RuleRunPart.id))
        .where(
            col(RuleRunPart.run_id) == run_id,
            col(OutboxRow.kind) == WorkKind.READJUDICATE,
            col(OutboxRow.state) != WorkState.WITHDRAWN,
        )
    )
