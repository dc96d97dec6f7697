"""A deadline with its reason: from which day, how many business days, which days did not count."""

from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

from backoffice.domain.calendar.spoken import spoken, spoken_in_year

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class DayOff:
    """A day on which the desk does not work though it is no Saturday nor Sunday, and why."""

    day: date
    reason: str


@dataclass(frozen=True, slots=True)
class Deadline:
    """``due`` is the last day on time. ``counted_from`` is day 0; ``days_off`` lie between both, weekends left out.

    Of the business days, ``extended`` were added later by a *prórroga*, and one for each of ``outages``, the days on
    which the test service was down.
    """

    counted_from: date
    business_days: int
    due: date
    days_off: tuple[DayOff, ...] = ()
    extended: int = 0
    outages: tuple[date, ...] = ()

    def explained(self) -> str:
        """How it was counted, in Spanish, without a full stop at the end."""
        first = self.business_days - self.extended - len(self.outages)
        days = "1 día hábil" if first == 1 else f"{first} días hábiles"
        more = f", más {self.extended} de prórroga" if self.extended else ""
        counted = f"{days} desde el {spoken(self.counted_from)}{more}{self._given_back()}"
        if not self.days_off:
            return f"{counted}; no cuentan sábados ni domingos"
        skipped = [spell(stretch, self.counted_from.year) for stretch in stretches(self.days_off)]
        which = "ni el" if len(self.days_off) == 1 else "ni estos días:"
        return f"{counted}; no cuentan sábados, domingos {which} {', '.join(skipped)}"

    def _given_back(self) -> str:
        """``, más 1 porque el servicio de pruebas no estuvo disponible (24/nov)``; '' where it always was."""
        if not self.outages:
            return ""
        which = ", ".join(_in_year(day, self.counted_from.year) for day in self.outages)
        return f", más {len(self.outages)} porque el servicio de pruebas no estuvo disponible ({which})"

    def to_json(self) -> dict[str, Any]:
        """Plain values, to be stored with the round."""
        return {
            "counted_from": self.counted_from.isoformat(),
            "business_days": self.business_days,
            "due": self.due.isoformat(),
            "days_off": [{"day": off.day.isoformat(), "reason": off.reason} for off in self.days_off],
            **({"extended": self.extended} if self.extended else {}),
            **({"outages": [day.isoformat() for day in self.outages]} if self.outages else {}),
        }

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> "Deadline":
        """The inverse of ``to_json``."""
        return cls(
            counted_from=date.fromisoformat(data["counted_from"]),
            business_days=data["business_days"],
            due=date.fromisoformat(data["due"]),
            days_off=tuple(DayOff(date.fromisoformat(off["day"]), off["reason"]) for off in data["days_off"]),
            extended=data.get("extended", 0),
            outages=tuple(date.fromisoformat(day) for day in data.get("outages", ())),
        )


def _in_year(day: date, year: int) -> str:
    """``18/mar``; with its year where that is another."""
    return spoken_in_year(day) if day.year == year else spoken(day)


def stretches(days_off: tuple[DayOff, ...]) -> list[list[DayOff]]:
    """Days in a row with one reason, together."""
    groups = [[days_off[0]]]
    for before, after in pairwise(days_off):
        if after.reason == before.reason and after.day - before.day == ONE_DAY:
            groups[-1].append(after)
        else:
            groups.append([after])
    return groups


def spell(stretch: list[DayOff], year: int) -> str:
    """``18/mar (Natalicio de Benito Juárez)`` or ``28/mar a 29/mar (Semana Santa)``; the year where it is another."""
    first, last = stretch[0].day, stretch[-1].day
    say = spoken_in_year if last.year == year else spoken
    days = say(first) if first == last else f"{say(first)} a {say(last)}"
    return f"{days} ({stretch[0].reason})"
