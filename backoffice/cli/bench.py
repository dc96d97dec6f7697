"""``mesa bench [NAME] [--json FILE]``: run the measurements of the ``bench`` folder."""

import json
from dataclasses import asdict
from importlib import import_module
from pathlib import Path
from typing import Any

import click
from rich.console import Console
from rich.table import Table

from backoffice.cli.in_spanish import os_trouble
from backoffice.domain.errors import BadInput
from backoffice.settings import ROOT


@click.command()
@click.argument("name", required=False)
@click.option("--json", "json_file", type=click.Path(path_type=Path), help="Escribe también un archivo JSON.")
def command(name: str | None, json_file: Path | None) -> None:
    """Mide contra una referencia de la misma corrida; sin NAME, todo."""
    names = sorted(path.stem for path in (ROOT / "bench").glob("*.py") if path.stem not in {"__init__", "measuring"})
    if name and name not in names:
        raise BadInput(f"No hay una medición «{name}». Son: {', '.join(names)}.")
    lines: list[Any] = []
    for one in [name] if name else names:
        click.echo(f"Midiendo {one}…", err=True)
        lines.extend(import_module(f"bench.{one}").run())
    Console().print(table(lines))
    if json_file:
        write(json_file, json.dumps([asdict(line) for line in lines], indent=1) + "\n")


def write(file: Path, text: str) -> None:
    """Raises ``BadInput`` where *file* cannot be written."""
    try:
        file.write_text(text, "utf-8")
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
        figures = (f"{value:.4g}" if value else "–" for value in (line.seconds, line.reference, line.ratio))
        made.add_row(line.name, *figures, line.goal, "✓" if line.met else "✗")
    return made
