"""Where the case stands: one page per state, with what happens next, until when, and how that date was counted."""

import json
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse
from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlmodel import col

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
from backoffice.portal.visitor import LoggedIn, Visitor
from backoffice.records.access import ProductiveAccess
from backoffice.records.case_view import CaseView, SubmissionView
from backoffice.records.submissions import ReviewTask

room = APIRouter()

TEMPLATES = {
    State.REQUESTED: "certification/requested.html",
    State.AWAITING_EVIDENCE: "certification/awaiting.html",
    State.IN_ANALYSIS: "certification/analysis.html",
    State.APPROVED: "certification/approved.html",
    State.CERTIFIED: "certification/certified.html",
}


@room.get("/certificacion")
def standing(request: Request, visitor: LoggedIn) -> HTMLResponse:
    """The page of the state in which the company's newest case is; without one, the request's terms."""
    return shown(request, visitor)


def shown(request: Request, visitor: Visitor, *, secret: str | None = None) -> HTMLResponse:
    """That page; with the *secret* of the productive access where it was just made."""
    house = house_of(request)
    with house.transaction() as work:
        view = own_case.view(work.session, visitor.logged_in.applicant_id)
        papers = own_case.papers(work.session, visitor.logged_in.applicant_id)
        access = _access(work.session, view)
    known: dict[str, Any] = {"papers": papers, "titles": TITLES, "problem": None}
    if view is None or view.case.state in OVER:
        words = told(house, view) if view else {"view": None}
        return page(request, "certification/start.html", terms=official.terms(Purpose.REQUEST), **known, **words)
    turn = productive_access.turn_of(access)
    more: dict[str, Any] = {"access": access, "turn": turn, "secret": secret, "act": ACTS["evidencias"]}
    more["credentials"] = _credentials(view)
    return page(request, TEMPLATES[view.case.state], **more, **known, **told(house, view))


def told(house: House, view: CaseView) -> dict[str, Any]:
    """What the pages of a case say: its dates in the zone of people, its deadline, the newest file, its letters."""
    current = view.current
    newest = current.submissions[-1] if current.submissions else None
    return {
        "view": view,
        "case": view.case,
        "label": label(view),
        "requested_on": house.local_date(view.case.requested_at),
        "moved_on": house.local_date(view.case.moved_at),
        "round": current,
        "deadline": _deadline(current.round.deadline_explained),
        "left": _left(house, current.round.deadline_explained),
        "newest": newest,
        "newest_label": SUBMISSION_LABELS[newest.submission.state] if newest else "",
        "received_on": house.local_date(newest.submission.received_at) if newest else None,
        "answer": _answer(house, view),
        "held": bool(newest and _held(house, newest.task)),
        "refusal": refusal(newest) if newest and newest.submission.state == SubmissionState.REFUSED else "",
        "letters": letters.listed(house, view),
        "corrections": letters.corrections(house, view) if not newest else "",
    }


def refusal(sent: SubmissionView) -> str:
    """Why the newest file could not be read, in the words of its letter."""
    verdict = Verdict.from_json(json.loads(sent.verdict.document)) if sent.verdict else None
    return verdict.findings[0].message if verdict and verdict.findings else "No fue posible leerlo."


def label(view: CaseView) -> str:
    """The state in the words of the guide; a request that was given up never was a certification."""
    if view.case.state == State.CANCELLED and not any(event.to_state == State.CERTIFIED for event in view.events):
        return "Solicitud desistida"
    return STATE_LABELS[view.case.state]


def _deadline(explained: dict[str, Any] | None) -> Deadline | None:
    return Deadline.from_json(explained) if explained else None


def _left(house: House, explained: dict[str, Any] | None) -> int | None:
    """Business days left, today not counted; negative once it passed."""
    if explained is None:
        return None
    return house.calendar.days_left(house.local_date(house.now()), Deadline.from_json(explained).due)


def _answer(house: House, view: CaseView) -> Deadline | None:
    """Until when the institute answers the newest file."""
    if view.case.state != State.IN_ANALYSIS or not view.current.submissions:
        return None
    newest = view.current.submissions[-1]
    if newest.task is not None:
        return Deadline.from_json(newest.task.due_explained)
    received = house.local_date(newest.submission.received_at)
    return house.calendar.deadline(received, house.settings.analysis_days)


def _held(house: House, task: ReviewTask | None) -> bool:
    claimed = task is not None and task.state == TaskState.CLAIMED
    return bool(claimed and task and task.lease_until and task.lease_until > house.now())


def _credentials(view: CaseView) -> notice_service.Credentials | None:
    """For the test service, once there is a set to ask for."""
    current = view.current
    return notice_service.credentials(view.case.folio, current.round) if current.test_set else None


def _access(session: Session, view: CaseView | None) -> ProductiveAccess | None:
    if view is None:
        return None
    query = select(ProductiveAccess).where(col(ProductiveAccess.case_id) == view.case.id)
    return session.execute(query).scalar_one_or_none()
