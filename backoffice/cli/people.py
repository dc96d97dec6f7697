"""``mesa people``: who works at the desk, each with a login of the database of their own."""

import click

from backoffice.casework import people
from backoffice.cli.opening import opened
from backoffice.desk.identity import account
from backoffice.domain.people import ROLE_LABELS, Role

NAME = click.argument("name")
ONCE = "Contraseña, que no se vuelve a mostrar: "


@click.group("people")
def command() -> None:
    """Da y quita las cuentas de quienes trabajan en la mesa."""


@command.command("add")
@NAME
@click.option("--role", type=click.Choice([one.value for one in Role]), required=True, help="Qué hace en la mesa.")
def add(name: str, role: str) -> None:
    """Da a NAME una cuenta de la base de datos y muestra su contraseña una sola vez."""
    with opened() as house:
        password = people.add(house, name, Role(role), account())
    if password is None:
        click.echo(f"«{name}» ya tenía esa cuenta: no se hizo nada. Otra contraseña: «mesa people password».")
    else:
        click.echo(ONCE + password)


@command.command("list")
def list_people() -> None:
    """Muestra quién tiene cuenta y de qué."""
    with opened() as house:
        rows = people.listed(house)
    for one in rows:
        click.echo(f"{one.name}  {ROLE_LABELS[one.role]}")
    if not rows:
        click.echo("Nadie tiene cuenta propia. Da una con «mesa people add».")


@command.command("password")
@NAME
def password(name: str) -> None:
    """Cambia la contraseña de NAME, o de portal o workers, y la muestra una sola vez."""
    with opened() as house:
        click.echo(ONCE + people.renew(house, name, account()))


@command.command("remove")
@NAME
def remove(name: str) -> None:
    """Quita la cuenta de NAME. Lo que hizo se queda con su nombre."""
    with opened() as house:
        gone = people.remove(house, name, account())
    click.echo(f"«{name}» ya no entra." if gone else f"«{name}» no tenía cuenta: no se hizo nada.")
