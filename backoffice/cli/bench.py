"""``mesa bench [NAME [PART]] [--json [FILE]]``: run the measurements of the ``bench`` folder."""

import json
from dataclasses import asdict
from importlib import import_module
from inspect import signature
from pathlib import Path
from typing import Any

import click
from rich.console import Console
from rich.table import Table

from backoffice.cli.in_spanish import os_trouble
from backoffice.domain.errors import BadInput
from backoffice.settings import ROOT

STDOUT = "-"


@click.command()
@click.argument("name", required=False)
@click.argument("part", required=False)
@click.option("--seconds", type=click.IntRange(1), help="Lo que dura cada parte, donde se puede elegir.")
@click.option("--executions", type=click.IntRange(1), help="Cuántas veces cada parte, donde se puede elegir.")
@click.option(
    "--json", "json_file", metavar="[FILE]", is_flag=False, flag_value=STDOUT,
    help="Escribe también un archivo JSON; sin FILE, JSON y nada más en la salida.",
)  # fmt: skip
def command(name: str | None, json_file: str | None, **chosen: Any) -> None:
    """Mide contra una referencia de la misma corrida; sin NAME, todo."""
    names = sorted(path.stem for path in (ROOT / "bench").glob("*.py") if path.stem not in {"__init__", "measuring"})
    if json_file in names and name is None:  # «--json read» asks for a measurement, not for a file of that name
        name, json_file = json_file, STDOUT
    if name and name not in names:
        raise BadInput(f"No hay una medición «{name}». Son: {', '.join(names)}.")
    lines: list[Any] = []
    for one in [name] if name else names:
        measurement = import_module(f"bench.{one}")
        if not name and getattr(measurement, "BY_NAME_ALONE", False):
            click.echo(f"«{one}» tarda varios minutos: solo corre si la pides por su nombre.", err=True)
            continue
        click.echo(f"Midiendo {one}…", err=True)
        lines.extend(measurement.run(**options(measurement, chosen)))
    Console(stderr=json_file == STDOUT).print(table(lines))
    if json_file:
        write(json_file, json.dumps([asdict(line) for line in lines], indent=1) + "\n")


def options(measurement: Any, chosen: dict[str, Any]) -> dict[str, Any]:
    """What was *chosen* for it. Raises ``BadInput`` where this measurement knows no such choice."""
    given = {name: value for name, value in chosen.items() if value is not None}
    if strange := given.keys() - signature(measurement.run).parameters.keys():
        raise BadInput(f"«{measurement.__name__.rpartition('.')[2]}» no admite {', '.join(sorted(strange))}.")
    return given


def write(file: str, text: str) -> None:
    """To *file* or the output. Raises ``BadInput`` where it cannot be written."""
    if file == STDOUT:
        click.echo(text, nl=False)
        return
    try:
        Path(file).write_text(text, "utf-8")
    except OSError as error:
        raise BadInput(f"No se puede escribir {file}: {os_trouble(error)}.") from error


def table(lines: list[Any]) -> Table:
    """The figures for people."""
    made = Table()
    made.add_column("Medición", overflow="fold")
    for title in ("Segundos", "Referencia", "Razón"):
        made.add_column(title, justify="right")
    made.add_column("Meta")
    made.add_column("")
    for line in lines:
        figures = [f"{line.seconds:.4g}" if line.seconds else "–"]
        figures += [f"{value:.4g}" if value is not None else "–" for value in (line.reference, line.ratio)]
        figures[0] += f" ± {line.spread:.2g}" if line.spread is not None else ""
        made.add_row(line.name, *figures, line.goal, "✓" if line.met else "✗")
    return made
