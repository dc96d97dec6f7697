"""*Revisa tu archivo antes de enviarlo*: what would be found in it, but for the answers that are secret."""

import threading
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse

from backoffice.casework import self_check
from backoffice.domain.errors import BadInput, TryLater, WrongState
from backoffice.domain.typography import shortened
from backoffice.portal.pages import house_of, page
from backoffice.portal.uploads import Upload, uploaded
from backoffice.portal.visitor import LoggedIn, require_ours

room = APIRouter()

#: An account may check so often in any such span; so many files are read at once, and one waits so long for its turn.
MOST, SPAN = 6, timedelta(minutes=1)
AT_ONCE, WAITS = 3, 15.0
TOO_OFTEN = f"Revisaste {MOST} archivos en un minuto. Espera un minuto y vuelve a intentarlo."
BUSY = "Hay muchas revisiones en curso. Espera un minuto y vuelve a intentarlo."


class Pace:
    """How often each account checked lately. Kept in memory: after a restart everybody begins anew."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._times: dict[UUID, deque[datetime]] = {}
        self._own: dict[UUID, threading.BoundedSemaphore] = {}
        self._turns = threading.BoundedSemaphore(AT_ONCE)

    def admits(self, account: UUID, now: datetime) -> bool:
        """Count one more; false where there were too many."""
        with self._lock:
            for other in [one for one, times in self._times.items() if times[-1] <= now - SPAN]:
                del self._times[other]
            times = self._times.setdefault(account, deque(maxlen=MOST))
            if len(times) == MOST and times[0] > now - SPAN:
                return False
            times.append(now)
            return True

    @contextmanager
    def turn(self, account: UUID) -> Iterator[None]:
        """One of the few readings at a time, and the account's only one. ``TryLater`` after a while."""
        with self._lock:
            own = self._own.setdefault(account, threading.BoundedSemaphore())
        with _held(own), _held(self._turns):
            yield


@contextmanager
def _held(lock: threading.BoundedSemaphore) -> Iterator[None]:
    if not lock.acquire(timeout=WAITS):
        raise TryLater(BUSY)
    try:
        yield
    finally:
        lock.release()


@room.get("/revision")
def ask(request: Request, visitor: LoggedIn) -> HTMLResponse:
    """The form, or why there is nothing to compare with yet."""
    return _form(request, visitor.logged_in.applicant_id)


async def sent(request: Request) -> Upload:
    """The file of a form of ours."""
    file = await uploaded(request)
    require_ours(request, file.word)
    return file


@room.post("/revision")
def check(request: Request, visitor: LoggedIn, file: Annotated[Upload, Depends(sent)]) -> HTMLResponse:
    """Read it and show what was found. It is not kept."""
    house, pace = house_of(request), pace_of(request)
    if not pace.admits(visitor.account_id, house.now()):
        refusal_page = _form(request, visitor.logged_in.applicant_id, problem=TOO_OFTEN, status=429)
        refusal_page.headers["Retry-After"] = str(int(SPAN.total_seconds()))
        return refusal_page
    asked = self_check.asked_of(house, visitor.logged_in.applicant_id)
    try:
        with pace.turn(visitor.account_id):
            seen = self_check.check(house, asked, file.data)
    except BadInput as refusal:
        return _form(request, visitor.logged_in.applicant_id, problem=str(refusal), status=422)
    return page(request, "self_checked.html", seen=seen, name=shortened(file.name, 80), asked=asked)


def pace_of(request: Request) -> Pace:
    """The portal's one pace."""
    pace: Pace = request.app.state.pace
    return pace


def _form(request: Request, applicant_id: UUID, *, problem: str | None = None, status: int = 200) -> HTMLResponse:
    try:
        asked, why = self_check.asked_of(house_of(request), applicant_id), ""
    except WrongState as refusal:
        asked, why = None, str(refusal)
    return page(request, "self_check.html", status=status, asked=asked, why=why, problem=problem)
