"""``mesa down``: stop the house in order."""

import click

from backoffice.embedded import house
from backoffice.settings import load_settings


@click.command("down")
def command() -> None:
    """Detiene la mesa en orden; los datos se quedan en var/. Si no está en marcha, no hace nada."""
    stopped = house.stop(load_settings())
    click.echo("La mesa está detenida; sus datos siguen en var/." if stopped else "La mesa no estaba en marcha.")
