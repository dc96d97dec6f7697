"""``mesa down``: stop the house in order."""

import click

from backoffice.embedded import house
from backoffice.settings import load_settings


@click.command("down")
def command() -> None:
    """Detiene la mesa en orden; los datos se quedan en var/. Si no está en marcha, no hace nada."""
    settings = load_settings()
    stopped = house.stop(settings)
    said = f"La mesa está detenida; sus datos siguen en {settings.var}." if stopped else "La mesa no estaba en marcha."
    click.echo(said)
