"""``mesa extend FOLIO``: a supervisor gives a company more days."""

import click

from backoffice.casework import extensions
from backoffice.cli.opening import opened
from backoffice.desk.identity import at_the_desk
from backoffice.domain.calendar import spoken


@click.command("extend")
@click.argument("folio")
@click.option("--days", type=int, required=True, help="Días hábiles que se agregan, de 1 a 60.")
@click.option("--reason", required=True, help="Por qué; la empresa lo lee en su carta.")
def command(folio: str, days: int, reason: str) -> None:
    """Da una prórroga al plazo de la empresa en su ronda abierta, y le escribe. Solo quien supervisa."""
    with opened() as house:
        done = extensions.extend(house, folio, days, reason, at_the_desk(house).name)
    click.echo(
        f"El plazo del caso {done.case.folio} pasa del {spoken(done.before.due)} al {spoken(done.deadline.due)}."
    )
    click.echo(f"{done.deadline.explained()}. La carta va en camino.")
