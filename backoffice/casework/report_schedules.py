"""Reports that are made again and again: once in every period, by day, and after a pause only the one of today."""

from sqlalchemy import select
from sqlmodel import col

from backoffice.casework import notebook_reports
from backoffice.casework.house import House, Transaction
from backoffice.domain.errors import MissingSetting
from backoffice.domain.notebook_report import Every, ReportState, period_of
from backoffice.records.reports import NotebookReport, ReportSchedule, schedules
from backoffice.reports.notebooks import Notebook, chosen, notebooks

#: Hours of the day, local time, in which scheduled reports are asked for.
FIRST_HOUR, LAST_HOUR = 7, 20
ACTOR = "system"


def schedule(house: House, name: str, every: Every | None, by: str) -> Notebook:
    """Make the report of a notebook once a period from now on, or (``None``) no more. Twice does no harm.

    Raises ``BadInput`` for no such notebook, ``MissingSetting`` where nobody would get it.
    """
    notebook = chosen(name)
    if every is not None and house.settings.desk_email is None:
        raise MissingSetting(notebook_reports.NO_ADDRESS)
    with house.transaction() as work:
        found = work.session.get(ReportSchedule, notebook.name, with_for_update=True)
        if (found.every if found else None) == every:
            return notebook
        if found is not None:
            work.session.delete(found)
            work.session.flush()
        if every is not None:
            work.put(ReportSchedule(notebook=notebook.name, every=every, set_by=by, set_at=work.now))
        said = every.value if every else None
        work.happened("schedule_report", f"operator:{by}", None, notebook=notebook.name, every=said)
    return notebook


def order_due(house: House) -> int:
    """Ask for what this day and hour ask for. How many reports."""
    with house.transaction() as work:
        now, today = work.now.astimezone(house.settings.zone), house.local_date(work.now)
        if not (FIRST_HOUR <= now.hour < LAST_HOUR and house.calendar.is_business_day(today)):
            return 0
        known = notebooks()
        wanted = [one for one in schedules(work.session) if one.notebook in known]
        return sum(_once(work, known[one.notebook], period_of(one.every, today)) for one in wanted)


def _once(work: Transaction, notebook: Notebook, period: str) -> bool:
    """One that still waits from a period before is that of this period: workers that come back make one, not many."""
    made = select(NotebookReport).where(
        col(NotebookReport.notebook) == notebook.name, col(NotebookReport.period) == period
    )
    if work.session.execute(made).first() is not None:
        return False
    waiting = select(NotebookReport).where(
        col(NotebookReport.notebook) == notebook.name,
        col(NotebookReport.period).is_not(None),
        col(NotebookReport.state) == ReportState.WAITING,
    )
    late = work.session.execute(waiting.with_for_update()).scalars().first()
    if late is not None:
        late.period = period
        return False
    notebook_reports.put(work, notebook, ACTOR, mailed=True, period=period)
    return True
