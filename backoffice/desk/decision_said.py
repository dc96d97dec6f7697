"""What the decision panel says of a case: who holds it and what that allows; the letter that a yes would send."""

from datetime import datetime

from backoffice.desk.case import OpenCase
from backoffice.desk.decision_words import AGAINST, FREE, HELD, LATER_TURNS, NOTES, OPINED, TITLES, UNSEEN
from backoffice.desk.page import page
from backoffice.desk.spanish import hour
from backoffice.domain.explained.spanish import said
from backoffice.domain.work import Outcome
from backoffice.mail.rendering import RenderedLetter


def standing(case: OpenCase, me: str, by: str | None, until: datetime | None) -> tuple[str, str]:
    """The state of the panel for *me* where *by* holds the case until then (UTC), and the sentence that says it.

    Nobody looks twice: whoever gave an opinion in an earlier turn may read and no more.
    """
    if any(one.analyst == me for one in case.submission.opinions):
        return "opined", OPINED
    if by is not None and by != me and until is not None:
        return "taking", HELD.format(by=said(by, 60), until=hour(until, case.house.settings.zone))
    return "reading", FREE


def letter_page(case: OpenCase, me: str, outcome: Outcome, letter: RenderedLetter) -> str:
    """The letter with whom it goes to, and what follows from a yes of *me*."""
    against = outcome is Outcome.APPROVE and case.given is not None and case.given.result != "consistent"
    note = AGAINST if against and case.task.turn == 1 else NOTES[outcome]
    if outcome is Outcome.APPROVE and case.task.turn > 1:
        note = LATER_TURNS[case.task.turn]
    if outcome is Outcome.APPROVE and not case.pictures_seen_by(me):
        note = f"{note} {UNSEEN}"
    to = said(case.view.applicant.email, 254)
    return page("letter", title=TITLES[outcome], note=note, to=to, letter=letter)
