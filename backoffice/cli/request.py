"""``mesa request``: register a company's request, as the portal does."""

import click

from backoffice.casework import request
from backoffice.cli.opening import opened
from backoffice.domain.applicant import applicant


@click.command("request")
@click.option("--nrp", required=True, help="Registro patronal, 11 caracteres.")
@click.option("--rfc", required=True, help="RFC de la empresa.")
@click.option("--name", required=True, help="Nombre de la empresa.")
@click.option("--email", required=True, help="Correo al que llegan las cartas.")
def command(nrp: str, rfc: str, name: str, email: str) -> None:
    """Registra la solicitud de una empresa y ordena su primer set de pruebas."""
    who = applicant(nrp=nrp, rfc=rfc, name=name, email=email)
    with opened() as house:
        case = request.register(house, who, actor="command")
    click.echo(f"Folio {case.folio}: solicitud registrada de {who.name}.")
    click.echo(f"Sigue: el set de pruebas llega a {who.email}; el plazo corre desde que su servidor lo recibe.")
