"""Tables of reports made by running a notebook, and of those that are made again and again; and reading of both."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import Column, Text, UniqueConstraint, select
from sqlalchemy.orm import Session
from sqlmodel import Field, SQLModel, col

from backoffice.domain.notebook_report import Every, ReportState
from backoffice.domain.work import WorkKind, WorkState
from backoffice.records import columns
from backoffice.records.outbox import OutboxRow


class NotebookReport(SQLModel, table=True):
    """One run of a notebook. ``number`` is what people call it; ``period`` the one it was made for, if any.

    ``blob`` finds the HTML, of what a failed one showed too; ``failed_cell`` counts cells of code from 1; ``error`` is
    a sentence. ``mailed``: the people of the desk get it by letter.
    """

    __tablename__ = "notebook_reports"
    __table_args__ = (UniqueConstraint("notebook", "period", name="a_report_once_a_period"),)

    id: UUID = columns.identity()
    number: int = Field(unique=True)
    notebook: str = columns.text()
    period: str | None = columns.text_or_none()
    asked_by: str = columns.text()
    asked_at: datetime = columns.instant()
    mailed: bool
    state: ReportState = columns.word(ReportState, ReportState.WAITING)
    started_at: datetime | None = columns.instant_or_none()
    ended_at: datetime | None = columns.instant_or_none()
    failed_cell: int | None = None
    error: str | None = columns.text_or_none()
    blob: str | None = columns.text_or_none()
    size: int | None = None


class ReportSchedule(SQLModel, table=True):
    """A notebook whose report is made once in every period."""

    __tablename__ = "report_schedules"

    notebook: str = Field(sa_column=Column(Text, primary_key=True))
    every: Every = columns.word(Every)
    set_by: str = columns.text()
    set_at: datetime = columns.instant()


@dataclass(frozen=True, slots=True)
class Pulse:
    """How far the work on a report is: as long as it goes on, something here changes within a minute."""

    state: WorkState
    attempts: int
    lease_until: datetime | None


def newest(session: Session, most: int = 20) -> list[NotebookReport]:
    """The reports that were asked for last, the newest first."""
    query = select(NotebookReport).order_by(col(NotebookReport.number).desc()).limit(most)
    return list(session.execute(query).scalars())


def schedules(session: Session) -> list[ReportSchedule]:
    """Everything that is made again and again, by notebook."""
    return list(session.execute(select(ReportSchedule).order_by(col(ReportSchedule.notebook))).scalars())


def pulse(session: Session, report_id: UUID) -> Pulse:
    """Where the work on a report stands."""
    query = select(col(OutboxRow.state), col(OutboxRow.attempts), col(OutboxRow.lease_until)).where(
        col(OutboxRow.kind) == WorkKind.RUN_REPORT, col(OutboxRow.subject_id) == report_id
    )
    return Pulse(*session.execute(query).one())
