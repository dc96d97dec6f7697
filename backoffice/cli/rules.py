"""``mesa rules``: try other rules on the verdicts that were given, through the workers, and see which would change."""

import json
from pathlib import Path

import click
from rich.console import Console

from backoffice import official
from backoffice.casework import rule_decisions, rule_runs
from backoffice.casework.house import House
from backoffice.cli.following import COMMAND, follow
from backoffice.cli.given_parameters import texts_with
from backoffice.cli.opening import opened
from backoffice.cli.rules_report import Found, decision_said, document, listed, show, show_runs
from backoffice.desk.identity import at_the_desk
from backoffice.domain.errors import BadInput
from backoffice.domain.parameters import load
from backoffice.records import runs
from backoffice.records.rules import RuleRun, RuleRunDecision
from backoffice.records.verdicts import Scope

INTERRUPTED = 130


@click.group()
def command() -> None:
    """Compara los resultados guardados con otras reglas, sin cambiar ninguno."""


@command.command("diff")
@click.option("--parameters", "folder", metavar="DIR", type=click.Path(path_type=Path), help="Carpeta con las tablas.")
@click.option("--open", "undecided", is_flag=True, help="Solo los que nadie ha resuelto.")
@click.option("--folio", default="", help="Solo los de un caso.")
@click.option("--label", default="", help="Un nombre para reconocer la comparación.")
@click.option("--resume", "number", type=int, metavar="RUN", help="Sigue la comparación de ese número.")
@click.option("--json", "as_json", is_flag=True, help="Escribe JSON en la salida.")
def diff(*, folder: Path | None, undecided: bool, folio: str, label: str, number: int | None, as_json: bool) -> int:
    """Da de nuevo los resultados guardados y dice cuáles cambiarían y por qué. No cambia ninguno ni avisa a nadie.

    Con --parameters, las tablas de esa carpeta reemplazan a las que están en vigor; sin ella se comparan las reglas y
    el motor de hoy. Termina con 0 si nada cambia, con 1 si algo cambia y con 2 si algo no se pudo comparar.
    """
    if number is not None and (folder or undecided or folio or label):
        raise BadInput("Con --resume no van otras opciones: la comparación ya sabe cuáles son.")
    with opened() as house:
        run = resumed(house, number) if number is not None else begun(house, folder, Scope(undecided, folio), label)
        if run is None:
            return nothing(as_json=as_json)
        try:
            follow(house, run)
        except KeyboardInterrupt:
            again = COMMAND.format(number=run.number)
            click.echo(f"La comparación {run.number} sigue sin ti. Mírala con {again}.", err=True)
            return INTERRUPTED
        found = gathered(house, run.number)
    if as_json:
        click.echo(json.dumps(document(found), ensure_ascii=False, indent=1))
    else:
        show(Console(), found)
    return found.status


def resumed(house: House, number: int) -> RuleRun:
    """The run of that number, gone on with."""
    return rule_runs.resume(house, number, by=at_the_desk(house).name)


def begun(house: House, folder: Path | None, scope: Scope, label: str) -> RuleRun | None:
    """A new run, or the unfinished one of the same kind; ``None`` where there is nothing to compare."""
    texts = texts_with(folder) if folder else None
    if texts is not None and load(texts).version == official.parameters().version:
        click.echo("Esas tablas son las que ya están en vigor: la comparación es con las reglas de hoy.", err=True)
    found = rule_runs.start(house, texts, scope, label=label, by=at_the_desk(house).name)
    if found is None:
        return None
    run = found.run
    said = "Sigue la comparación" if found.again else "Comparación"
    click.echo(f"{said} {run.number}: reglas {run.rules_version}, motor {run.engine_version}.", err=True)
    return run


def gathered(house: House, number: int) -> Found:
    """All that a run found."""
    with house.transaction() as work:
        run = rule_runs.by_number(work.session, number)
        return Found(
            run=run,
            counts=runs.counts(work.session, run.id),
            verdicts=list(runs.found(work.session, run.id)),
            given_up=runs.given_up(work.session, run.id),
            decision=work.session.get(RuleRunDecision, run.id),
            zone=house.settings.zone,
        )


def nothing(*, as_json: bool) -> int:
    """What is said where nothing was ever judged."""
    click.echo("No hay resultados guardados que comparar.", err=True)
    if as_json:
        click.echo(json.dumps({"run": None, "counts": {}, "verdicts": [], "not_computed": []}))
    return 0


@command.command("decide")
@click.argument("number", type=int, metavar="RUN")
@click.option("--accept/--discard", "accepted", default=None, required=True, help="Qué se decide.")
@click.option("--reason", required=True, help="Por qué; queda junto a la decisión.")
def decide(number: int, accepted: bool, reason: str) -> None:
    """Decide sobre una comparación terminada. Solo quien supervisa; una vez; no cambia ningún resultado ni avisa."""
    with opened() as house:
        decided = rule_decisions.decide(house, number, accepted=accepted, reason=reason, by=at_the_desk(house).name)
        click.echo(decision_said(decided.decision, house.settings.zone))
    if decided.again:
        click.echo("Ya estaba decidido así: no se hizo nada.", err=True)


@command.command("runs")
@click.option("--json", "as_json", is_flag=True, help="Escribe JSON en la salida.")
def list_runs(as_json: bool) -> None:
    """Muestra las comparaciones que se han hecho."""
    with opened() as house, house.transaction() as work:
        rows = runs.all_runs(work.session)
        zone = house.settings.zone
    if as_json:
        click.echo(json.dumps([listed(row) for row in rows], ensure_ascii=False, indent=1))
    elif rows:
        show_runs(Console(), rows, zone)
    else:
        click.echo("Todavía no hay comparaciones. Haz una con «./mesa rules diff».")
