"""``mesa report``: a notebook run by a worker, as one page; now, or once in every period."""

import json
from pathlib import Path

import click

from backoffice.casework import notebook_reports, report_schedules
from backoffice.casework.house import House
from backoffice.cli.opening import opened
from backoffice.cli.report_following import follow
from backoffice.cli.report_listing import listed, plain, show
from backoffice.cli.whole_file import write
from backoffice.desk.identity import at_the_desk
from backoffice.domain.errors import BadInput
from backoffice.domain.notebook_report import EVERY_LABELS, Every, ReportState
from backoffice.records.reports import NotebookReport

INTERRUPTED = 130
NEVER = "never"
OFTEN = [*(one.value for one in Every), NEVER]


@click.command("report")
@click.argument("notebook", required=False, default="")
@click.option("--out", "file", type=click.Path(path_type=Path), metavar="FILE.html", help="Dónde escribir la página.")
@click.option("--send", is_flag=True, help="Envíala también a la dirección de la mesa.")
@click.option("--every", type=click.Choice(OFTEN), help="Hazlo y envíalo una vez por periodo, o ya nunca.")
@click.option("--get", "number", type=int, metavar="N", help="Escribe la página del informe N, ya hecho.")
@click.option("--json", "as_json", is_flag=True, help="Escribe JSON en la salida.")
def command(
    notebook: str, *, file: Path | None, send: bool, every: str | None, number: int | None, as_json: bool
) -> int:
    """Hace el informe de NOTEBOOK, un cuaderno de la carpeta notebooks, de arriba abajo; sin él, muestra los que hay.

    Lo hace un trabajador; la página no pide nada a la red. Termina con 1 si el cuaderno no llegó a su final.
    """
    _refuse_mixtures(notebook, file=file, send=send, every=every, number=number)
    with opened() as house:
        if number is not None:
            return kept(house, number, file, as_json=as_json)
        if every is not None:
            return scheduled(house, notebook, every)
        if not notebook:
            return listing(house, as_json=as_json)
        return made(house, notebook, file, send=send, as_json=as_json)


def made(house: House, notebook: str, file: Path | None, *, send: bool, as_json: bool) -> int:
    """Ask for a report, wait for it, and write its page."""
    if file is not None:
        _refuse_suffix(file)
    report = notebook_reports.order(house, notebook, at_the_desk(house).name, mailed=send)
    click.echo(f"Informe {report.number}: lo hace un trabajador.", err=True)
    try:
        follow(house, report)
    except KeyboardInterrupt:
        click.echo(
            f"El informe {report.number} sigue sin ti. Obtenlo con «./mesa report --get {report.number}».", err=True
        )
        return INTERRUPTED
    return kept(house, report.number, file, as_json=as_json)


def kept(house: House, number: int, file: Path | None, *, as_json: bool) -> int:
    """Write the page of a report that was made; without *file*, under its notebook's name in the working folder."""
    report, page = notebook_reports.page_of(house, number)
    place = file or Path(f"{report.notebook}-{number}.html")
    _refuse_suffix(place)
    write(place, [page])
    if as_json:
        click.echo(json.dumps({**plain(report), "file": str(place)}, ensure_ascii=False, indent=1))
    else:
        click.echo(f"Informe {number}: {place}")
    return _status(report)


def scheduled(house: House, notebook: str, every: str) -> int:
    """Make it again and again, or no more."""
    chosen = None if every == NEVER else Every(every)
    title = report_schedules.schedule(house, notebook, chosen, at_the_desk(house).name).title
    if chosen is None:
        click.echo(f"«{title}» ya no se hace por sí solo.")
    else:
        click.echo(f"«{title}» se hace y se envía a {house.settings.desk_email} {EVERY_LABELS[chosen]}.")
    return 0


def listing(house: House, *, as_json: bool) -> int:
    """Which notebooks there are, what is scheduled, and the newest reports."""
    found = listed(house)
    if as_json:
        click.echo(json.dumps(found.document(), ensure_ascii=False, indent=1))
    else:
        show(found)
    return 0


def _status(report: NotebookReport) -> int:
    if report.state is ReportState.FAILED:
        click.echo(f"No llegó a su final. {report.error}", err=True)
        return 1
    return 0


def _refuse_suffix(file: Path) -> None:
    if file.suffix.lower() not in {".html", ".htm"}:
        raise BadInput(f"El informe se escribe en .html. Cambia el nombre «{file.name}» por uno que termine así.")


def _refuse_mixtures(notebook: str, **words: object) -> None:
    """Each way of the command has its own options."""
    given = {name for name, value in words.items() if value not in {None, False}}
    if "number" in given and (notebook or given & {"send", "every"}):
        raise BadInput("Con --get van sólo el número y --out: el informe ya está hecho.")
    if "every" in given and given & {"file", "send"}:
        raise BadInput("Con --every no van --out ni --send: cada informe se envía a la mesa cuando le toca.")
    if not notebook and given & {"file", "send", "every"} and "number" not in given:
        raise BadInput("Di de qué cuaderno: «./mesa report» muestra los que hay.")
