"""``mesa cancel``: end a case or a certification, as the portal does."""

import click

from backoffice.casework import certification
from backoffice.cli.opening import opened
from backoffice.domain.workflow import STATE_LABELS


@click.command("cancel")
@click.argument("folio")
@click.option("--reason", default="", help="Motivo, para el expediente.")
def command(folio: str, reason: str) -> None:
    """Cancela el caso FOLIO en el estado en que esté y lo confirma por correo."""
    with opened() as house:
        case = certification.cancel(house, folio, reason, actor="command")
    click.echo(f"Folio {case.folio}: {STATE_LABELS[case.state]}. La confirmación llega por correo.")
