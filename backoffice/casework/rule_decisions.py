"""A supervisor decides about a run that tried other rules: once, with a reason, on the record.

Nothing follows by itself: stored verdicts stay as they were given, and nobody is told. Accepting says that what the run
found is right; what is to be done about the cases that it names is for people, who see it beside the run from then on.
"""

from dataclasses import dataclass

from sqlalchemy import select
from sqlmodel import col

from backoffice.casework import rule_runs
from backoffice.casework.house import House, Transaction
from backoffice.casework.supervision import refuse_no_supervisor
from backoffice.domain.calendar import spoken
from backoffice.domain.decision import readable
from backoffice.domain.errors import BadInput, WrongState
from backoffice.records import runs
from backoffice.records.rules import RuleRun, RuleRunDecision

LONGEST_REASON = 1_000
WORDS = {True: "aceptada", False: "descartada"}


@dataclass(frozen=True, slots=True)
class Decided:
    """The decision that stands; ``again``: it was there before."""

    decision: RuleRunDecision
    again: bool


def decide(house: House, number: int, *, accepted: bool, reason: str, by: str) -> Decided:
    """Decide about the run that people call *number*. The same decision twice is one, the first.

    Raises ``BadInput`` (no such run, no reason), ``WrongState`` (no supervisor, not over, decided otherwise).
    """
    refuse_no_supervisor(house, by, "decide sobre una comparación")
    said = readable(reason)
    if not said:
        raise BadInput("Escribe el motivo con --reason: queda junto a la decisión.")
    if len(said) > LONGEST_REASON:
        raise BadInput(f"El motivo es demasiado largo: resúmelo en {LONGEST_REASON:,} caracteres.")
    with house.transaction() as work:
        run = _locked(work, number)
        known = work.session.get(RuleRunDecision, run.id)
        if known is not None:
            return _known(house, run, known, accepted=accepted)
        _refuse_unfinished(work, run)
        made = RuleRunDecision(run_id=run.id, accepted=accepted, reason=said, decided_by=by, decided_at=work.now)
        work.put(made)
        work.happened("decide_rule_run", f"supervisor:{by}", None, run=run.number, accepted=accepted, reason=said)
    return Decided(made, again=False)


def _locked(work: Transaction, number: int) -> RuleRun:
    """The run; who decides about it at the same time waits. Raises ``BadInput``."""
    run = rule_runs.by_number(work.session, number)
    query = select(RuleRun).where(col(RuleRun.id) == run.id).with_for_update()
    return work.session.execute(query, execution_options={"populate_existing": True}).scalar_one()


def _known(house: House, run: RuleRun, known: RuleRunDecision, *, accepted: bool) -> Decided:
    if known.accepted != accepted:
        day = house.local_date(known.decided_at)
        raise WrongState(
            f"La comparación {run.number} ya fue {WORDS[known.accepted]} por {known.decided_by} el {spoken(day)}: "
            "no se cambió. Para decidir otra cosa, haz una comparación nueva."
        )
    return Decided(known, again=True)


def _refuse_unfinished(work: Transaction, run: RuleRun) -> None:
    """What is not known whole is not decided."""
    stands = runs.standing(work.session, run)
    if stands.given_up:
        raise WrongState(
            f"La comparación {run.number} dejó {stands.given_up:,} resultados sin comparar. Intenta de nuevo con "
            f"«./mesa rules diff --resume {run.number}» y decide cuando termine."
        )
    if run.finished_at is None:
        raise WrongState(
            f"La comparación {run.number} no ha terminado: {stands.done:,} de {run.total:,}. Decide cuando termine."
        )
