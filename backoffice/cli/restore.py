"""``mesa restore``: a backup back into an empty place."""

from pathlib import Path

import click

from backoffice.casework.backup import restore
from backoffice.casework.backup.manifest import KEYS
from backoffice.cli.database_alone import with_database
from backoffice.domain.calendar import spoken


@click.command("restore")
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path, exists=True, file_okay=False))
def command(folder: Path) -> int:
    """Restaura el respaldo DIR en una base de datos y un almacén vacíos, y revisa que todo haya vuelto.

    Termina con 1 si la bitácora del respaldo no encadena.
    """
    with with_database(alone=True) as house:
        done = restore(house, folder, progress=lambda line: click.echo(f"  {line}", err=True))
        day = spoken(done.manifest.made_at.astimezone(house.settings.zone).date())
        keys = house.settings.var / KEYS
    found = done.manifest
    click.echo(f"Se restauró el respaldo del {day}: {sum(table.rows for table in found.tables):,} renglones.")
    if (folder / KEYS).is_dir():
        click.echo(f"Las llaves no se copian solas: si deben ser las mismas, cópialas de {folder / KEYS} a {keys}.")
    if done.broken_at is not None:
        click.echo(f"La bitácora no encadena en el evento {done.broken_at:,}: así estaba en el respaldo.", err=True)
        return 1
    click.echo(f"La bitácora encadena: {found.events:,} eventos.")
    return 0
