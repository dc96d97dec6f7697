"""Where the case stands: one page per state, with what happens next, until when, and how that date was counted."""

import json
from datetime import datetime
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from backoffice import official
from backoffice.casework import notice_service, own_case, productive_access
from backoffice.casework.house import House
from backoffice.domain.calendar import Deadline
from backoffice.domain.signing import Purpose
from backoffice.domain.verdict import Verdict
from backoffice.domain.work import SUBMISSION_LABELS, SubmissionState, TaskState
from backoffice.domain.workflow import STATE_LABELS, State
from backoffice.efirma.documents.model import TITLES
from backoffice.portal.certification import letters
from backoffice.portal.certification.acts import ACTS, OVER
from backoffice.portal.pages import house_of, page
from backoffice.portal.visitor import Visitor, case_of_visitor
from backoffice.records.standing import Sent, Standing, StandingCase

room = APIRouter()

TEMPLATES = {
    State.REQUESTED: "certification/requested.html",
    State.AWAITING_EVIDENCE: "certification/awaiting.html",
    State.IN_ANALYSIS: "certification/analysis.html",
    State.APPROVED: "certification/approved.html",
    State.CERTIFIED: "certification/certified.html",
}


@room.get("/certificacion")
def standing(request: Request) -> HTMLResponse:
    """The page of the state in which the company's newest case is; without one, the request's terms."""
    return _shown(request, case_of_visitor(request))


def shown(request: Request, visitor: Visitor, *, secret: str | None = None) -> HTMLResponse:
    """That page; with the *secret* of the productive access where it was just made."""
    return _shown(request, own_case.standing(house_of(request), visitor.logged_in.applicant_id), secret)


def _shown(request: Request, view: Standing | None, secret: str | None = None) -> HTMLResponse:
    house = house_of(request)
    known: dict[str, Any] = {"papers": view.papers if view else (), "titles": TITLES, "problem": None}
    if view is None or view.case.state in OVER:
        words = told(house, view) if view else {"view": None}
        return page(request, "certification/start.html", terms=official.terms(Purpose.REQUEST), **known, **words)
    turn = productive_access.turn_of(view.access)
    more: dict[str, Any] = {"access": view.access, "turn": turn, "secret": secret, "act": ACTS["evidencias"]}
    more["credentials"] = _credentials(view)
    return page(request, TEMPLATES[view.case.state], **more, **known, **told(house, view))


def told(house: House, view: Standing) -> dict[str, Any]:
    """What the pages of a case say: its dates in the zone of people, its deadline, the newest file, its letters."""
    newest, deadline = view.newest, _deadline(view.round.deadline_explained)
    return {
        "view": view,
        "case": view.case,
        "label": label(view.case),
        "dated": house.local_date(_dated(view.case)),
        "round": view.round,
        "deadline": deadline,
        "left": house.calendar.days_left(house.local_date(house.now()), deadline.due) if deadline else None,
        "newest": newest,
        "newest_label": SUBMISSION_LABELS[newest.state] if newest else "",
        "received_on": house.local_date(newest.received_at) if newest else None,
        "answer": _answer(house, view),
        "held": bool(newest and _held(house, newest)),
        "refusal": refusal(newest) if newest and newest.state == SubmissionState.REFUSED else "",
        "letters": letters.listed(house, view),
        "corrections": letters.corrections(house, view) if not newest else "",
    }


def refusal(sent: Sent) -> str:
    """Why the newest file could not be read, in the words of its letter."""
    verdict = Verdict.from_json(json.loads(sent.refused_with)) if sent.refused_with else None
    return verdict.findings[0].message if verdict and verdict.findings else "No fue posible leerlo."


def label(case: StandingCase) -> str:
    """The state in the words of the guide; a request that was given up never was a certification."""
    given_up = case.state == State.CANCELLED and not case.was_certified
    return "Solicitud desistida" if given_up else STATE_LABELS[case.state]


def _dated(case: StandingCase) -> datetime:
    """Of a case under way when it was asked for, of any other when it became what it is."""
    return case.moved_at if case.state in {State.CERTIFIED, *OVER} else case.requested_at


def _deadline(explained: dict[str, Any] | None) -> Deadline | None:
    return Deadline.from_json(explained) if explained else None


def _answer(house: House, view: Standing) -> Deadline | None:
    """Until when the institute answers the newest file."""
    if view.case.state != State.IN_ANALYSIS or view.newest is None:
        return None
    if view.newest.task:
        return Deadline.from_json(view.newest.task.due_explained)
    return house.calendar.deadline(house.local_date(view.newest.received_at), house.settings.analysis_days)


def _held(house: House, sent: Sent) -> bool:
    task = sent.task
    return bool(task and task.state == TaskState.CLAIMED and task.lease_until and task.lease_until > house.now())


def _credentials(view: Standing) -> notice_service.Credentials | None:
    """For the test service, once there is a set to ask for."""
    round_ = view.round
    return notice_service.credentials(view.case.folio, round_.number, round_.seed) if round_.set_id else None
