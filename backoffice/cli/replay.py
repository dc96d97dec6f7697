"""``mesa verdict replay``: read the files again and compare what comes out with what is stored, byte for byte."""

import json
from collections import Counter
from collections.abc import Iterator
from uuid import UUID

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table
from rich.text import Text

from backoffice.casework.house import House
from backoffice.casework.replay import Outcome, Replayed
from backoffice.casework.replay import replay as replay_one
from backoffice.cli.opening import opened
from backoffice.cli.verdict_words import conclusion, lines_of, place, print_indented, superseded
from backoffice.domain.errors import BadInput
from backoffice.records.verdicts import every

ACTOR = "command"
MARKS = {
    Outcome.EQUAL: ("✓ igual, byte por byte", "green"),
    Outcome.DIFFERS: ("✗ cambia", "red"),
    Outcome.CANNOT: ("! no se puede repetir", "yellow"),
}
LABELS = {
    Outcome.EQUAL: "Iguales, byte por byte",
    Outcome.DIFFERS: "Cambian",
    Outcome.CANNOT: "No se pueden repetir",
}


@click.command("replay")
@click.argument("folio", required=False, default="")
@click.option("--all", "all_", is_flag=True, help="Repite los resultados de todos los casos.")
@click.option("--json", "as_json", is_flag=True, help="Escribe JSON en la salida.")
def replay(folio: str, all_: bool, as_json: bool) -> int:
    """Da de nuevo los resultados guardados del caso FOLIO, o de todos con --all, y los compara. No cambia ninguno.

    Termina con 0 si todos son iguales, con 1 si alguno cambia y con 2 si alguno no se puede repetir.
    """
    if bool(folio) == all_:
        raise BadInput("Indica un FOLIO, o --all para todos los casos.")
    with opened() as house:
        with house.transaction() as work:
            submissions = every(work.session, folio)
        if not submissions:
            click.echo("No hay resultados guardados todavía.", err=True)
        found = list(replayed(house, submissions, in_bulk=all_))
    if as_json:
        click.echo(json.dumps([plain(one) for one in found], ensure_ascii=False, indent=1))
    else:
        show(found, in_bulk=all_)
    return status(found)


def replayed(house: House, submissions: list[UUID], *, in_bulk: bool) -> Iterator[Replayed]:
    """One after another, with a bar on stderr where they may be many."""
    columns = (TextColumn("Repitiendo"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), disable=not in_bulk or not submissions) as progress:
        for one in progress.track(submissions):
            yield replay_one(house, one, ACTOR)


def status(found: list[Replayed]) -> int:
    """The worst of all."""
    outcomes = {one.outcome for one in found}
    if Outcome.DIFFERS in outcomes:
        return 1
    return 2 if Outcome.CANNOT in outcomes else 0


def show(found: list[Replayed], *, in_bulk: bool) -> None:
    """Each verdict; of many only those that are not equal, and a summary."""
    console = Console()
    for one in found:
        if not in_bulk or one.outcome is not Outcome.EQUAL:
            show_one(console, one)
    if in_bulk and found:
        console.print(summary(found))


def show_one(console: Console, one: Replayed) -> None:
    """Which verdict, whether it is the same, and what differs."""
    which = one.which
    where = place(which.round_number, which.submission)
    said = (which.folio, where, conclusion(which.result), superseded(which.state))
    console.print(Text(" · ".join(filter(None, said))))
    mark, style = MARKS[one.outcome]
    console.print(Text(f"  {mark}", style))
    for line in filter(None, (one.why, *(lines_of(one.change) if one.change else ()))):
        print_indented(console, line)


def summary(found: list[Replayed]) -> Table:
    """How many of each."""
    counts = Counter(one.outcome for one in found)
    made = Table(title="Resultados repetidos")
    made.add_column("")
    made.add_column("Resultados", justify="right")
    for outcome, label in LABELS.items():
        made.add_row(label, f"{counts[outcome]:,}")
    made.add_row("En total", f"{len(found):,}", style="bold")
    return made


def plain(one: Replayed) -> dict[str, object]:
    """One replay for machines."""
    which = one.which
    return {
        "folio": which.folio,
        "round": which.round_number,
        "submission": which.submission,
        "state": which.state.value,
        "result": which.result,
        "sha256": which.sha256,
        "rules_version": which.rules_version,
        "engine_version": which.engine_version,
        "outcome": one.outcome.value,
        "why": one.why or None,
        "change": one.change.to_json() if one.change else None,
    }
