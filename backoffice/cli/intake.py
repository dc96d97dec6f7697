"""``mesa intake``: receive an applicant's evidence from a file."""

from pathlib import Path

import click

from backoffice.casework import deadlines, intake
from backoffice.casework.house import House
from backoffice.casework.intake import LARGEST, Received
from backoffice.cli.opening import opened
from backoffice.domain.calendar import spoken_with_weekday
from backoffice.domain.errors import BadInput


@click.command("intake")
@click.argument("folio")
@click.argument("file", type=click.Path(path_type=Path))
def command(folio: str, file: Path) -> None:
    """Recibe el libro de evidencias FILE para el caso FOLIO."""
    data = contents(file)
    with opened() as house:
        received = intake.receive(house, folio, file.name, data, actor="command")
        for line in told(house, folio.strip(), received):
            click.echo(line)


def contents(file: Path) -> bytes:
    """The bytes of *file*, one more than may be received at most. Raises ``BadInput`` where there is none to read."""
    try:
        with file.open("rb") as handle:
            return handle.read(LARGEST + 1)
    except FileNotFoundError as missing:
        raise BadInput(f"No existe el archivo {str(file)!r}. Revisa la ruta.") from missing
    except IsADirectoryError as folder:
        raise BadInput(f"{str(file)!r} es una carpeta. Indica el libro de evidencias.") from folder
    except OSError as unreadable:
        raise BadInput(f"El archivo {str(file)!r} no se puede leer. Revisa sus permisos.") from unreadable


def told(house: House, folio: str, received: Received) -> list[str]:
    """What happened, and what comes next."""
    file = received.submission
    if received.repeated:
        return [f"Folio {folio}: este mismo archivo ya se había recibido. No se hizo nada de nuevo."]
    deadline = deadlines.of_analysis(house, file.received_at)
    lines = [f"Folio {folio}: recibimos «{file.file_name}» ({file.size:,} bytes, sha256 {file.sha256[:16]}…)."]
    if received.replaced:
        lines.append("Reemplaza al archivo anterior, que nadie había tomado todavía.")
    return [
        *lines,
        "Estado: En análisis.",
        f"Sigue: la evaluación y la resolución de un analista, a más tardar el {spoken_with_weekday(deadline.due)} "
        f"({deadline.explained()}).",
    ]
