"""``mesa accept``: the applicant accepts the approval, as the portal does."""

import click

from backoffice.casework import certification
from backoffice.cli.opening import opened
from backoffice.domain.workflow import STATE_LABELS


@click.command("accept")
@click.argument("folio")
def command(folio: str) -> None:
    """Registra que la empresa del caso FOLIO acepta su aprobación."""
    with opened() as house:
        case = certification.accept(house, folio, actor="command")
    click.echo(f"Folio {case.folio}: {STATE_LABELS[case.state]}.")
