"""The letter that a decision would send, in the very words and templates of the real one. Nothing is sent here."""

from backoffice.casework.bundle import file_name
from backoffice.casework.drafts import Drafts
from backoffice.desk.case import OpenCase
from backoffice.domain.reasons import Chosen
from backoffice.domain.work import Outcome
from backoffice.mail.rendering import RenderedLetter, render
from backoffice.records.cases import Round


def preview(case: OpenCase, outcome: Outcome, remarks: str, chosen: tuple[Chosen, ...] | None = None) -> RenderedLetter:
    """The letter of *outcome* as if it were decided now, with the reasons *chosen* (``None``: the diagnosis').

    Raises ``BadInput`` where it would ask for nothing.
    """
    house, row = case.house, case.view.case
    drafts = Drafts(house, row, case.view.applicant, house.local_date(house.now()))
    if outcome is Outcome.APPROVE:
        return render(drafts.approved())
    upcoming = _next_round(case)
    return render(
        drafts.corrections_requested(
            case.round.round,
            upcoming,
            verdict=case.verdict,
            asked_of=case.asked,
            parameters=case.rules,
            remarks=remarks,
            chosen=chosen,
            attachment=file_name(row, upcoming),
        )
    )


def _next_round(case: OpenCase) -> Round:
    """A round that is not kept: its letter needs its number and how long it lasts."""
    now = case.house.now()
    return Round(
        case_id=case.view.case.id,
        number=case.round.round.number + 1,
        kind="correction",
        set_on=case.house.local_date(now),
        opened_at=now,
    )
