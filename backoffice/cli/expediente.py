"""``mesa expediente``: everything needed to defend the decisions of a case, as a ZIP and a PDF."""

import json
from collections.abc import Iterator
from pathlib import Path

import click

from backoffice.casework.expediente import Expediente, expediente
from backoffice.cli.in_spanish import os_trouble
from backoffice.cli.opening import opened
from backoffice.cli.whole_file import write
from backoffice.desk.identity import at_the_desk
from backoffice.domain.errors import BadInput

SUFFIXES = (".zip", ".pdf")


@click.command("expediente")
@click.argument("folio")
@click.option(
    "--out",
    "place",
    default=Path(),
    type=click.Path(path_type=Path),
    metavar="DIR|FILE",
    help="Carpeta para los dos archivos, o un archivo .zip o .pdf. Sin ella, la carpeta de trabajo.",
)
@click.option("--json", "as_json", is_flag=True, help="Escribe JSON en la salida: qué se escribió y qué falta.")
def command(folio: str, place: Path, as_json: bool) -> int:
    """Exporta el caso FOLIO: archivos originales, resultados, reglas, cartas, plazos, resoluciones, firmas y bitácora.

    Contiene respuestas correctas: es de uso interno. Termina con 1 si algo falta o no coincide; el resto se exporta.
    """
    with opened() as house, expediente(house, folio, f"operator:{at_the_desk(house).name}") as made:
        written = [{"file": str(file), "sha256": write(file, content(file, made))} for file in files(place, made.folio)]
    if as_json:
        click.echo(json.dumps(document(made, written), ensure_ascii=False, indent=1))
    else:
        show(made, written)
    return 1 if made.flaws else 0


def files(place: Path, folio: str) -> list[Path]:
    """Where the export goes: the file that was named, or both in a folder, which is made."""
    if place.suffix.lower() in SUFFIXES and not place.is_dir():
        return [place]
    try:
        place.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise BadInput(f"No se puede usar la carpeta {place}: {os_trouble(error)}.") from error
    return [place / f"expediente-{folio}{suffix}" for suffix in SUFFIXES]


def content(file: Path, made: Expediente) -> Iterator[bytes]:
    """The page or the archive, by the suffix."""
    return iter([made.pdf]) if file.suffix.lower() == ".pdf" else made.chunks()


def show(made: Expediente, written: list[dict[str, str]]) -> None:
    """What was written, and what is wanting on stderr."""
    for one in written:
        click.echo(f"{one['file']}  SHA-256 {one['sha256']}")
    click.echo(f"{len(made.members):,} archivos. Contiene respuestas correctas: uso interno del instituto.")
    for flaw in made.flaws:
        click.echo(f"Falta o no coincide: {flaw.what}. {flaw.why}", err=True)


def document(made: Expediente, written: list[dict[str, str]]) -> dict[str, object]:
    """The same for machines."""
    return {
        "folio": made.folio,
        "written": written,
        "members": [{"name": one.name, "size": one.size, "sha256": one.sha256} for one in made.members],
        "flaws": [{"what": one.what, "why": one.why} for one in made.flaws],
    }
