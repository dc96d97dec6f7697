"""``mesa verdict report``: the explained report of a stored verdict, as a web page or a PDF."""

from pathlib import Path

import click

from backoffice.casework.reporting import explained_of
from backoffice.cli.opening import opened
from backoffice.cli.report_file import refuse_unknown_suffix, write_report
from backoffice.cli.verdict_choice import choose
from backoffice.domain.errors import BadInput
from backoffice.records.case_view import case_view


@click.command("report")
@click.argument("folio")
@click.option("--round", "round_number", type=int, help="Ronda; sin ella, la última con archivos.")
@click.option("--submission", "number", type=int, help="Envío de esa ronda; sin él, el último.")
@click.option("--out", "file", required=True, type=click.Path(path_type=Path), help="Archivo .html o .pdf.")
def report(folio: str, round_number: int | None, number: int | None, file: Path) -> None:
    """Escribe el informe de un envío del caso FOLIO: el último, o el que se indica."""
    refuse_unknown_suffix(file)
    with opened() as house:
        with house.transaction() as work:
            chosen = choose(case_view(work.session, folio), round_number, number)
        if chosen is None:
            raise BadInput(f"El caso {folio} todavía no tiene envíos: no hay qué explicar.")
        write_report(explained_of(house, chosen[1].submission.id), file)
    click.echo(f"Informe: {file}")
