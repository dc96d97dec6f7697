"""``mesa cancel``: end a case or a certification, as the portal does."""

import click

from backoffice.casework import certification
from backoffice.cli.cases import state_label
from backoffice.cli.opening import opened
from backoffice.records.queries import was_certified


@click.command("cancel")
@click.argument("folio")
@click.option("--reason", default="", help="Motivo, para el expediente.")
def command(folio: str, reason: str) -> None:
    """Cancela la certificación del caso FOLIO, o desiste de su solicitud, y lo confirma por correo."""
    with opened() as house:
        case = certification.cancel(house, folio, reason, actor="command")
        with house.transaction() as work:
            certified = was_certified(work.session, case.folio)
    label = state_label(case.state, was_certified=certified)
    click.echo(f"Folio {case.folio}: {label}. La confirmación llega por correo.")
