"""The days off: those of LFT art. 74, and the extra ones that the institute publishes each year."""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from importlib import import_module
from typing import Any

from backoffice.domain.errors import BadParameters

#: No stretch of extra days is longer; a longer one is a slip in the file.
LONGEST_STRETCH = 31


@cache
def statutory(year: int) -> Mapping[date, str]:
    """The days of rest of LFT art. 74 in one year, with their reasons in Spanish.

    The library is imported here: it takes longer to load than most commands to run.
    """
    return dict(import_module("holidays").country_holidays("MX", years=year, language="es"))


@dataclass(frozen=True, slots=True)
class PublishedDay:
    """A day off, why, and where the institute published it."""

    day: date
    reason: str
    source: str


def extra_days(text: str) -> dict[date, str]:
    """The institute's extra days of the TOML *text*, with their reasons. Raises ``BadParameters`` naming the slip."""
    return {one.day: one.reason for one in published_days(text)}


def published_days(text: str) -> tuple[PublishedDay, ...]:
    """The same with their sources, in the text's order."""
    days: dict[date, PublishedDay] = {}
    for calendar in sections(text):
        for day, reason in days_of_year(calendar):
            if day in days:
                raise BadParameters(f"El archivo de días inhábiles repite el {day}.")
            days[day] = PublishedDay(day, reason, calendar["source"])
    return tuple(days.values())


def published_years(text: str) -> frozenset[int]:
    """The years of which the TOML *text* says what the institute published, be it nothing."""
    return frozenset(calendar["year"] for calendar in sections(text))


def sections(text: str) -> list[Any]:
    """The ``[[published]]`` sections of the text, as they are. Raises ``BadParameters``."""
    try:
        known = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise BadParameters(f"El archivo de días inhábiles no se puede leer: {error}.") from error
    published = known.get("published", [])
    if not isinstance(published, list) or set(known) - {"published"}:
        raise BadParameters("El archivo de días inhábiles debe tener secciones [[published]], y nada más.")
    return published


def days_of_year(calendar: Any) -> Iterator[tuple[date, str]]:
    """The days of one ``[[published]]`` section: year, source, and days as ``{from, to, reason}``."""
    try:
        year, source, days = calendar["year"], calendar["source"], calendar["days"]
    except (KeyError, TypeError) as error:
        raise BadParameters("Cada sección [[published]] de días inhábiles necesita year, source y days.") from error
    refuse_unknown(calendar, ("year", "source", "days"), year)
    if not (type(year) is int and source and isinstance(source, str) and isinstance(days, list)):
        raise BadParameters(f"La sección de días inhábiles del año «{year}» necesita un año, su fuente y sus días.")
    for entry in days:
        yield from days_of_entry(entry, year)


def days_of_entry(entry: Any, year: int) -> Iterator[tuple[date, str]]:
    """Each day of one ``{from, to, reason}``; ``to`` may be left out."""
    if not (isinstance(entry, dict) and "from" in entry and isinstance(entry.get("reason"), str) and entry["reason"]):
        raise BadParameters(f"En los días inhábiles de {year}, cada día necesita «from» y «reason»; revisa: {entry}.")
    refuse_unknown(entry, ("from", "to", "reason"), year)
    first = day_of(entry["from"], year)
    last = day_of(entry.get("to", entry["from"]), year)
    if not timedelta(0) <= last - first < timedelta(days=LONGEST_STRETCH):
        raise BadParameters(f"En los días inhábiles de {year} hay un intervalo que no es válido: {first} a {last}.")
    for one in stretch(first, last):
        yield one, entry["reason"]


def refuse_unknown(table: Mapping[str, Any], known: tuple[str, ...], year: Any) -> None:
    """A key that nobody reads is a slip: what it was to say would be lost."""
    unknown = sorted(set(table) - set(known))
    if unknown:
        raise BadParameters(
            f"En los días inhábiles de {year}, no se entiende «{unknown[0]}»: ahí van {', '.join(known)} y nada más."
        )


def stretch(first: date, last: date) -> list[date]:
    """The days from *first* to *last*; none where that is no stretch of days off."""
    days = (last - first).days + 1
    return [first + timedelta(days=number) for number in range(days)] if 0 < days <= LONGEST_STRETCH else []


def day_of(text: Any, year: int) -> date:
    """An ISO date of that year."""
    try:
        day = text if type(text) is date else date.fromisoformat(text)
    except (TypeError, ValueError) as error:
        raise BadParameters(
            f"En los días inhábiles de {year}, «{text}» no es una fecha. Escríbela como 2026-12-24."
        ) from error
    if day.year != year:
        raise BadParameters(f"En los días inhábiles de {year} está el {day}, que es de otro año.")
    return day
