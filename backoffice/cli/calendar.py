"""``mesa calendar``: the days that do not count, those decreed later, and days given back to applicants."""

import json
from collections.abc import Sequence
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any

import click
from rich.console import Console
from rich.table import Table
from rich.text import Text

from backoffice import official
from backoffice.casework import decrees, outages
from backoffice.casework.decrees import Moved
from backoffice.casework.house import House
from backoffice.cli.opening import opened
from backoffice.desk.identity import analyst
from backoffice.domain.calendar import PublishedDay, published_days, spoken, spoken_with_weekday
from backoffice.domain.calendar.days_off import LONGEST_STRETCH, statutory, stretch
from backoffice.domain.decision import note
from backoffice.domain.errors import BadInput
from backoffice.domain.typography import fold

ART_74 = "LFT, art. 74"
#: A file of days off is a few lines.
LARGEST_FILE = 100_000
WHOSE = {"applicant": "la empresa", "institute": "la mesa"}
DAY = click.DateTime(["%Y-%m-%d"])


@click.group("calendar")
def command() -> None:
    """Muestra los días que no cuentan, agrega los que se decreten y devuelve días a las empresas."""


@command.command("list")
@click.option("--year", type=click.IntRange(2000, 2099), help="Un año; sin él, este y el que sigue.")
@click.option("--json", "as_json", is_flag=True, help="Escribe JSON en la salida.")
def list_days(year: int | None, as_json: bool) -> None:
    """Muestra los días inhábiles, su motivo y su fuente. Los sábados y domingos tampoco cuentan."""
    with opened() as house:
        today = house.local_date(house.now())
        rows = days_of(house, (year,) if year else (today.year, today.year + 1))
    if as_json:
        click.echo(json.dumps([{**row, "day": row["day"].isoformat()} for row in rows], ensure_ascii=False, indent=1))
        return
    made = Table("Día", "Motivo", "Fuente", header_style="bold")
    for row in rows:
        made.add_row(*(Text(text) for text in (spoken_with_weekday(row["day"]), row["reason"], fold(row["source"]))))
    Console().print(made)


def days_of(house: House, years: Sequence[int]) -> list[dict[str, Any]]:
    """The days off of those years in order: of the law, of the files, decreed."""
    known = {day: (reason, ART_74) for year in years for day, reason in statutory(year).items()}
    known |= {row.day: (row.reason, row.source) for row in decrees.added(house) if row.day.year in years}
    known |= {one.day: (one.reason, one.source) for one in official.published_days() if one.day.year in years}
    return [{"day": day, "reason": known[day][0], "source": known[day][1]} for day in sorted(known)]


@command.command("add")
@click.argument("file", required=False, type=click.Path(path_type=Path))
@click.option("--from", "first", type=DAY, help="Primer día, como 2026-12-24.")
@click.option("--to", "last", type=DAY, help="Último día; sin él, uno solo.")
@click.option("--reason", default="", help="Por qué no se trabaja.")
@click.option("--source", default="", help="Dónde lo publicó el Instituto.")
@click.option(
    "--apply", "for_good", is_flag=True, help="Agrega los días y mueve los plazos; sin esto solo se muestran."
)
@click.option("--json", "as_json", is_flag=True, help="Escribe JSON en la salida.")
def add(
    file: Path | None,
    *,
    first: Any,
    last: Any,
    reason: str,
    source: str,
    for_good: bool,
    as_json: bool,
) -> None:
    """Agrega días inhábiles decretados después y mueve los plazos abiertos, siempre a más tarde. Solo quien supervisa.

    Los días van en FILE, con el formato de days_off.toml, o en --from, --to, --reason y --source. Sin --apply muestra
    qué plazos se moverían y no cambia nada. Repetir la orden no mueve nada dos veces.
    """
    days = from_file(file) if file else from_words(first, last, reason, source)
    with opened() as house:
        fresh = decrees.checked(house, days)
        moved = decrees.add(house, days, analyst(house.settings)) if for_good else decrees.preview(house, fresh)
    tell(moved, for_good=for_good, as_json=as_json, days=[one.day for one in fresh])


