"""``mesa purge FOLIO --reason``: erase the content of a file that carries people's data."""

import click

from backoffice.casework import privacy
from backoffice.cli.opening import opened
from backoffice.desk.identity import at_the_desk


@click.command("purge")
@click.argument("folio")
@click.option("--reason", required=True, help="Por qué; queda en el expediente.")
@click.option("--round", "round_number", type=click.IntRange(1), help="La ronda; sin ella, la última con archivos.")
@click.option("--submission", type=click.IntRange(1), help="El número de envío; sin él, el último.")
def command(folio: str, reason: str, round_number: int | None, submission: int | None) -> None:
    """Borra el contenido de un archivo del caso FOLIO; quedan su huella y su resultado. Solo quien supervisa."""
    with opened() as house:
        done = privacy.purge(
            house, folio, reason, at_the_desk(house).name, round_number=round_number, number=submission
        )
    what = f"Folio {folio.strip()}: el archivo {done.submission.sha256[:12]}… (envío {done.submission.number})"
    click.echo(f"{what} ya estaba purgado." if done.again else f"{what} se purgó. Queda su huella SHA-256.")
