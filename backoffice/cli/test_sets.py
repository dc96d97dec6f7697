"""``mesa test-set new``: make a test set without any service, for trying and for rehearsals."""

import re
from datetime import datetime
from pathlib import Path

import click

from backoffice.cli.in_spanish import os_trouble
from backoffice.domain.errors import BadInput
from backoffice.domain.mistakes import wording
from backoffice.domain.test_set import Round
from backoffice.domain.test_set.generation import generate
from backoffice.efirma.service_seal import ServiceSeal, from_pem, rehearsal_seal
from backoffice.official import parameters
from backoffice.workbooks import template

HEXADECIMAL = re.compile("[0-9a-fA-F]+")


@click.group()
def command() -> None:
    """Genera sets de pruebas."""


@command.command("new")
@click.option("--round", "round_", type=click.Choice(["first", "correction"]), required=True, help="Ronda del set.")
@click.option("--seed", required=True, help="Semilla secreta en hexadecimal; para un set de verdad, 32 dígitos o más.")
@click.option("--on", type=click.DateTime(["%Y-%m-%d"]), required=True, help="Fecha del set, AAAA-MM-DD.")
@click.option("--out", type=click.Path(path_type=Path), required=True, help="Carpeta nueva o vacía.")
@click.option("--key", type=click.Path(path_type=Path), help="Llave PEM Ed25519 que sella; sin ella, la de ensayos.")
def new(round_: Round, seed: str, on: datetime, out: Path, key: Path | None) -> None:
    """Escribe en --out las respuestas (secretas), la plantilla de evidencias y los avisos."""
    signer = signing_key(key)
    made = generate(seed_bytes(seed), round_, on.date(), signer, parameters())
    files = {"answers.json": made.answers_json().encode(), "evidencias.xlsx": template.write(made)}
    files |= {name: text.encode() for name, text in made.notices.items()}
    write_folder(out, files)
    click.echo(f"Set {made.id}: {len(made.rows)} renglones, {len(made.notices)} avisos. Carpeta: {out}", err=True)
    hardest = f"el más difícil de ver, «{wording(made.hardest).name}», se aparta {made.smallest_gap} pesos"
    click.echo(f"Distingue {len(made.discriminates)} errores de cálculo; {hardest}.", err=True)


def seed_bytes(text: str) -> bytes:
    """The seed's bytes; ``BadInput`` where *text* is no hexadecimal."""
    try:
        return bytes.fromhex(text)
    except ValueError:
        if len(text) % 2 and HEXADECIMAL.fullmatch(text):
            raise BadInput("La semilla (--seed) tiene un número impar de dígitos. Agrega uno.") from None
        raise BadInput(
            "La semilla (--seed) debe ser hexadecimal: dígitos del 0 al 9 y letras de la a a la f."
        ) from None


def signing_key(file: Path | None) -> ServiceSeal:
    """The key that seals notices; that of rehearsals where none is given."""
    if file is None:
        return rehearsal_seal()
    try:
        return from_pem(file.read_bytes())
    except OSError as error:
        raise BadInput(f"No se puede leer la llave {file}: {os_trouble(error)}.") from error


def write_folder(folder: Path, files: dict[str, bytes]) -> None:
    """Write the files into a folder that is new or empty."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if any(folder.iterdir()):
            raise BadInput(f"La carpeta {folder} no está vacía. Indica otra, o vacíala.")
        for name, content in files.items():
            target = folder / name
            target.parent.mkdir(exist_ok=True)
            target.write_bytes(content)
    except OSError as error:
        raise BadInput(f"No se puede escribir en {folder}: {os_trouble(error)}.") from error
