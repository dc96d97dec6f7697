"""``mesa accounts``: who may enter the portal."""

import click

from backoffice.casework import accounts
from backoffice.cli.opening import opened
from backoffice.domain.applicant import applicant


@click.group("accounts")
def command() -> None:
    """Da de alta las cuentas del portal."""


@command.command("add")
@click.option("--nrp", required=True, help="Registro patronal, 11 caracteres.")
@click.option("--rfc", required=True, help="RFC de la empresa.")
@click.option("--name", required=True, help="Nombre de la empresa.")
@click.option("--email", required=True, help="Correo de la persona, al que llega la invitación.")
@click.option("--again", is_flag=True, help="Invita de nuevo a una cuenta que ya existe.")
def add(nrp: str, rfc: str, name: str, email: str, again: bool) -> None:
    """Registra la empresa y su cuenta, y envía la invitación para crear la contraseña."""
    who = applicant(nrp=nrp, rfc=rfc, name=name, email=email)
    with opened() as house:
        added = accounts.add(house, who, "command", again=again)
    if added.invited:
        click.echo(f"La invitación va en camino a {added.account.email}. El enlace sirve siete días.")
    else:
        click.echo(f"La cuenta de {added.account.email} ya existía: no se hizo nada. Con --again se invita de nuevo.")
