"""From a verdict and its test set to the whole explanation. Pure: same verdict, same set, same words."""

from collections.abc import Sequence

from backoffice.domain.diagnosis import alternatives
from backoffice.domain.explained.compared import tallies
from backoffice.domain.explained.diagnosed import causes_said
from backoffice.domain.explained.differences import Difference, differences
from backoffice.domain.explained.facts import Origin, facts_of
from backoffice.domain.explained.lights import lights
from backoffice.domain.explained.model import Explained, RowExplained
from backoffice.domain.explained.passed import passed
from backoffice.domain.explained.points import points_by_tab
from backoffice.domain.explained.summary import conclusion, labels_said, result_in_short
from backoffice.domain.explained.values import OfficialValue
from backoffice.domain.explained.worked import Ask, workings
from backoffice.domain.parameters import Parameters
from backoffice.domain.test_set import TestSet
from backoffice.domain.verdict import Verdict

#: So many rows are worked in full, and so many listed; beyond, they are counted.
MOST_WORKED, MOST_LISTED = 60, 300

#: What comes next, by the result; ``None``: nobody could evaluate the file.
TO_DO = {
    None: "Una persona revisa por qué no se pudo evaluar y lo repite, o pide otro archivo.",
    "refused": "Corrige el archivo y envíalo de nuevo: la ronda, el set y el plazo son los mismos.",
    "inconsistent": "Corrige lo que este informe marca «por corregir»; lo que marca «por ver» lo revisa una persona.",
    "consistent": "No hay nada que corregir; lo que este informe marca «por ver» lo revisa una persona.",
}


def explain(verdict: Verdict | None, asked: TestSet, parameters: Parameters, origin: Origin) -> Explained:
    """Explain one submission. *verdict* is ``None`` where the evaluation gave up (quarantine).

    *parameters* are the official values that gave it; *origin* is what a verdict does not say of itself.
    """
    judged = verdict if verdict is not None and verdict.result != "refused" else None
    lines = differences(judged, asked)
    possible = alternatives(asked, parameters) if judged and judged.diagnosis else None
    first = conclusion(verdict, asked, parameters, possible)
    rows = _worked(lines, asked, parameters)
    return Explained(
        heading=origin.heading,
        tone=first.tone,
        result=result_in_short(verdict),
        conclusion=first,
        to_do=TO_DO[verdict.result if verdict else None],
        tallies=tallies(verdict, asked),
        lights=tuple(lights(judged, asked)),
        causes=causes_said(judged, asked, parameters, possible) if judged and possible else (),
        unexplained=labels_said(judged.unexplained) if judged else "",
        differences=tuple(lines[:MOST_LISTED]),
        rows=rows,
        only_listed=min(len(lines), MOST_LISTED) - len(rows),
        left_out=max(0, len(lines) - MOST_LISTED),
        values=_values(rows),
        points=points_by_tab(judged),
        passed=passed(verdict, asked),
        facts=facts_of(verdict, asked, origin, parameters.version if rows else ""),
        made_at=origin.evaluated_at,
    )


def _worked(lines: Sequence[Difference], asked: TestSet, parameters: Parameters) -> tuple[RowExplained, ...]:
    """The rows to work in full, in the order of the set; where they are too many, doubtful ones give way to wrong ones.

    What is accepted needs no working.
    """
    rows = {(row.section, row.number): row for row in asked.rows}
    known = [(place, line) for place, line in enumerate(lines) if line.place in rows and line.tone != "info"]
    gravest = sorted(known, key=lambda one: (one[1].tone != "bad", one[0]))[:MOST_WORKED]
    chosen = [line for _, line in sorted(gravest, key=lambda one: one[0])]
    asks = [Ask(rows[line.place], line.causes, dict(line.shown)) for line in chosen]
    return tuple(RowExplained(*both) for both in zip(chosen, workings(asks, parameters), strict=True))


def _values(rows: Sequence[RowExplained]) -> tuple[OfficialValue, ...]:
    """Each official value once, by name and date."""
    found = {value for row in rows for value in row.worked.values}
    return tuple(sorted(found, key=lambda value: (value.name, value.first)))
