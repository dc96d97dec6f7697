"""``mesa retry``: try again what was given up in a case, once a person has mended its cause."""

import click

from backoffice.casework import retrying
from backoffice.cli.given_up_words import LETTERS, WORK
from backoffice.cli.opening import opened


@click.command("retry")
@click.argument("folio")
def command(folio: str) -> None:
    """Ordena de nuevo las cartas y tareas detenidas del caso FOLIO. Repetirla no hace daño."""
    with opened() as house:
        rows = retrying.retry(house, folio, actor="command")
    if not rows:
        click.echo(f"Folio {folio.strip()}: no hay trabajo detenido. No se hizo nada.")
        return
    for row in rows:
        click.echo(f"Folio {folio.strip()}: se intenta de nuevo: {LETTERS.get(row.letter or '', WORK[row.kind])}.")
    click.echo("Mira el resultado con «./mesa cases».")
