"""``mesa up``: start the house and say where everything is."""

import time

import click

from backoffice.embedded import house
from backoffice.settings import Addresses, load_settings


@click.command("up")
@click.option("--foreground", is_flag=True, help="Se queda aquí; Ctrl-C detiene todo.")
def command(foreground: bool) -> None:
    """Arranca la mesa en este equipo y dice en qué direcciones está. Si ya está en marcha, la deja como está."""
    started = house.start(load_settings(), progress=lambda line: click.echo(f"  {line}", err=True))
    if not foreground:
        started.keep()
        click.echo("La mesa está en marcha." if started.fresh else "La mesa ya estaba en marcha.")
        show(started.addresses)
        return
    show(started.addresses)
    click.echo("Ctrl-C la detiene." if started.fresh else "La arrancó otra orden: Ctrl-C deja de mirarla, nada más.")
    stay(started)


def show(addresses: Addresses) -> None:
    """The pages that a person may open."""
    pages = {
        "Portal": addresses.portal_url,
        "JupyterLab": addresses.jupyter_url,
        "Buzón de correo": addresses.mailbox_url,
    }
    for name, address in pages.items():
        if address is not None:
            click.echo(f"  {name:<16} {address}")


def stay(started: house.Started) -> None:
    """Watch the house until Ctrl-C, or until somebody stops it."""
    try:
        while started.lives():
            time.sleep(0.5)
        click.echo("La mesa se detuvo.", err=True)
    except KeyboardInterrupt:
        click.echo("Deteniendo…", err=True)
    finally:
        started.stop()
