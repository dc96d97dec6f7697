"""When a decision needs a second person before it takes effect, and what comes of two opinions. Pure."""

from dataclasses import dataclass
from enum import StrEnum

from backoffice.domain.work import Outcome

#: A sample is drawn only while so many business days are left: a second person needs time, and the deadline holds.
DAYS_FOR_A_SAMPLE = 2
FIRST, SECOND, THIRD = 1, 2, 3


class Because(StrEnum):
    """Why a second person looks."""

    AGAINST_VERDICT = "against_verdict"
    FIRST_APPROVAL = "first_approval"
    SAMPLE = "sample"


BECAUSE_LABELS: dict[Because, str] = {
    Because.AGAINST_VERDICT: "se aprueba aunque la evaluación encontró inconsistencias",
    Because.FIRST_APPROVAL: "es la primera aprobación de esa persona",
    Because.SAMPLE: "salió en la muestra de calidad",
}


@dataclass(frozen=True, slots=True)
class Draw:
    """What the draw depends on, besides the decision itself.

    ``lot`` in [0, 1) is handed in; ``share`` of the decisions get a second look; ``days_left`` are business days until
    the answer is due.
    """

    lot: float
    share: float
    days_left: int


def why_second(outcome: Outcome, result: str | None, *, approved_before: bool, draw: Draw) -> Because | None:
    """Why a first opinion needs a second one; ``None`` where it takes effect at once.

    *result* is the verdict's as it was given, whatever was set aside; a file without a verdict is not approved, and
    asking for another one needs no second person.
    """
    if result is None:
        return None
    if outcome == Outcome.APPROVE and result != "consistent":
        return Because.AGAINST_VERDICT
    if outcome == Outcome.APPROVE and not approved_before:
        return Because.FIRST_APPROVAL
    drawn = draw.days_left >= DAYS_FOR_A_SAMPLE and draw.lot < draw.share
    return Because.SAMPLE if drawn else None


def takes_effect(turn: int, outcome: Outcome, earlier: Outcome | None, because: Because | None) -> bool:
    """Whether a decision of that *turn* is the last word.

    A first one is, unless it needs a second; a second one is where it agrees with the *earlier*; a third one always.
    """
    if turn == FIRST:
        return because is None
    return turn >= THIRD or outcome == earlier
