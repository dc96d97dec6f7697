"""Days off decreed after the desk was installed, as every process sees them: read again every few seconds."""

from collections.abc import Callable, Iterator, Mapping
from datetime import date

import structlog
from sqlalchemy import Engine, select
from sqlmodel import col

from backoffice.domain.errors import ServiceUnavailable
from backoffice.records import database
from backoffice.records.calendar import DecreedDay

#: Seconds after which what was read may be old.
FRESH = 10.0
log = structlog.get_logger()


class DecreedDays(Mapping[date, str]):
    """The ``published`` days that ship with the desk and the decreed ones, each with its reason.

    ``tick`` is a clock that only goes forward, in seconds. Where the database does not answer, what was known stays;
    where nothing was read yet ``ServiceUnavailable`` is raised, for a deadline must not be counted without them.
    """

    def __init__(self, published: Mapping[date, str], engine: Engine, tick: Callable[[], float]) -> None:
        self._published, self._engine, self._tick = published, engine, tick
        self._known: Mapping[date, str] | None = None
        self._due = float("-inf")

    def refresh(self) -> Mapping[date, str]:
        """Read them now. Raises ``ServiceUnavailable``."""
        with database.transaction(self._engine) as session:
            decreed = session.execute(select(col(DecreedDay.day), col(DecreedDay.reason))).all()
        self._known = known = {**dict(decreed), **self._published}
        return known

    def __getitem__(self, day: date) -> str:
        return self._now()[day]

    def __iter__(self) -> Iterator[date]:
        return iter(self._now())

    def __len__(self) -> int:
        return len(self._now())

    def _now(self) -> Mapping[date, str]:
        known = self._known
        if known is not None and self._tick() < self._due:
            return known
        self._due = self._tick() + FRESH  # before reading: of many threads one reads, the others go on
        try:
            return self.refresh()
        except ServiceUnavailable:
            if known is None:
                raise
            log.warning("decreed_days_not_read")
            return known
