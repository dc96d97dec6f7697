"""``mesa letters``: all of them with invented data, to be looked at; and what became of those that were written."""

from pathlib import Path

import click

from backoffice.cli import letter_acts
from backoffice.domain.errors import BadInput
from backoffice.domain.letters import Letter
from backoffice.mail.rendering import render
from backoffice.mail.samples import samples
from backoffice.settings import load_settings


@click.group(name="letters", help="Las cartas que la mesa envía por correo.")
def command() -> None:
    """Letters."""


for act in (letter_acts.listing, letter_acts.resend, letter_acts.taken, letter_acts.bounced):
    command.add_command(act)


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
