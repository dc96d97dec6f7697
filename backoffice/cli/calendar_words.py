"""What people and programs read of ``mesa calendar``: days off, days without service, deadlines that move."""

import json
from collections.abc import Sequence
from dataclasses import asdict
from datetime import date
from typing import Any

import click
from rich.console import Console
from rich.table import Table
from rich.text import Text

from backoffice import official
from backoffice.casework import outages
from backoffice.casework.moving import Moved
from backoffice.domain.calendar import PublishedDay, spoken, spoken_with_weekday
from backoffice.domain.calendar.days_off import statutory
from backoffice.domain.typography import fold
from backoffice.records.calendar import DecreedDay, ServiceOutage, ServiceWatch

ART_74 = "LFT, art. 74"
WHOSE = {"applicant": "la empresa", "institute": "la mesa"}
THE_CLOCK = {outages.SYSTEM: "el reloj"}
MINUTE = 60


def plain_days(years: Sequence[int], decreed: Sequence[DecreedDay]) -> list[dict[str, str]]:
    """The days off of those years in order: of the law, of the files, decreed; dates in ISO form."""
    known = {day: (reason, ART_74) for year in years for day, reason in statutory(year).items()}
    known |= {row.day: (row.reason, row.source) for row in decreed if row.day.year in years}
    known |= {one.day: (one.reason, one.source) for one in official.published_days() if one.day.year in years}
    return [{"day": day.isoformat(), "reason": known[day][0], "source": known[day][1]} for day in sorted(known)]


def show_days(rows: Sequence[dict[str, str]], years: Sequence[int], decreed: Sequence[DecreedDay]) -> None:
    """A table of the days off, and of which years nothing is known beyond the law."""
    _table(
        ("Día", "Motivo", "Fuente"),
        [(spoken_with_weekday(date.fromisoformat(row["day"])), row["reason"], row["source"]) for row in rows],
    )
    known = official.published_years() | {row.day.year for row in decreed}
    for year in years:
        if year not in known:
            click.echo(
                f"De {year} no hay ningún aviso del Instituto: solo cuentan los días de la ley. Cuando se publique, "
                "agrégalo con «./mesa calendar add»."
            )


def plain_outages(recorded: Sequence[ServiceOutage], seen: Sequence[ServiceWatch]) -> dict[str, Any]:
    """The days given back, and what the clock saw of each day; plain JSON."""
    return {
        "given_back": [
            {"day": row.day.isoformat(), "reason": row.reason, "recorded_by": row.recorded_by} for row in recorded
        ],
        "watched": [
            {"day": row.day.isoformat(), "minutes": row.watched // MINUTE, "silent_minutes": row.silent // MINUTE}
            for row in seen
        ],
    }


def show_outages(recorded: Sequence[ServiceOutage], seen: Sequence[ServiceWatch]) -> None:
    """The same as tables; of what the clock saw only the days with silence."""
    if recorded:
        _table(
            ("Día devuelto", "Motivo", "Lo registró"),
            [
                (spoken_with_weekday(row.day), row.reason, THE_CLOCK.get(row.recorded_by, row.recorded_by))
                for row in recorded
            ],
        )
    else:
        click.echo("No se ha devuelto ningún día.")
    silent = [row for row in seen if row.silent >= MINUTE]
    if silent:
        _table(
            ("Día", "Minutos sin respuesta", "Minutos vigilados"),
            [
                (spoken_with_weekday(row.day), f"{row.silent // MINUTE:,}", f"{row.watched // MINUTE:,}")
                for row in silent
            ],
        )


def show_moved(moved: Sequence[Moved], days: Sequence[date], *, for_good: bool) -> None:
    """What moved or would move."""
    click.echo(f"Días: {', '.join(spoken(day) for day in days)}.")
    if moved:
        _table(
            ("Folio", "Empresa", "Plazo de", "Vencía", "Vence"),
            [
                (
                    one.folio,
                    one.company,
                    WHOSE[one.whose],
                    spoken_with_weekday(one.before.due),
                    spoken_with_weekday(one.after.due),
                )
                for one in moved
            ],
        )
    click.echo(f"Plazos que se {'movieron' if for_good else 'moverían'}: {len(moved):,}.")
    click.echo("Cada empresa recibe su carta." if for_good else "No cambió nada: da la orden con --apply para hacerlo.")


def plain_moved(moved: Sequence[Moved], days: Sequence[date], *, for_good: bool) -> dict[str, Any]:
    """The same as plain JSON."""
    plain = [
        {**asdict(one), "case_id": str(one.case_id), "before": one.before.to_json(), "after": one.after.to_json()}
        for one in moved
    ]
    return {"applied": for_good, "days": [day.isoformat() for day in days], "moved": plain}


def show_left_out(asked: Sequence[PublishedDay], fresh: Sequence[PublishedDay]) -> None:
    """The days from Monday to Friday that were off before, where there are any."""
    taken = {one.day for one in fresh}
    left_out = [spoken(one.day) for one in asked if one.day not in taken and one.day.isoweekday() <= 5]
    if left_out:
        click.echo(f"Ya eran inhábiles: {', '.join(left_out)}.")


def show_too_late(folios: Sequence[str]) -> None:
    """Requests that expired before their day was given back."""
    if folios:
        click.echo(
            f"Ya vencieron y no se reabren: {', '.join(folios)}. Escribe a esas empresas: pueden presentar otra "
            "solicitud."
        )


def echo_json(said: object) -> None:
    """JSON on stdout."""
    click.echo(json.dumps(said, ensure_ascii=False, indent=1, default=str))


def _table(titles: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    made = Table(*titles, header_style="bold")
    for row in rows:
        made.add_row(*(Text(fold(text)) for text in row))
    Console().print(made)
