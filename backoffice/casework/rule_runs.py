"""Trying rules on the verdicts that were given: ordering a run in parts, going on with one, and knowing its end.

Nothing of a case changes: no verdict, no state, no letter. What a run finds is for people to decide about.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session
from sqlmodel import col

from backoffice import official
from backoffice.casework import outbox, rules
from backoffice.casework.house import House, Transaction
from backoffice.domain.errors import BadInput, WrongState
from backoffice.domain.parameters import load
from backoffice.domain.verdict import ENGINE_VERSION
from backoffice.domain.work import OPEN_WORK, WorkKind
from backoffice.records import runs
from backoffice.records.outbox import GIVEN_UP
from backoffice.records.rules import RuleRun, RuleRunPart
from backoffice.records.verdicts import Scope, latest

#: Verdicts a part: a second or two of work.
PART = 50
#: Whoever starts or reopens a run takes this advisory lock until the commit.
RUNS_LOCK = 7_305_003
LONGEST_LABEL = 100


@dataclass(frozen=True, slots=True)
class Begun:
    """A run that is under way; ``again``: it was so before."""

    run: RuleRun
    again: bool


def start(house: House, texts: Mapping[str, str] | None, scope: Scope, *, label: str, by: str) -> Begun | None:
    """Try the rules of *texts* (``None``: those in force) on the newest verdicts of *scope*; ``None`` without any.

    One that is unfinished is gone on with. Raises ``BadParameters``, ``CaseNotFound``.
    """
    version = (official.parameters() if texts is None else load(texts)).version
    with house.transaction() as work:
        _one_at_a_time(work.session)
        submissions = latest(work.session, scope)
        run = _unfinished(work.session, version, ENGINE_VERSION, scope.word)
        if run is not None:
            _ring(work, run)
            return Begun(run, again=True)
        if not submissions:
            return None
        rules.keep(work, version, texts)
        number = int(work.session.execute(select(func.nextval("rule_run_numbers"))).scalar_one())
        run = RuleRun(
            number=number,
            label=_one_line(label),
            scope=scope.word,
            rules_version=version,
            engine_version=ENGINE_VERSION,
            started_by=by,
            started_at=work.now,
            total=len(submissions),
        )
        _order(work, run, submissions)
    return Begun(run, again=False)


def resume(house: House, number: int, by: str) -> RuleRun:
    """Go on with a run: what waits is rung for, what was given up is ordered anew; one that is over stays as it is.

    Raises ``BadInput`` for a number that no run has, ``WrongState`` where another of its kind is under way.
    """
    with house.transaction() as work:
        _one_at_a_time(work.session)
        run = by_number(work.session, number)
        given_up = [row for row in runs.part_rows(work.session, run.id) if row.state in GIVEN_UP]
        if given_up:
            _refuse_second(work.session, run)
            run.finished_at = None
            work.happened("resume_rule_run", f"operator:{by}", None, run=run.number, parts=len(given_up))
        for row in given_up:
            outbox.anew(work, row, None)
        _ring(work, run)
    return run


def by_number(session: Session, number: int) -> RuleRun:
    """The run that people call so. Raises ``BadInput``."""
    run = session.execute(select(RuleRun).where(col(RuleRun.number) == number)).scalar_one_or_none()
    if run is None:
        raise BadInput(f"No hay una comparación {number}. Mira las que hay con «./mesa rules runs».")
    return run


def close_if_over(work: Transaction, run_id: UUID) -> None:
    """To be called with every part that ends, its row locked: after the last one the run is finished."""
    run = work.session.get_one(RuleRun, run_id, with_for_update=True, populate_existing=True)
    if run.finished_at is not None or runs.open_parts(work.session, run_id):
        return
    run.finished_at = work.now
    given_up = runs.standing(work.session, run).given_up
    counts = {**runs.counts(work.session, run_id), "given_up": given_up}
    work.happened("finish_rule_run", "system", None, run=run.number, total=run.total, counts=counts)


def _order(work: Transaction, run: RuleRun, submissions: Sequence[UUID]) -> None:
    work.put(run)
    for number, first in enumerate(range(0, len(submissions), PART), start=1):
        some = [str(one) for one in submissions[first : first + PART]]
        part = RuleRunPart(run_id=run.id, number=number, submissions=some)
        work.put(part, outbox.row(work, WorkKind.READJUDICATE, part.id, None))
    work.happened(
        "start_rule_run",
        f"operator:{run.started_by}",
        None,
        run=run.number,
        label=run.label,
        scope=run.scope,
        rules_version=run.rules_version,
        engine_version=run.engine_version,
        total=run.total,
    )


def _ring(work: Transaction, run: RuleRun) -> None:
    """Ring once more for all that waits: whoever asks should not wait for the clock."""
    rows = runs.part_rows(work.session, run.id)
    work.bells.extend((row.kind, row.id) for row in rows if row.state in OPEN_WORK)


def _one_at_a_time(session: Session) -> None:
    session.execute(select(func.pg_advisory_xact_lock(RUNS_LOCK)))


def _unfinished(session: Session, rules_version: str, engine_version: str, scope: str) -> RuleRun | None:
    query = select(RuleRun).where(
        col(RuleRun.rules_version) == rules_version,
        col(RuleRun.engine_version) == engine_version,
        col(RuleRun.scope) == scope,
        col(RuleRun.finished_at).is_(None),
    )
    return session.execute(query).scalar_one_or_none()


def _refuse_second(session: Session, run: RuleRun) -> None:
    other = _unfinished(session, run.rules_version, run.engine_version, run.scope)
    if other is not None and other.id != run.id:
        raise WrongState(
            f"Ya está en marcha la comparación {other.number}, con las mismas reglas. "
            f"Mírala con «./mesa rules diff --resume {other.number}»."
        )


def _one_line(label: str) -> str:
    """A label as a harmless line."""
    shown = "".join(c if c.isprintable() else " " for c in label)
    return " ".join(shown.split())[:LONGEST_LABEL]
