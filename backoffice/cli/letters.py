"""``mesa letters``: all of them with invented data, to be looked at; and those that wait for a person."""

import json
from pathlib import Path
from typing import BinaryIO
from uuid import UUID

import click
from rich.console import Console
from rich.table import Table
from rich.text import Text

from backoffice.casework import troubled_letters
from backoffice.casework.house import House
from backoffice.cli.opening import opened
from backoffice.desk.identity import analyst
from backoffice.domain.errors import BadInput
from backoffice.domain.letters import Letter
from backoffice.domain.typography import fold
from backoffice.mail import bounce
from backoffice.mail.rendering import render
from backoffice.mail.samples import samples
from backoffice.records import bounces
from backoffice.records.bounces import TroubledLetter
from backoffice.settings import load_settings

#: What the table of troubled letters shows.
HEADINGS = {
    "id": "ID",
    "folio": "Folio",
    "letter": "Carta",
    "to": "Para",
    "state": "Estado",
    "since": "Desde",
    "why": "Por qué",
}


@click.group(name="letters", help="Las cartas que la mesa envía por correo.")
def command() -> None:
    """Letters."""


@command.command(help="Escribe todas las cartas con datos de ejemplo, para verlas. No envía nada.")
@click.option(
    "--out",
    "folder",
    metavar="DIR",
    type=click.Path(path_type=Path),
    help="Carpeta en la que se escriben (si no existe, se crea). Por omisión, letters en la carpeta de datos.",
)
def preview(folder: Path | None) -> None:
    """Write ``<letter>.html``, ``<letter>.txt`` and ``<letter>.subject.txt`` of every letter."""
    folder = folder or load_settings().var / "letters"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for letter in samples():
            write(folder, letter)
    except OSError as error:
        raise BadInput(
            f"No es posible escribir en «{folder}»: revisa que sea una carpeta, que tengas permiso y que haya "
            "espacio, o indica otra con --out."
        ) from error
    click.echo(f"Las cartas están en {folder}")


def write(folder: Path, letter: Letter) -> None:
    """The three parts of one letter, and its subject on stdout."""
    rendered = render(letter)
    parts = {"html": rendered.html, "txt": rendered.text, "subject.txt": f"{rendered.subject}\n"}
    for suffix, text in parts.items():
        (folder / f"{letter.template}.{suffix}").write_text(text, encoding="utf-8")
    click.echo(f"{letter.template:<24} {rendered.subject}")


@command.command("troubled")
@click.option("--json", "as_json", is_flag=True, help="Escribe JSON en la salida.")
def list_troubled(as_json: bool) -> None:
    """Muestra las cartas que esperan a una persona: devueltas, rechazadas, o de las que no se sabe si llegaron."""
    with opened() as house:
        with house.transaction() as work:
            found = bounces.troubled(work.session)
        rows = [plain(one, house) for one in found]
    if as_json:
        click.echo(json.dumps(rows, ensure_ascii=False, indent=1))
    elif rows:
        made = Table(*HEADINGS.values(), header_style="bold")
        for row in rows:
            made.add_row(*(Text(fold(row[name])) for name in HEADINGS))
        Console().print(made)
        click.echo("«mesa letters resend ID» la envía otra vez; «mesa letters taken ID» la da por entregada.")
    else:
        click.echo("Ninguna carta espera a nadie.")


def plain(one: TroubledLetter, house: House) -> dict[str, str]:
    """A letter as texts, its moment where people are."""
    since = f"{one.since.astimezone(house.settings.zone):%Y-%m-%d %H:%M}" if one.since else ""
    return {
        "id": str(one.letter_id),
        "folio": one.folio or "",
        "letter": one.letter,
        "to": one.recipient,
        "subject": one.subject,
        "state": one.state,
        "since": since,
        "why": one.why,
    }


@command.command("resend")
@click.argument("letter_id", metavar="ID", type=click.UUID)
@click.option("--reason", required=True, help="Por qué; queda en la auditoría.")
def resend(letter_id: UUID, reason: str) -> None:
    """Envía otra vez una carta que espera a alguien, palabra por palabra y con su mismo Message-ID."""
    with opened() as house:
        troubled_letters.send_again(house, letter_id, analyst(house.settings), reason)
    click.echo("La carta va en camino otra vez.")


@command.command("taken")
@click.argument("letter_id", metavar="ID", type=click.UUID)
@click.option("--reason", required=True, help="Cómo sabes que llegó; queda en la auditoría.")
def taken(letter_id: UUID, reason: str) -> None:
    """Da por entregada una carta que espera a alguien; si inicia un plazo, el plazo corre desde hoy."""
    with opened() as house:
        troubled_letters.taken_for_delivered(house, letter_id, analyst(house.settings), reason)
    click.echo("La carta cuenta como entregada.")


@command.command("bounce")
@click.argument("report", metavar="ARCHIVO", type=click.File("rb"), default="-")
def bounced(report: BinaryIO) -> None:
    """Recibe el aviso de un servidor de correo sobre una carta devuelta (un .eml, o la entrada estándar)."""
    data = report.read(bounce.LARGEST + 1)
    with opened() as house:
        row = troubled_letters.came_back(house, data)
    click.echo(f"Es la carta «{row.subject}», para {row.recipient}.")
