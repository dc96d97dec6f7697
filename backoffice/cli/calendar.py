"""``mesa calendar``: the days that do not count, those decreed later, and days given back to applicants."""

from datetime import date
from pathlib import Path

import click

from backoffice.casework import decrees, outages, service_watch
from backoffice.cli import calendar_words as words
from backoffice.cli.letter_acts import BY
from backoffice.cli.opening import opened
from backoffice.desk.identity import at_the_desk
from backoffice.domain.calendar import PublishedDay, published_days
from backoffice.domain.calendar.days_off import LONGEST_STRETCH, stretch
from backoffice.domain.decision import note
from backoffice.domain.errors import BadInput

#: A file of days off is a few lines.
LARGEST_FILE = 100_000
#: Days of which it is shown what the clock saw of the test service.
WATCHED = 31


def as_day(_: click.Context, option: click.Parameter, text: str | None) -> date | None:
    """The ISO date of an option. Raises ``BadInput`` naming what is none."""
    try:
        return None if text is None else date.fromisoformat(text)
    except ValueError:
        raise BadInput(f"En {option.opts[0]}, «{text}» no es una fecha. Escríbela como 2026-12-24.") from None


JSON = click.option("--json", "as_json", is_flag=True, help="Escribe JSON en la salida.")


@click.group("calendar")
def command() -> None:
    """Muestra los días que no cuentan, agrega los que se decreten y devuelve días a las empresas."""


@command.command("list")
@click.option("--year", type=click.IntRange(2000, 2099), help="Un año; sin él, este y el que sigue.")
@JSON
def list_days(year: int | None, as_json: bool) -> None:
    """Muestra los días inhábiles, su motivo y su fuente. Los sábados y domingos tampoco cuentan."""
    with opened() as house:
        today = house.local_date(house.now())
        decreed = decrees.added(house)
    years = (year,) if year else (today.year, today.year + 1)
    rows = words.plain_days(years, decreed)
    if as_json:
        words.echo_json(rows)
    else:
        words.show_days(rows, years, decreed)


@command.command("add")
@click.argument("file", required=False, type=click.Path(path_type=Path))
@click.option("--from", "first", callback=as_day, help="Primer día, como 2026-12-24.")
@click.option("--to", "last", callback=as_day, help="Último día; sin él, uno solo.")
@click.option("--reason", help="Por qué no se trabaja.")
@click.option("--source", help="Dónde lo publicó el Instituto.")
@click.option(
    "--apply", "for_good", is_flag=True, help="Agrega los días y mueve los plazos; sin esto solo se muestran."
)
@BY
@JSON
def add(
    file: Path | None,
    *,
    first: date | None,
    last: date | None,
    reason: str | None,
    source: str | None,
    for_good: bool,
    by: str | None,
    as_json: bool,
) -> None:
    """Agrega días inhábiles decretados después y mueve los plazos abiertos, siempre a más tarde. Solo quien supervisa.

    Los días van en FILE, con el formato de days_off.toml, o en --from, --to, --reason y --source. Sin --apply muestra
    qué plazos se moverían y no cambia nada. Repetir la orden no mueve nada dos veces.
    """
    if file and (first or last or reason or source):
        raise BadInput("Da los días en un archivo o con --from, --to, --reason y --source, no de las dos formas.")
    days = from_file(file) if file else from_words(first, last, reason or "", source or "")
    with opened() as house:
        fresh = decrees.checked(house, days)
        who = by or at_the_desk(house).name
        moved = decrees.add(house, days, who) if for_good else decrees.preview(house, fresh)
    which = [one.day for one in fresh]
    if as_json:
        words.echo_json(words.plain_moved(moved, which, for_good=for_good))
        return
    words.show_moved(moved, which, for_good=for_good)
    words.show_left_out(days, fresh)


@command.command("outage")
@click.option(
    "--on", "--from", "first", callback=as_day, required=True, help="Primer día sin servicio, como 2026-11-24."
)
@click.option("--to", "last", callback=as_day, help="Último día; sin él, uno solo.")
@click.option("--reason", required=True, help="Qué falló; la empresa lo lee en su carta.")
@click.option("--apply", "for_good", is_flag=True, help="Devuelve los días; sin esto solo se muestran.")
@BY
@JSON
def outage(first: date, *, last: date | None, reason: str, for_good: bool, by: str | None, as_json: bool) -> None:
    """Devuelve a las empresas los días en que no pudieron usar el servicio de pruebas. Solo quien supervisa.

    Cada día hábil sin servicio agrega uno al plazo de toda ronda que corría ese día. Repetir la orden no agrega más.
    """
    with opened() as house:
        days = outages.checked(house, first, last or first)
        who = by or at_the_desk(house).name
        moved = outages.record(house, days, reason, who) if for_good else outages.preview(house, days)
        too_late = outages.too_late(house, days)
    if as_json:
        words.echo_json({**words.plain_moved(moved, days, for_good=for_good), "too_late": too_late})
        return
    words.show_moved(moved, days, for_good=for_good)
    words.show_too_late(too_late)


@command.command("outages")
@JSON
def list_outages(as_json: bool) -> None:
    """Muestra los días devueltos y por cuánto tiempo vio el reloj sin respuesta al servicio de pruebas."""
    with opened() as house:
        recorded, seen = outages.recorded(house), service_watch.newest(house, WATCHED)
    if as_json:
        words.echo_json(words.plain_outages(recorded, seen))
    else:
        words.show_outages(recorded, seen)


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


def from_words(first: date | None, last: date | None, reason: str, source: str) -> tuple[PublishedDay, ...]:
    """The days of the options. Raises ``BadInput`` naming what is missing or wrong."""
    if first is None:
        raise BadInput("Di qué días con --from y --to, o da un archivo.")
    why = note(reason, "Escribe con --reason por qué no se trabaja.")
    where = note(source, "Escribe con --source dónde lo publicó el Instituto, por ejemplo «DOF 2026-12-01».")
    days = stretch(first, last or first)
    if not days:
        raise BadInput(f"Los días van de --from a --to, hasta {LONGEST_STRETCH} seguidos. Corrige esas fechas.")
    return tuple(PublishedDay(day, why, where) for day in days)
