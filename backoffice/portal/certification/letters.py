"""The letters of a case: listed, read in full, downloaded, sent again. Nothing depends on one e-mail."""

from dataclasses import dataclass
from datetime import datetime
from email import message_from_bytes, policy
from uuid import UUID

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from backoffice.casework import own_case
from backoffice.casework.house import House
from backoffice.domain.letters import CorrectionsRequested
from backoffice.domain.work import WorkState
from backoffice.portal.downloads import attached
from backoffice.portal.pages import house_of, page
from backoffice.portal.visitor import Form, LoggedIn
from backoffice.records.outbox import OutboxRow
from backoffice.records.standing import Standing

room = APIRouter()

#: Where a letter stands, in the words of whoever waits for it.
STANDING: dict[WorkState, str] = {
    WorkState.DONE: "Entregada a tu servidor de correo",
    WorkState.WITHDRAWN: "Ya no se envió",
    WorkState.FAILED: "No se pudo entregar",
    WorkState.UNCERTAIN: "No sabemos si llegó",
    WorkState.QUARANTINED: "No se pudo entregar",
}
CORRECTIONS = CorrectionsRequested.template
#: Columns of a letter's plain text.
WRAPPED_AT = 76
#: What begins a line of a list.
LISTED = ("-", "•")
ON_ITS_WAY = "En camino"


@dataclass(frozen=True, slots=True)
class Listed:
    """A letter in the list; ``on`` is in the zone of people."""

    id: UUID
    subject: str
    standing: str
    on: datetime
    sent: bool


def listed(house: House, view: Standing) -> list[Listed]:
    """All letters of a case that were not withdrawn, the newest first."""
    kept = [row for row in view.letters if row.state != WorkState.WITHDRAWN]
    return [
        Listed(
            row.id,
            row.subject or "",
            STANDING.get(row.state, ON_ITS_WAY),
            (row.done_at or row.created_at).astimezone(house.settings.zone),
            row.state == WorkState.DONE,
        )
        for row in reversed(kept)
    ]


@room.get("/certificacion/cartas/{letter_id:uuid}")
def read(request: Request, letter_id: UUID, visitor: LoggedIn) -> HTMLResponse:
    """One letter in full, as plain text."""
    row, raw = _letter(request, letter_id, visitor.logged_in.applicant_id)
    return page(request, "certification/letter.html", letter=row, text=text_of(raw))


def corrections(house: House, view: Standing) -> str:
    """What the letter that opened the current round asks to correct, in full; '' where none opened it."""
    opened = [row for row in view.letters if row.letter == CORRECTIONS and row.subject_id == view.round.id]
    return text_of(house.blobs.get(opened[0].message or "")) if opened else ""


def text_of(raw: bytes) -> str:
    """A letter's plain text, fit for any window."""
    body = message_from_bytes(raw, policy=policy.default).get_body(preferencelist=("plain",))
    return unwrapped(body.get_content()) if body else ""


def unwrapped(text: str) -> str:
    """A letter's paragraphs as one line each, so that they fit any window; lists and short lines stay as they are."""
    lines: list[str] = []
    before = ""
    for line in text.splitlines():
        if _goes_on(before, line):
            lines[-1] = f"{lines[-1]} {line.strip()}"
        else:
            lines.append(line)
        before = line
    return "\n".join(lines)


def _goes_on(before: str, line: str) -> bool:
    """Whether *line* was only begun because its first word did not fit into the one before."""
    words = line.split(maxsplit=1)
    if not words or not before.strip() or words[0] in LISTED or words[0].rstrip(".").isdigit():
        return False
    return len(before) + 1 + len(words[0]) > WRAPPED_AT


@room.get("/certificacion/cartas/{letter_id:uuid}.eml")
def download(request: Request, letter_id: UUID, visitor: LoggedIn) -> Response:
    """The letter as it was sent, with what it carries."""
    row, raw = _letter(request, letter_id, visitor.logged_in.applicant_id)
    return attached(raw, f"carta-{row.created_at:%Y-%m-%d}.eml", "application/octet-stream")


@room.post("/certificacion/cartas/{letter_id:uuid}/reenviar")
def send_again(request: Request, letter_id: UUID, visitor: LoggedIn, form: Form) -> Response:
    """*Reenviar correo*."""
    own_case.send_again(house_of(request), visitor.logged_in.applicant_id, letter_id)
    return RedirectResponse("/certificacion#cartas", status_code=303)


def _letter(request: Request, letter_id: UUID, applicant_id: UUID) -> tuple[OutboxRow, bytes]:
    house = house_of(request)
    with house.transaction() as work:
        row = own_case.letter(work.session, applicant_id, letter_id)
    return row, house.blobs.get(row.message or "")
