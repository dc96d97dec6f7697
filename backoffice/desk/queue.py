"""The queue as values: every case that waits for a person, why, until when and how counted, and who holds it."""

import json
from collections.abc import Callable, Sequence
from datetime import date, datetime
from functools import cache, lru_cache
from typing import NamedTuple
from uuid import UUID
from zoneinfo import ZoneInfo

import pandas as pd

from backoffice.casework.house import House
from backoffice.domain.calendar import Deadline
from backoffice.domain.collector import resting
from backoffice.domain.explained.spanish import said
from backoffice.domain.explained.summary import GAVE_UP, NOT_EVALUATED
from backoffice.domain.verdict import RESULT_LABELS
from backoffice.domain.work import TASK_REASONS, TaskReason, TaskState
from backoffice.records import desk_queries, queries
from backoffice.records.queries import QueueRow

COUNTED_SOON = "Su resultado se cuenta en un momento: actualiza la cola."


class Waiting(NamedTuple):  # as QueueRow is
    """One case of the queue. Texts from outside are harmless single lines; ``held_until`` is UTC.

    ``days_left`` are business days: 0 on the last day, negative once it is past. ``held_by`` is ``None`` where nobody
    holds it now. ``opined`` are those who gave an opinion and give no other; ``consulted`` says who asked what inside.
    """

    task_id: UUID
    folio: str
    company: str
    round_number: int
    reason: TaskReason
    turn: int
    opined: frozenset[str]
    consulted: str
    result: str
    wrong: str
    cause: str
    received_at: datetime
    due: date
    counted: str
    days_left: int
    held_by: str | None
    held_until: datetime | None

    @property
    def why(self) -> str:
        """Why it is in the queue, as a sentence."""
        return TASK_REASONS[self.reason]


#: The views, by name: which cases each shows to an analyst.
VIEWS: dict[str, Callable[[Waiting, str], bool]] = {
    "Todos": lambda case, me: True,
    "Vencidos": lambda case, me: case.days_left < 0,
    "Hoy": lambda case, me: case.days_left == 0,
    "7 días": lambda case, me: 0 <= case.days_left <= 7,
    "Míos": lambda case, me: case.held_by == me,
    "Sin asignar": lambda case, me: case.held_by is None and me not in case.opined,
    "Segunda revisión": lambda case, me: case.turn > 1 and me not in case.opined,
    "En consulta": lambda case, me: bool(case.consulted),
    "En cuarentena": lambda case, me: case.reason is TaskReason.QUARANTINED,
}

#: column → its pandas type; what ``queue_frame`` gives, also when nothing waits.
COLUMNS = {
    "folio": "string", "company": "string", "round": "int64", "why": "string", "result": "string", "wrong": "string",
    "cause": "string", "received_at": "datetime64[us, UTC]", "due": "datetime64[s]", "counted": "string",
    "days_left": "int64", "held_by": "string",
}  # fmt: skip


def waiting(house: House) -> list[Waiting]:
    """Every case that waits for a person, the most urgent first. Raises ``ServiceUnavailable``."""
    with house.transaction() as work, resting():
        rows, now = queries.queue(work.session), work.now
        opined = desk_queries.opined(work.session, [row.task_id for row in rows if row.turn > 1])
        known = Days(house, house.local_date(now))
        return [_waiting(row, opined.get(row.task_id, frozenset()), now, known) for row in rows]


def view(cases: Sequence[Waiting], name: str, me: str) -> list[Waiting]:
    """The cases of one view."""
    return [case for case in cases if VIEWS[name](case, me)]


def queue_frame(cases: Sequence[Waiting], zone: ZoneInfo) -> pd.DataFrame:
    """The queue as a typed frame, times where people are."""
    rows = [
        (
            case.folio, case.company, case.round_number, case.why, case.result, case.wrong, case.cause,
            case.received_at, case.due, case.counted, case.days_left, case.held_by,
        )
        for case in cases
    ]  # fmt: skip
    frame = pd.DataFrame(rows, columns=list(COLUMNS)).astype(COLUMNS)
    frame["received_at"] = frame["received_at"].dt.tz_convert(zone)
    return frame


class Days:
    """How far away the last days of many cases are, and how they were counted: each asked once."""

    def __init__(self, house: House, today: date) -> None:
        self.left = cache(lambda due: house.calendar.days_left(today, due))

    @staticmethod
    @lru_cache(maxsize=4096)
    def counted(explained: str) -> str:
        """The sentence of a deadline that is stored as JSON."""
        return Deadline.from_json(json.loads(explained)).explained()


def _waiting(row: QueueRow, opined: frozenset[str], now: datetime, days: Days) -> Waiting:
    held = row.state is TaskState.CLAIMED and row.lease_until is not None and row.lease_until > now
    return Waiting(
        task_id=row.task_id,
        folio=row.folio,
        company=said(row.company),
        round_number=row.round_number,
        reason=row.reason,
        turn=row.turn,
        opined=opined,
        consulted=_consulted(row),
        result=RESULT_LABELS[row.result] if row.result else NOT_EVALUATED,
        wrong=_wrong(row),
        cause=row.cause or (COUNTED_SOON if row.result else GAVE_UP),
        received_at=row.received_at,
        due=row.due,
        counted=days.counted(row.due_explained),
        days_left=days.left(row.due),
        held_by=row.claimed_by if held else None,
        held_until=row.lease_until if held else None,
    )


def _wrong(row: QueueRow) -> str:
    """``a) 2 · b) 5``; '' where no row is wrong."""
    return f"a) {row.wrong_samples} · b) {row.wrong_assessment}" if row.wrong_samples or row.wrong_assessment else ""


def _consulted(row: QueueRow) -> str:
    """``ana: a Jurídico …``; '' where nobody asked inside."""
    return f"{said(row.consulted_by, 40)}: {said(row.consult_reason, 160)}" if row.consult_reason else ""
