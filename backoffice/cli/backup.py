"""``mesa backup``: everything that the desk keeps, in one folder."""

from pathlib import Path

import click

from backoffice.casework.backup import Backup, back_up
from backoffice.cli.database_alone import with_database
from backoffice.domain.explained.spanish import counted, size_said


@click.command("backup")
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@click.option(
    "--with-keys", is_flag=True, help="Incluye las llaves de la mesa: quien las tenga puede firmar como ella."
)
def command(folder: Path, with_keys: bool) -> int:
    """Respalda la base de datos y los archivos guardados en DIR, una carpeta nueva, sin detener la mesa.

    Termina con 1 si faltan archivos en el almacén; lo demás se respalda.
    """
    with with_database() as house:
        made = back_up(house, folder, with_keys=with_keys, progress=lambda line: click.echo(f"  {line}", err=True))
    show(made)
    return 1 if made.manifest.missing else 0


def show(made: Backup) -> None:
    """What is in it, what is not, and what is wanting."""
    found = made.manifest
    rows = sum(table.rows for table in found.tables)
    click.echo(
        f"{made.folder}: {rows:,} renglones y {counted(found.blobs, 'archivo', 'archivos')} ({size_said(found.bytes)})."
    )
    click.echo(f"Bitácora: {counted(found.events, 'evento', 'eventos')}; el último es {found.head[:12]}….")
    if made.keys:
        click.echo(f"Llaves incluidas: {', '.join(made.keys)}. Guarda el respaldo donde nadie más lo lea.")
    else:
        click.echo("Las llaves de la mesa no van en él: respáldalas aparte, o usa --with-keys.")
    for key in found.missing:
        click.echo(f"Falta en el almacén, o está dañado: {key}", err=True)
