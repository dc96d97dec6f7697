"""Deadlines of a round and of the desk: computed once, stored with their explanation, shown the same everywhere."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Literal

from backoffice.casework.house import House
from backoffice.domain.calendar import Calendar, Deadline
from backoffice.domain.workflow import State
from backoffice.records.cases import Round
from backoffice.records.queries import CaseRow


@dataclass(frozen=True, slots=True)
class Due:
    """The last day on time of whoever must act now."""

    day: date
    of: Literal["applicant", "institute"]


def of_round(house: House, round_: Round, counted_from: date) -> Deadline:
    """The deadline that *round_* has if its set was received on *counted_from*."""
    first = round_.kind == "first"
    days = house.settings.first_round_days if first else house.settings.correction_round_days
    return house.calendar.deadline(counted_from, days)


def start(house: House, round_: Round, received_at: datetime) -> Deadline:
    """Let the clock of a round run from the local date on which the mail server took its letter. Once only."""
    if round_.deadline_explained is None:
        deadline = of_round(house, round_, house.local_date(received_at))
        keep(round_, deadline)
    return Deadline.from_json(round_.deadline_explained or {})


def recounted(calendar: Calendar, before: Deadline, *, prolonged: int = 0, outages: tuple[date, ...] = ()) -> Deadline:
    """The deadline by *calendar*, with so many more days of *prórroga* and those days given back.

    It never lies earlier than *before* and what is added to it, whichever days the calendar has off now.
    """
    more = prolonged + len(outages)
    counted = calendar.deadline(before.counted_from, before.business_days + more)
    least = calendar.deadline(before.due, more).due if more else before.due
    given_back = tuple(sorted((*before.outages, *outages)))
    return replace(counted, due=max(counted.due, least), extended=before.extended + prolonged, outages=given_back)


def lost(before: Deadline, down: Iterable[date]) -> tuple[date, ...]:
    """Of the days on which the test service was *down*, those that this clock counted and that it did not get back."""
    return tuple(day for day in down if before.counted_from < day <= before.due and day not in before.outages)


def keep(round_: Round, deadline: Deadline) -> None:
    """Store the deadline of a round with its explanation."""
    round_.deadline, round_.deadline_explained = deadline.due, deadline.to_json()


def known(house: House, round_: Round, today: date) -> Deadline:
    """The stored deadline; before the letter was taken, as it would be if that were today."""
    if round_.deadline_explained is None:
        return of_round(house, round_, today)
    return Deadline.from_json(round_.deadline_explained)


def of_analysis(house: House, received_at: datetime) -> Deadline:
    """Until when the desk must answer a file received at that moment."""
    return house.calendar.deadline(house.local_date(received_at), house.settings.analysis_days)


def now_running(house: House, row: CaseRow) -> Due | None:
    """The deadline that runs in a case: the applicant's for evidence, or the institute's to answer it; else none."""
    if row.closed_at is not None:
        return None
    if row.state == State.AWAITING_EVIDENCE and row.evidence_deadline is not None:
        return Due(row.evidence_deadline, "applicant")
    if row.state == State.IN_ANALYSIS and row.received_at is not None:
        return Due(row.review_due or of_analysis(house, row.received_at).due, "institute")
    return None
