"""Days on which the test service was down are given back: one each, to every round whose clock ran on that day."""

from datetime import date, timedelta
from itertools import groupby

from sqlalchemy import func, select
from sqlmodel import col

from backoffice.casework import deadlines, moving
from backoffice.casework.decrees import CALENDAR_LOCK, FINISHED_WITHIN
from backoffice.casework.house import House, Transaction
from backoffice.casework.moving import Cause, Moved
from backoffice.casework.supervision import refuse_no_supervisor
from backoffice.domain.calendar import Deadline, spoken
from backoffice.domain.decision import note
from backoffice.domain.errors import BadInput
from backoffice.domain.workflow import State
from backoffice.records.calendar import ServiceOutage
from backoffice.records.cases import Case, Round

#: An outage is recorded so many days after it ended at most, and is no longer than that.
RECENT = timedelta(days=31)
ONE_DAY = timedelta(days=1)
#: Who records what the clock itself measured.
SYSTEM = "system"


def checked(house: House, first: date, last: date) -> tuple[date, ...]:
    """The business days of an outage. Raises ``BadInput`` where there is none, or a date is a slip."""
    today = house.local_date(house.now())
    if last < first:
        raise BadInput(f"La falla termina el {spoken(last)}, antes de empezar. Corrige --on o --to.")
    if last > today:
        raise BadInput(f"El {spoken(last)} todavía no llega: se registran los días en que ya hubo falla.")
    if first < today - RECENT:
        raise BadInput(f"El {spoken(first)} fue hace más de {RECENT.days} días: revisa la fecha.")
    days = [first + ONE_DAY * number for number in range((last - first).days + 1)]
    business = tuple(day for day in days if house.calendar.is_business_day(day))
    if not business:
        raise BadInput("Ninguno de esos días es hábil: no quitaron tiempo a nadie.")
    return business


def recorded(house: House) -> list[ServiceOutage]:
    """The days that were recorded, in order."""
    with house.transaction() as work:
        return list(work.session.execute(select(ServiceOutage).order_by(col(ServiceOutage.day))).scalars())


def preview(house: House, days: tuple[date, ...]) -> list[Moved]:
    """Which applicants' deadlines would lie later, by folio."""
    return moving.preview(house, _cause(house, days, "", SYSTEM))


def record(house: House, days: tuple[date, ...], reason: str, by: str) -> list[Moved]:
    """Record the days and give them back, each case in a transaction of its own, with a letter.

    Twice does no harm: a day is given back once. Raises ``WrongState`` (no supervisor), ``BadInput`` (no reason).
    """
    refuse_no_supervisor(house, by, "registra fallas del servicio de pruebas")
    said = note(reason, "Escribe qué falló con --reason: la empresa lo lee en su carta.")
    return _give_back(house, days, said, by)


def measured(house: House, day: date, hours: int) -> list[Moved]:
    """Record a business day on which the clock found the service silent for so many *hours*, once."""
    with house.transaction() as work:
        known = work.session.get(ServiceOutage, day) is not None
    if known or not house.calendar.is_business_day(day):
        return []
    return _give_back(house, (day,), f"no respondió durante {hours} {'hora' if hours == 1 else 'horas'} o más", SYSTEM)


def finish(house: House) -> int:
    """Give back what recording the outages of the last hour left undone. How many deadlines were moved."""
    since = house.now() - FINISHED_WITHIN
    recent = sorted((row.recorded_by, row.reason, row.day) for row in recorded(house) if row.recorded_at > since)
    moved = 0
    for (by, reason), rows in groupby(recent, key=lambda row: row[:2]):
        moved += len(moving.move(house, _cause(house, tuple(row[2] for row in rows), reason, by)))
    return moved


def catch_up(house: House, work: Transaction, case: Case) -> None:
    """Bring the deadline of a case up to date that nobody moved while its file was looked at; no letter of its own."""
    down = list(work.session.execute(select(col(ServiceOutage.day)).order_by(col(ServiceOutage.day))).scalars())

    def recount(before: Deadline) -> Deadline:
        return deadlines.recounted(house.calendar, before, outages=deadlines.lost(before, down))

    def told(_: tuple[date, ...]) -> str:
        return "Mientras se revisaba el archivo hubo días inhábiles nuevos o sin servicio de pruebas."

    moving.move_round(work, case, Cause("move_deadline", SYSTEM, recount, told, tasks=False))


def too_late(house: House, days: tuple[date, ...]) -> list[str]:
    """The folios of requests that expired and would not have with those days; they are not opened again."""
    today = house.local_date(house.now())
    current = (col(Round.case_id) == col(Case.id)) & (col(Round.number) == col(Case.round_number))
    expired = (
        select(col(Case.folio), col(Round.deadline_explained))
        .join(Round, current)
        .where(col(Case.state) == State.EXPIRED, col(Round.deadline) >= min(days))
        .order_by(col(Case.folio))
    )
    recount = _recount(house, days)
    with house.transaction() as work:
        found = [(folio, Deadline.from_json(counted)) for folio, counted in work.session.execute(expired)]
    return [folio for folio, before in found if deadlines.lost(before, days) and recount(before).due >= today]


def _give_back(house: House, days: tuple[date, ...], reason: str, by: str) -> list[Moved]:
    with house.transaction() as work:
        work.session.execute(select(func.pg_advisory_xact_lock(CALENDAR_LOCK)))
        new = [day for day in days if work.session.get(ServiceOutage, day) is None]
        for day in new:
            work.put(ServiceOutage(day=day, reason=reason, recorded_by=by, recorded_at=work.now))
        if new:
            told = [day.isoformat() for day in new]
            work.happened("record_outage", _actor(by), None, days=told, reason=reason)
    return moving.move(house, _cause(house, days, reason, by))


def _cause(house: House, days: tuple[date, ...], reason: str, by: str) -> Cause:
    def told(given_back: tuple[date, ...]) -> str:
        which = ", ".join(map(spoken, given_back))
        return f"el servicio de pruebas no estuvo disponible ({which}): {reason.rstrip('.')}."

    return Cause("give_days_back", _actor(by), _recount(house, days), told, tasks=False)


def _recount(house: House, days: tuple[date, ...]) -> moving.Recount:
    def recount(before: Deadline) -> Deadline:
        lost = deadlines.lost(before, days)
        return deadlines.recounted(house.calendar, before, outages=lost) if lost else before

    return recount


def _actor(by: str) -> str:
    return SYSTEM if by == SYSTEM else f"supervisor:{by}"
