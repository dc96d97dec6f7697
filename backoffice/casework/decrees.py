"""Days off that the institute decrees later: which days they are, and the open deadlines that lie later by them."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from sqlalchemy import func, select
from sqlmodel import col

from backoffice.casework import deadlines, moving
from backoffice.casework.decreed_days import DecreedDays
from backoffice.casework.house import House, Transaction
from backoffice.casework.moving import Cause, Moved
from backoffice.casework.supervision import refuse_no_supervisor
from backoffice.domain.calendar import Calendar, PublishedDay, spoken
from backoffice.domain.decision import note
from backoffice.domain.errors import BadInput
from backoffice.records.calendar import DecreedDay, ServiceOutage

#: Days of other years than these are a slip, in years from today's.
YEARS = (0, 1)
#: For so long the clock finishes by itself what adding days left undone, and sees to rounds that began meanwhile.
FINISHED_WITHIN = timedelta(hours=1)
#: Whoever changes the calendar takes this advisory lock until the commit.
CALENDAR_LOCK = 7_305_005


def checked(house: House, days: Sequence[PublishedDay]) -> tuple[PublishedDay, ...]:
    """The days that are off only by this decree, with tidy words; those that it added before are among them.

    Weekends and days that are off already are left out. Raises ``BadInput`` naming the first day that is a slip.
    """
    with house.transaction() as work:
        return _checked(house, work, days)


def added(house: House) -> list[DecreedDay]:
    """The days that were added here, in order."""
    with house.transaction() as work:
        return list(work.session.execute(select(DecreedDay).order_by(col(DecreedDay.day))).scalars())


def preview(house: House, days: Sequence[PublishedDay]) -> list[Moved]:
    """Which open deadlines would move by *checked* days."""
    return moving.preview(house, _cause(house, days, ""))


def add(house: House, days: Sequence[PublishedDay], by: str) -> list[Moved]:
    """Add the days and move what they move, each case in a transaction of its own, with a letter to its applicant.

    Twice does no harm, and what was cut off is finished by doing it again. Raises ``WrongState`` (no supervisor), and
    as ``checked`` does: then no day was added.
    """
    refuse_no_supervisor(house, by, "agrega días inhábiles")
    with house.transaction() as work:
        work.session.execute(select(func.pg_advisory_xact_lock(CALENDAR_LOCK)))
        fresh = _checked(house, work, days)
        new = [one for one in fresh if work.session.get(DecreedDay, one.day) is None]
        for one in new:
            work.put(DecreedDay(day=one.day, reason=one.reason, source=one.source, added_by=by, added_at=work.now))
        if new:
            told = [{"day": one.day.isoformat(), "reason": one.reason, "source": one.source} for one in new]
            work.happened("add_days_off", f"supervisor:{by}", None, days=told)
    if isinstance(house.calendar.extra, DecreedDays):
        house.calendar.extra.refresh()
    return moving.move(house, _cause(house, fresh, by))


def finish(house: House) -> int:
    """Move what the decrees of the last hour left where it was: cut off, or begun by a process that did not know them.

    How many deadlines were moved.
    """
    since = house.now() - FINISHED_WITHIN
    recent = [row for row in added(house) if row.added_at > since]
    moved = 0
    for by in sorted({row.added_by for row in recent}):
        days = [PublishedDay(row.day, row.reason, row.source) for row in recent if row.added_by == by]
        moved += len(moving.move(house, _cause(house, days, by)))
    return moved


def said(days: Sequence[PublishedDay]) -> str:
    """``24/dic/2026, 31/dic/2026: Aviso …``."""
    which = ", ".join(spoken(one.day) for one in days)
    return f"{which}: {'; '.join(dict.fromkeys(one.source for one in days))}"


def _cause(house: House, days: Sequence[PublishedDay], by: str) -> Cause:
    calendar = Calendar({**dict(house.calendar.extra), **{one.day: one.reason for one in days}})
    told = f"el Instituto publicó días inhábiles ({said(days)})."
    return Cause(
        act="move_deadline",
        actor=f"supervisor:{by}",
        recount=lambda before: deadlines.recounted(calendar, before),
        told=lambda _: told,
        tasks=True,
    )


def _checked(house: House, work: Transaction, days: Sequence[PublishedDay]) -> tuple[PublishedDay, ...]:
    known = {row.day: row for row in work.session.execute(select(DecreedDay)).scalars()}
    given_back = set(work.session.execute(select(col(ServiceOutage.day))).scalars())
    fresh = []
    for one in map(_tidy, days):
        _refuse_slip(one, house.local_date(work.now), known.get(one.day), given_back)
        if one.day in known or house.calendar.is_business_day(one.day):
            fresh.append(one)
    if not fresh:
        which = ", ".join(spoken(one.day) for one in days) or "ninguno"
        raise BadInput(f"Ya eran inhábiles todos esos días ({which}): no hay qué agregar.")
    return tuple(fresh)


def _tidy(one: PublishedDay) -> PublishedDay:
    """The same day with words of one line. Raises ``BadInput`` where nothing readable is left of them."""
    where = f"Escribe dónde publicó el Instituto el {spoken(one.day)}, por ejemplo «DOF 2026-12-01»."
    why = f"Escribe por qué no se trabaja el {spoken(one.day)}."
    return replace(one, reason=note(one.reason, why), source=note(one.source, where))


def _refuse_slip(one: PublishedDay, today: date, known: DecreedDay | None, given_back: set[date]) -> None:
    day = spoken(one.day)
    if one.day.year - today.year not in YEARS:
        raise BadInput(f"El {day} es de un año que no es este ni el que sigue. Corrige esa fecha.")
    if known is not None:
        if (known.reason, known.source) != (one.reason, one.source):
            raise BadInput(f"El {day} ya se había agregado: {known.reason} ({known.source}). Quita esa fecha.")
    elif one.day < today:
        raise BadInput(
            f"El {day} ya pasó y contó para todos. Corrige esa fecha; si a una empresa le hace falta tiempo, dale una "
            "prórroga con «./mesa extend»."
        )
    elif one.day in given_back:
        raise BadInput(f"El {day} ya se devolvió a las empresas como día sin servicio de pruebas. Quita esa fecha.")
