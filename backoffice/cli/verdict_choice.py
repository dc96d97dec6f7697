"""Which submission of a case a command is about."""

from backoffice.domain.errors import BadInput
from backoffice.records.case_view import CaseView, RoundView, SubmissionView

Chosen = tuple[RoundView, SubmissionView]


def choose(view: CaseView, round_number: int | None, number: int | None) -> Chosen | None:
    """The submission asked for; the newest where none is named. ``None`` where nothing was ever sent."""
    sent = [(round_, one) for round_ in view.rounds for one in round_.submissions]
    if round_number is None and sent:
        round_number = sent[-1][0].round.number
    asked = [
        (round_, one)
        for round_, one in sent
        if round_.round.number == round_number and number in {None, one.submission.number}
    ]
    if not asked and (round_number, number) != (None, None):
        raise BadInput(
            f"El caso {view.case.folio} no tiene ese envío. Míralos con «./mesa verdict show {view.case.folio}»."
        )
    return asked[-1] if asked else None
