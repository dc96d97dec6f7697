"""Tables of what changes deadlines after the fact: decreed days off, days without the test service, and its watch."""

from datetime import date, datetime

from sqlalchemy import Column, Date
from sqlmodel import Field, SQLModel

from backoffice.records import columns


class DecreedDay(SQLModel, table=True):
    """A day off that the institute published later than the files that ship with the desk, with its source."""

    __tablename__ = "days_off"

    day: date = Field(sa_column=Column(Date, primary_key=True))
    reason: str = columns.text()
    source: str = columns.text()
    added_by: str = columns.text()
    added_at: datetime = columns.instant()


class ServiceOutage(SQLModel, table=True):
    """A business day on which applicants could not use the test service: it is given back to them."""

    __tablename__ = "service_outages"

    day: date = Field(sa_column=Column(Date, primary_key=True))
    reason: str = columns.text()
    recorded_by: str = columns.text()
    recorded_at: datetime = columns.instant()


class ServiceWatch(SQLModel, table=True):
    """Of a local day, for how many seconds the clock watched the test service, and for how many it was silent.

    ``answered`` is what it found when it last asked, at ``asked_at``.
    """

    __tablename__ = "service_watch"

    day: date = Field(sa_column=Column(Date, primary_key=True))
    watched: int
    silent: int
    asked_at: datetime = columns.instant()
    answered: bool
