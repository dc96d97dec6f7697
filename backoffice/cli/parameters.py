"""``mesa parameters``: the official values in force, each with its interval, unit, standing and source."""

import json
from datetime import date
from typing import Any

import click
from rich.console import Console
from rich.table import Table as Sheet

from backoffice.domain.errors import BadInput
from backoffice.domain.parameters import Parameters, Table
from backoffice.official import parameters

STANDINGS = {"V": "verificado", "S": "fuentes secundarias", "P": "propuesta", "?": "en disputa"}


@click.command()
@click.argument("name", required=False)
@click.option("--json", "as_json", is_flag=True, help="Escribe JSON en la salida.")
def command(name: str | None, as_json: bool) -> None:
    """Muestra los valores oficiales y su fuente; con NAME, todos los de esa tabla."""
    found = parameters()
    if name and name not in found.tables:
        raise BadInput(f"No hay una tabla «{name}». Son: {', '.join(found.tables)}.")
    if as_json:
        click.echo(json.dumps(document(found, name), ensure_ascii=False, indent=1))
        return
    console = Console()
    console.print(sheet(found[name]) if name else overview(found))
    if not name:
        console.print(rules(found))
    console.print(f"Versión de las reglas: {found.version}")


def overview(found: Parameters) -> Sheet:
    """All tables with the last value of each."""
    made = Sheet(
        title="Valores oficiales", caption="mesa parameters TABLA muestra todos los de una tabla, con su fuente"
    )
    made.add_column("Tabla", no_wrap=True)
    made.add_column("Qué es", overflow="fold")
    made.add_column("Valor", justify="right")
    for title in ("Desde", "Certeza"):
        made.add_column(title)
    for table in found.tables.values():
        last = table.values[-1]
        what = f"{table.title} ({table.unit})"
        made.add_row(table.name, what, str(last.value), day(last.first), STANDINGS[table.standing])
    return made


def rules(found: Parameters) -> Sheet:
    """The rules of the calculation, how firm each is, and its source."""
    made = Sheet(title="Reglas del cálculo")
    made.add_column("Regla", overflow="fold", ratio=3)
    made.add_column("Certeza")
    made.add_column("Fuente", overflow="fold", ratio=2)
    for rule in found.rules.values():
        made.add_row(rule.text, STANDINGS[rule.standing], rule.source)
    return made


def sheet(table: Table) -> Sheet:
    """All values of one table."""
    made = Sheet(title=f"{table.title} ({table.name})", caption=f"{table.unit} · {STANDINGS[table.standing]}")
    made.add_column("Desde")
    made.add_column("Hasta")
    made.add_column("Valor", justify="right")
    made.add_column("Fuente", overflow="fold")
    for value in table.values:
        made.add_row(day(value.first), day(value.last), str(value.value), value.source)
    return made


def day(shown: date) -> str:
    """An ISO date; a dash where the interval is open."""
    return "–" if shown in {date.min, date.max} else shown.isoformat()


def document(found: Parameters, name: str | None) -> dict[str, Any]:
    """The same for machines; open intervals are ``null``."""
    tables = {
        table.name: {
            "title": table.title,
            "unit": table.unit,
            "standing": table.standing.value,
            "values": [
                {
                    "from": None if value.first == date.min else value.first.isoformat(),
                    "to": None if value.last == date.max else value.last.isoformat(),
                    "value": str(value.value),
                    "source": value.source,
                }
                for value in table.values
            ],
        }
        for table in found.tables.values()
        if name in {None, table.name}
    }
    stated = [
        {"code": rule.code, "text": rule.text, "standing": rule.standing.value, "source": rule.source}
        for rule in found.rules.values()
    ]
    return {"rules_version": found.version, "tables": tables, "rules": stated}