@command.command("outage")
@click.option("--from", "first", type=DAY, required=True, help="Primer día sin servicio, como 2026-11-24.")
@click.option("--to", "last", type=DAY, help="Último día; sin él, uno solo.")
@click.option("--reason", required=True, help="Qué falló; la empresa lo lee en su carta.")
@click.option("--apply", "for_good", is_flag=True, help="Devuelve los días; sin esto solo se muestran.")
@click.option("--json", "as_json", is_flag=True, help="Escribe JSON en la salida.")
def outage(first: Any, last: Any, reason: str, for_good: bool, as_json: bool) -> None:
    """Devuelve a las empresas los días en que no pudieron usar el servicio de pruebas. Solo quien supervisa.

    Cada día hábil sin servicio agrega uno al plazo de toda ronda que corría ese día. Repetir la orden no agrega más.
    """
    with opened() as house:
        days = outages.checked(house, first.date(), (last or first).date())
        by = analyst(house.settings)
        moved = outages.record(house, days, reason, by) if for_good else outages.preview(house, days)
    tell(moved, for_good=for_good, as_json=as_json, days=list(days))


def from_file(file: Path) -> tuple[PublishedDay, ...]:
    """The days of a file. Raises ``BadInput`` where it cannot be read, ``BadParameters`` for a slip in it."""
    try:
        with file.open("rb") as opened_file:
            data = opened_file.read(LARGEST_FILE + 1)
        text = data.decode("utf-8")
    except (OSError, UnicodeDecodeError, ValueError):
        raise BadInput(f"No se puede leer {file}. Revisa la ruta; el archivo va en UTF-8.") from None
    if len(data) > LARGEST_FILE:
        raise BadInput(f"{file} es demasiado grande para un archivo de días inhábiles.")
    return published_days(text)


def from_words(first: Any, last: Any, reason: str, source: str) -> tuple[PublishedDay, ...]:
    """The days of the options. Raises ``BadInput`` naming what is missing or wrong."""
    if first is None:
        raise BadInput("Di qué días con --from y --to, o da un archivo.")
    why = note(reason, "Escribe con --reason por qué no se trabaja.")
    where = note(source, "Escribe con --source dónde lo publicó el Instituto, por ejemplo «DOF 2026-12-01».")
    days = stretch(first.date(), (last or first).date())
    if not days:
        raise BadInput(f"Los días van de --from a --to, hasta {LONGEST_STRETCH} seguidos. Corrige esas fechas.")
    return tuple(PublishedDay(day, why, where) for day in days)


def tell(moved: list[Moved], *, for_good: bool, as_json: bool, days: list[date]) -> None:
    """What moved or would move."""
    if as_json:
        plain = [{**asdict(one), "case_id": str(one.case_id), **_due(one)} for one in moved]
        said = {"applied": for_good, "days": [day.isoformat() for day in days], "moved": plain}
        click.echo(json.dumps(said, ensure_ascii=False, indent=1, default=str))
        return
    click.echo(f"Días: {', '.join(spoken(day) for day in days)}.")
    if moved:
        made = Table("Folio", "Empresa", "Plazo de", "Vencía", "Vence", header_style="bold")
        for one in moved:
            due = (spoken_with_weekday(one.before.due), spoken_with_weekday(one.after.due))
            made.add_row(*(Text(text) for text in (one.folio, fold(one.company), WHOSE[one.whose], *due)))
        Console().print(made)
    click.echo(f"Plazos que se {'movieron' if for_good else 'moverían'}: {len(moved):,}.")
    click.echo("Cada empresa recibe su carta." if for_good else "No cambió nada: da la orden con --apply para hacerlo.")


def _due(one: Moved) -> dict[str, Any]:
    return {"before": one.before.to_json(), "after": one.after.to_json()}
