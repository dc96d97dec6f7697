"""Days on which the test service was down are given back: one each, to every round whose clock ran on that day."""

from collections.abc import Iterator
from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import select
from sqlmodel import col

from backoffice.casework import cases, deadlines, letters
from backoffice.casework.decrees import Moved
from backoffice.casework.drafts import Drafts
from backoffice.casework.house import House, Transaction
from backoffice.casework.supervision import refuse_no_supervisor
from backoffice.domain.calendar import Deadline, spoken
from backoffice.domain.decision import note
from backoffice.domain.errors import BadInput
from backoffice.domain.workflow import State
from backoffice.records.calendar import ServiceOutage
from backoffice.records.cases import ApplicantRow, Case, Round

#: An outage is recorded so many days after it ended at most, and is no longer than that.
RECENT = timedelta(days=31)
ONE_DAY = timedelta(days=1)


def checked(house: House, first: date, last: date) -> tuple[date, ...]:
    """The business days of an outage. Raises ``BadInput`` where there is none, or a date is a slip."""
    today = house.local_date(house.now())
    if last < first:
        raise BadInput(f"La falla termina el {spoken(last)}, antes de empezar. Corrige --from o --to.")
    if last > today:
        raise BadInput(f"El {spoken(last)} todavía no llega: se registran los días en que ya hubo falla.")
    if first < today - RECENT:
        raise BadInput(f"El {spoken(first)} fue hace más de {RECENT.days} días: revisa la fecha.")
    days = [first + ONE_DAY * number for number in range((last - first).days + 1)]
    business = tuple(day for day in days if house.calendar.is_business_day(day))
    if not business:
        raise BadInput("Ninguno de esos días es hábil: no quitaron tiempo a nadie.")
    return business


def preview(house: House, days: tuple[date, ...]) -> list[Moved]:
    """Which applicants' deadlines would lie later, by folio."""
    with house.transaction() as work:
        return list(_rounds(house, work, days))


def record(house: House, days: tuple[date, ...], reason: str, by: str) -> list[Moved]:
    """Record the days and give them back, each case in a transaction of its own, with a letter.

    Twice does no harm: a day is given back once. Raises ``WrongState`` (no supervisor), ``BadInput`` (no reason).
    """
    refuse_no_supervisor(house, by, "registra fallas del servicio de pruebas")
    said = note(reason, "Escribe qué falló con --reason: la empresa lo lee en su carta.")
    with house.transaction() as work:
        new = [day for day in days if work.session.get(ServiceOutage, day) is None]
        for day in new:
            work.put(ServiceOutage(day=day, reason=said, recorded_by=by, recorded_at=work.now))
        if new:
            told = [day.isoformat() for day in new]
            work.happened("record_outage", f"supervisor:{by}", None, days=told, reason=said)
    return [one for one in preview(house, days) if _give_back(house, one.case_id, days, said, by)]


def _rounds(house: House, work: Transaction, days: tuple[date, ...]) -> Iterator[Moved]:
    query = (
        select(Case, ApplicantRow, Round)
        .join(ApplicantRow, col(ApplicantRow.id) == col(Case.applicant_id))
        .join(Round, (col(Round.case_id) == col(Case.id)) & (col(Round.number) == col(Case.round_number)))
        .where(
            col(Case.state) == State.AWAITING_EVIDENCE, col(Round.closed_at).is_(None), col(Round.deadline).is_not(None)
        )
        .order_by(col(Case.folio))
    )
    for case, company, round_ in work.session.execute(query):
        before = Deadline.from_json(round_.deadline_explained or {})
        lost = _lost(before, days)
        if lost:
            after = deadlines.recounted(house.calendar, before, outages=lost)
            yield Moved(case.id, case.folio, company.name, "applicant", before, after)


def _lost(before: Deadline, days: tuple[date, ...]) -> tuple[date, ...]:
    """The days that the round's clock counted and that were not given back yet."""
    return tuple(day for day in days if before.counted_from < day <= before.due and day not in before.outages)


def _give_back(house: House, case_id: UUID, days: tuple[date, ...], reason: str, by: str) -> bool:
    """Give the days back to one case, as it is now. Whether there were any to give."""
    with house.transaction() as work:
        case = cases.by_id(work.session, case_id)
        round_ = cases.current_round(work.session, case)
        if case.state != State.AWAITING_EVIDENCE or round_.deadline_explained is None:
            return False
        before = Deadline.from_json(round_.deadline_explained)
        lost = _lost(before, days)
        if not lost:
            return False
        after = deadlines.recounted(house.calendar, before, outages=lost)
        deadlines.keep(round_, after)
        due = {"before": before.due.isoformat(), "due": after.due.isoformat()}
        told = [day.isoformat() for day in lost]
        work.happened("give_days_back", f"supervisor:{by}", case, outages=told, reason=reason, **due)
        applicant = cases.applicant_of(work.session, case)
        why = f"el servicio de pruebas no estuvo disponible ({', '.join(map(spoken, lost))}): {reason}"
        letter = Drafts(house, case, applicant, house.local_date(work.now)).deadline_moved(round_, before.due, why)
        letters.post(house, work, case, letter, to=applicant.email, about=round_.id, turn=after.due.isoformat())
    return True
