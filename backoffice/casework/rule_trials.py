"""Trying changed official values from the desk: a run that already answers is shown, else one is ordered."""

from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlmodel import col

from backoffice import official
from backoffice.casework import rule_runs
from backoffice.casework.house import House
from backoffice.casework.rule_runs import Begun
from backoffice.domain.parameters import load
from backoffice.domain.parameters.changing import Changes, changed
from backoffice.domain.verdict import ENGINE_VERSION
from backoffice.records import runs
from backoffice.records.rules import RuleRun, RuleRunPart
from backoffice.records.verdicts import Scope, latest

LABEL = "Impacto de reglas"


def trial(house: House, changes: Changes, by: str, *, anew: bool = False) -> Begun | None:
    """The run that tries *changes* on the newest verdicts of all rounds; ``None`` where there are none.

    One that is over and about these same verdicts answers again, unless *anew*. Raises as ``changed`` and
    ``rule_runs.start`` do.
    """
    texts = changed(official.texts(), changes) if changes else None
    if not anew:
        with house.transaction() as work:
            known = _answer(work.session, (official.parameters() if texts is None else load(texts)).version)
        if known is not None:
            return Begun(known, again=True)
    return rule_runs.start(house, texts, Scope(), label=LABEL, by=by)


def _answer(session: Session, version: str) -> RuleRun | None:
    """The newest run by these rules and this engine, if it is over, whole, and about what is stored now."""
    query = select(RuleRun).where(
        col(RuleRun.rules_version) == version,
        col(RuleRun.engine_version) == ENGINE_VERSION,
        col(RuleRun.scope) == Scope().word,
    )
    run = session.execute(query.order_by(col(RuleRun.number).desc()).limit(1)).scalar_one_or_none()
    if run is None or run.finished_at is None or runs.standing(session, run).given_up:
        return None
    if runs.counts(session, run.id)["replaced"]:
        return None
    parts = select(col(RuleRunPart.submissions)).where(col(RuleRunPart.run_id) == run.id)
    compared = [one for part in session.execute(parts).scalars() for one in part]
    return run if sorted(compared) == sorted(str(one) for one in latest(session, Scope())) else None
