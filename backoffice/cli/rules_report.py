"""What a run found, for people and as JSON: the verdicts that would be others first, then those that say otherwise."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table
from rich.text import Text

from backoffice.cli.following import COMMAND
from backoffice.cli.given_up_words import sentence_of
from backoffice.cli.verdict_words import findings_of, lines_of, print_indented
from backoffice.domain.change import Change
from backoffice.domain.explained.spanish import counted, moment_said
from backoffice.domain.typography import fold
from backoffice.domain.verdict import RESULT_LABELS
from backoffice.records.rules import RuleRun, RuleRunDecision
from backoffice.records.runs import GivenUpVerdict, RunRow

#: Rows of one table at a terminal; JSON has them all.
MOST = 200


@dataclass(frozen=True, slots=True)
class Found:
    """A run that is over: what it counted, each verdict that changes or was not computed, and what was given up."""

    run: RuleRun
    counts: dict[str, int]
    verdicts: list[dict[str, Any]]
    given_up: list[GivenUpVerdict]
    decision: RuleRunDecision | None
    zone: ZoneInfo

    @property
    def status(self) -> int:
        """0 nothing changes, 1 something does, 2 something could not be compared."""
        if self.counts["flipped"] or self.counts["changed"]:
            return 1
        return 2 if self.not_computed else 0

    @property
    def changes(self) -> list[tuple[dict[str, Any], Change]]:
        """Each verdict that changes, those whose result is another one first."""
        made = [(one, Change.from_json(one["change"])) for one in self.verdicts if "change" in one]
        return sorted(made, key=lambda pair: not pair[1].flips)

    @property
    def not_computed(self) -> list[dict[str, Any]]:
        """Each verdict that could not be given again, and why."""
        alone = [one for one in self.verdicts if "why" in one]
        parts = [
            {
                "folio": one.folio,
                "round": one.round_number,
                "submission": one.submission,
                "why": f"Su parte se dejó tras tres intentos. {sentence_of(one.error)}",
            }
            for one in self.given_up
        ]
        return [*alone, *parts]


def show(console: Console, found: Found) -> None:
    """The tables and what they come to."""
    changes = found.changes
    if changes:
        console.print(changes_table(changes[:MOST]))
        more(console, len(changes) - MOST)
    not_computed = found.not_computed
    if not_computed:
        console.print(not_computed_table(not_computed[:MOST]))
        more(console, len(not_computed) - MOST)
    for line in conclusion(found, len(not_computed)):
        console.print(Text(line))


def changes_table(changes: list[tuple[dict[str, Any], Change]]) -> Table:
    """One row a verdict. Texts of applicants are never taken for markup."""
    made = Table(title="Resultados que cambiarían", title_justify="left", box=SIMPLE_HEAD, leading=1)
    for name in ("Folio", "Ronda", "Antes → ahora"):
        made.add_column(name, no_wrap=True)
    made.add_column("Motivo y hallazgos", overflow="fold")
    for one, change in changes:
        told = "\n".join((change.reason, *lines_of(change)))
        cells = (one["folio"], round_of(one), results(change), told)
        made.add_row(*(Text(cell) for cell in cells))
    return made


def round_of(one: dict[str, Any]) -> str:
    """The round, with the file where it is not the first one."""
    return f"{one['round']}\nenvío {one['submission']}" if one["submission"] > 1 else str(one["round"])


def results(change: Change) -> str:
    """Before and after; once where they are the same."""
    if not change.flips:
        return f"{RESULT_LABELS[change.before]}\n(igual)"
    return f"{RESULT_LABELS[change.before]}\n→ {RESULT_LABELS[change.after]}"


def not_computed_table(rows: list[dict[str, Any]]) -> Table:
    """One row a verdict that could not be given again."""
    made = Table(title="Resultados que no se pudieron comparar", title_justify="left", box=SIMPLE_HEAD)
    for name in ("Folio", "Ronda"):
        made.add_column(name, no_wrap=True)
    made.add_column("Por qué", overflow="fold")
    for one in rows:
        made.add_row(one["folio"], round_of(one), Text(one["why"]))
    return made


def more(console: Console, left: int) -> None:
    """That a table goes on."""
    if left > 0:
        console.print(Text(f"… y {left:,} más. Con --json salen todos."))


def conclusion(found: Found, not_computed: int) -> Iterator[str]:
    """What it comes to, and that nobody was told."""
    counts, again = found.counts, COMMAND.format(number=found.run.number)
    yield (
        f"De {counted(found.run.total, 'resultado', 'resultados')}: {counts['flipped']:,} con otra conclusión, "
        f"{counts['changed']:,} con la misma y otros hallazgos, {counts['equal']:,} iguales."
    )
    if counts["replaced"]:
        yield f"Llegó otro archivo en lugar de {counted(counts['replaced'], 'envío', 'envíos')}: ya no cuentan."
    if not_computed:
        yield f"No se pudieron comparar {not_computed:,}."
    if found.given_up:
        yield f"Para intentar de nuevo lo que se dejó: {again}."
    if found.decision:
        yield decision_said(found.decision, found.zone)
    elif counts["flipped"] or counts["changed"]:
        yield "Ningún resultado guardado cambió y nadie fue avisado: qué hacer lo decide quien supervisa."
        yield f"Cuando lo decida: «./mesa rules decide {found.run.number} --accept (o --discard) --reason …»."
    yield f"Para verla otra vez: {again}."


def document(found: Found) -> dict[str, Any]:
    """All of it for machines."""
    verdicts = [
        {
            **{name: one[name] for name in ("folio", "round", "submission")},
            "before": change.before,
            "after": change.after,
            "flips": change.flips,
            "reason": change.reason,
            "findings": [f"{mark} {sentence}" for mark, _, sentence in findings_of(change)],
            "change": one["change"],
        }
        for one, change in found.changes
    ]
    not_computed = found.not_computed
    counts = {**found.counts, "not_computed": len(not_computed)}
    run = {**plain(found.run), "decision": decision_plain(found.decision)}
    return {"run": run, "counts": counts, "verdicts": verdicts, "not_computed": not_computed}


def plain(run: RuleRun) -> dict[str, Any]:
    """A run for machines."""
    return {
        "number": run.number,
        "label": run.label,
        "scope": run.scope,
        "rules_version": run.rules_version,
        "engine_version": run.engine_version,
        "started_by": run.started_by,
        "started_at": run.started_at.isoformat(),
        "finished_at": run.finished_at.isoformat() if run.finished_at else None,
        "total": run.total,
    }


def decision_plain(decision: RuleRunDecision | None) -> dict[str, Any] | None:
    """A decision for machines; ``None`` where there is none yet."""
    if decision is None:
        return None
    return {
        "accepted": decision.accepted,
        "reason": decision.reason,
        "by": decision.decided_by,
        "at": decision.decided_at.isoformat(),
    }


def decision_said(decision: RuleRunDecision, zone: ZoneInfo) -> str:
    """A decision for people."""
    word = "Aceptada" if decision.accepted else "Descartada"
    return f"{word} por {decision.decided_by}, {moment_said(decision.decided_at, zone)}: {fold(decision.reason)}"


def listed(row: RunRow) -> dict[str, Any]:
    """A run of the list for machines."""
    decision = decision_plain(row.decision)
    return {
        **plain(row.run),
        "decision": decision,
        "done": row.standing.done,
        "given_up": row.standing.given_up,
        "counts": row.counts,
    }


def show_runs(console: Console, rows: list[RunRow], zone: ZoneInfo) -> None:
    """The list for people: two lines a run."""
    for row in rows:
        run, counts = row.run, row.counts
        came_to = f"{counts['flipped']:,} con otra conclusión, {counts['changed']:,} con otros hallazgos"
        console.print(Text.assemble((str(run.number), "bold"), f"  {progress(row)} · {came_to}"))
        given_by = f"reglas {run.rules_version}, motor {run.engine_version}"
        told = (moment_said(run.started_at, zone), run.started_by, scope_said(run.scope), given_by, run.label)
        print_indented(console, " · ".join(filter(None, told)))
        if row.decision:
            print_indented(console, decision_said(row.decision, zone))


def scope_said(scope: str) -> str:
    """Which verdicts were compared."""
    word, _, folio = scope.partition(" ")
    which = {"all": "todos", "undecided": "los que nadie ha resuelto"}.get(word, word)
    return f"{which}, del caso {folio}" if folio else which


def progress(row: RunRow) -> str:
    """``terminó: 3 de 3``, or how far it is."""
    done, given_up = row.standing.done, row.standing.given_up
    lost = f", {given_up:,} sin comparar" if given_up else ""
    return f"{'terminó' if row.run.finished_at else 'en marcha'}: {done:,} de {row.run.total:,}{lost}"
