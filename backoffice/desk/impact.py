"""What changed rules would change: the run followed to its end, and what it found as frames. Nobody is told of it."""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pandas as pd

from backoffice import official
from backoffice.casework import rule_trials
from backoffice.casework.house import House
from backoffice.domain.change import Change
from backoffice.domain.errors import ServiceUnavailable
from backoffice.domain.explained.spanish import counted, said
from backoffice.domain.explained.values import STANDINGS
from backoffice.domain.parameters.changing import Changes
from backoffice.domain.verdict import RESULT_LABELS
from backoffice.records import runs
from backoffice.records.rules import RuleRun
from backoffice.records.runs import Standing

#: Seconds between two looks; without any sign of a worker before the first part, and between two of them.
GLANCE, BEFORE, BETWEEN = 0.25, 20.0, 150.0
#: Findings told of one verdict in the table.
MOST_FINDINGS = 4
CASES = {
    "Folio": "string", "Ronda": "int64", "Archivo": "int64", "Antes": "string", "Ahora": "string",
    "Motivo": "string", "Hallazgos": "string",
}  # fmt: skip
LOST = {"Folio": "string", "Ronda": "int64", "Archivo": "int64", "Por qué": "string"}
GIVEN_UP = "Su parte falló en cada intento: mira la bitácora de los trabajadores."


@dataclass(frozen=True, slots=True)
class Impact:
    """What a run found. ``counts`` by ``records.runs.COUNTS``; ``flips`` and ``others`` have the columns ``CASES``,
    ``lost`` those of ``LOST``. ``number`` is 0 where nothing is stored that could be compared.
    """

    number: int
    total: int
    counts: dict[str, int]
    flips: pd.DataFrame
    others: pd.DataFrame
    lost: pd.DataFrame

    @property
    def conclusion(self) -> str:
        """What it comes to, as a sentence."""
        counts, of = self.counts, counted(self.total, "resultado", "resultados")
        return (
            f"Comparación {self.number}. De {of}: {counts['flipped']:,} con otra conclusión, {counts['changed']:,} con "
            f"la misma y otros hallazgos, {counts['equal']:,} iguales, {len(self.lost):,} sin comparar. "
            "Ningún resultado guardado cambió y nadie fue avisado."
        )


def impact(
    house: House,
    changes: Changes,
    by: str,
    *,
    show: Callable[[Standing], None],
    anew: bool = False,
    tick: Callable[[], float] = time.monotonic,
    pause: Callable[[float], None] = time.sleep,
) -> Impact:
    """Try *changes* on every stored verdict through the workers; *show* hears how far it is.

    The run is kept: whoever asks again, also after this process ended, goes on with it. Raises ``BadInput``,
    ``BadParameters``, ``ServiceUnavailable`` (also where no worker gives a sign).
    """
    begun = rule_trials.trial(house, changes, by, anew=anew)
    if begun is None:
        return Impact(0, 0, dict.fromkeys(runs.COUNTS, 0), *(_frame([], of) for of in (CASES, CASES, LOST)))
    _follow(house, begun.run, show, tick, pause)
    return found(house, begun.run)


def values_frame() -> pd.DataFrame:
    """The official values that can be changed, each with the name that the notebook calls it by."""
    lines = [
        (name, table.title, str(table.values[-1].value), table.unit, _since(table), STANDINGS[table.standing])
        for name, table in sorted(official.parameters().tables.items())
    ]
    return pd.DataFrame(lines, columns=["Nombre", "Qué es", "Valor más nuevo", "Unidad", "Desde", "Sustento"])


def _since(table: Any) -> str:
    first = table.values[-1].first
    return "siempre" if first.year == 1 else first.isoformat()


def _follow(
    house: House,
    run: RuleRun,
    show: Callable[[Standing], None],
    tick: Callable[[], float],
    pause: Callable[[float], None],
) -> None:
    seen, since = _look(house, run), tick()
    show(seen)
    while not seen.is_over:
        pause(GLANCE)
        now = _look(house, run)
        if now != seen:
            seen, since = now, tick()
            show(seen)
        elif tick() - since > (BETWEEN if seen.attempts else BEFORE):
            raise ServiceUnavailable(
                f"Los trabajadores no avanzan. Arráncalos con «./mesa up» y revisa «./mesa status». La comparación "
                f"{run.number} queda guardada: ejecuta de nuevo esta celda y sigue donde iba."
            )


def _look(house: House, run: RuleRun) -> Standing:
    with house.transaction() as work:
        return runs.standing(work.session, run)


def found(house: House, run: RuleRun) -> Impact:
    """What a run that is over found."""
    with house.transaction() as work:
        counts = runs.counts(work.session, run.id)
        verdicts = list(runs.found(work.session, run.id))
        given_up = runs.given_up(work.session, run.id)
    told = [(one, Change.from_json(one["change"])) for one in verdicts if "change" in one]
    lost = [(one["folio"], one["round"], one["submission"], said(one["why"])) for one in verdicts if "why" in one]
    lost += [(one.folio, one.round_number, one.submission, GIVEN_UP) for one in given_up]
    return Impact(
        number=run.number,
        total=run.total,
        counts=counts,
        flips=_frame([_line(one, change) for one, change in told if change.flips], CASES),
        others=_frame([_line(one, change) for one, change in told if not change.flips], CASES),
        lost=_frame(lost, LOST),
    )


def _line(one: dict[str, Any], change: Change) -> tuple[Any, ...]:
    names = RESULT_LABELS[change.before], RESULT_LABELS[change.after]
    return one["folio"], one["round"], one["submission"], *names, change.reason, " · ".join(_findings(change))


def _findings(change: Change) -> Iterator[str]:
    """The findings that appear (+), disappear (−) or say something else (~), those that name a cause first."""
    marked = [("+", one) for one in change.added] + [("−", one) for one in change.removed]
    marked += [("~", new) for _, new in change.altered]
    marked.sort(key=lambda pair: not pair[1].causes)
    yield from (f"{mark} {said(one.message, 200)}" for mark, one in marked[:MOST_FINDINGS])
    if len(marked) > MOST_FINDINGS:
        yield f"y {len(marked) - MOST_FINDINGS:,} más"


def _frame(lines: list[tuple[Any, ...]], of: dict[str, str]) -> pd.DataFrame:
    return pd.DataFrame(lines, columns=list(of)).astype(of)
