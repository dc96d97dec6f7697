"""The story: four companies go through the real stages, with real files and the real workers.

Every step looks at where the case stands first, so a story that is over stays as it is, and one that was cut off goes
on. Whatever people did to a case meanwhile is left alone. In a house that runs as a rehearsal every company signs its
acts with an e.firma of the rehearsal.
"""

from collections.abc import Callable
from dataclasses import replace
from importlib.resources import files

from backoffice.casework import certification, intake, request, review
from backoffice.casework.house import House
from backoffice.domain.errors import ServiceUnavailable, WrongState
from backoffice.domain.signing import Purpose
from backoffice.domain.work import Outcome
from backoffice.domain.workflow import State
from backoffice.rehearsal import cast
from backoffice.rehearsal.pen import sign
from backoffice.rehearsal.standing import Standing, standing
from backoffice.rehearsal.waiting import Patience

Step = Callable[[House, str, Standing], str]
#: (is it a second opinion, what is decided) → who decides, and how the story tells it.
OPINIONS = {
    (False, Outcome.APPROVE): (cast.ANALYST, "el analista aprueba"),
    (False, Outcome.CORRECTIONS): (cast.ANALYST, "el analista pide correcciones"),
    (True, Outcome.APPROVE): (cast.SECOND_ANALYST, "una segunda persona coincide: aprobado"),
    (True, Outcome.CORRECTIONS): (cast.SECOND_ANALYST, "una segunda persona coincide: con correcciones"),
}
Progress = Callable[[str], None]


def evidence(name: str) -> bytes:
    """One of the files that the companies send."""
    return (files("backoffice.rehearsal") / "evidence" / name).read_bytes()


def sends(name: str) -> Step:
    """The applicant sends a file."""

    def step(house: House, letter: str, at: Standing) -> str:
        data = evidence(name)
        signed = sign(house, cast.COMPANIES[letter], Purpose.EVIDENCE, at.folio, (name, data))
        intake.receive(house, at.folio, name, data, signed=signed)
        return f"envía {name} (ronda {at.round})"

    return step


def decides(outcome: Outcome) -> Step:
    """An analyst claims the case and decides it, a second one where one is due; new rounds are as the cast says."""

    def step(house: House, letter: str, at: Standing) -> str:
        if at.task is None:
            raise WrongState(f"El caso {at.folio} está en análisis y nadie lo espera en la cola. Mira «./mesa cases».")
        dealt = replace(house, dealer=lambda: cast.deal(letter, at.round + 1))
        who, said = OPINIONS[at.turn > 1, outcome]
        review.claim(dealt, at.task, who)
        review.decide(dealt, at.task, who, outcome)
        return said

    return step


def accepts(house: House, letter: str, at: Standing) -> str:
    """The applicant accepts the approval."""
    signed = sign(house, cast.COMPANIES[letter], Purpose.ACCEPTANCE, at.folio)
    certification.accept(house, at.folio, signed=signed)
    return "la empresa acepta: certificación vigente"


def cancels(house: House, letter: str, at: Standing) -> str:
    """The applicant ends its certification."""
    signed = sign(house, cast.COMPANIES[letter], Purpose.CANCELLATION, at.folio)
    certification.cancel(house, at.folio, "Ensayo de cancelación", signed=signed)
    return "la empresa cancela su certificación"


#: (case, state, round, files sent in it) → what happens next; elsewhere the story leaves a case alone.
PLOT: dict[tuple[str, State, int, int], Step] = {
    ("A", State.AWAITING_EVIDENCE, 1, 0): sends("caso_a_ronda_1.xls"),
    ("A", State.IN_ANALYSIS, 1, 1): decides(Outcome.APPROVE),
    ("A", State.APPROVED, 1, 1): accepts,
    ("A", State.CERTIFIED, 1, 1): cancels,
    ("B", State.AWAITING_EVIDENCE, 1, 0): sends("caso_b_ronda_1.xls"),
    ("B", State.IN_ANALYSIS, 1, 1): decides(Outcome.CORRECTIONS),
    ("B", State.AWAITING_EVIDENCE, 2, 0): sends("caso_b_ronda_2.xlsx"),
    ("B", State.IN_ANALYSIS, 2, 1): decides(Outcome.APPROVE),
    ("C", State.AWAITING_EVIDENCE, 1, 0): sends("caso_c_ronda_1.xls"),
    ("D", State.AWAITING_EVIDENCE, 1, 0): sends("caso_d_ronda_1.xls"),
}


def tell(house: House, progress: Progress, patience: Patience) -> None:
    """Bring every case as far as the plot goes and wait until nothing is left to be done, letters included.

    Raises ``ServiceUnavailable`` naming the part that does not answer and its log.
    """
    while True:
        stands = {letter: advance(house, letter, progress) for letter in cast.COMPANIES}
        if all(at is not None and not at.pending for at in stands.values()):
            return
        patience.look(stands)


def advance(house: House, letter: str, progress: Progress) -> Standing | None:
    """Take the next step of one case if it is the applicant's or the analyst's turn.

    Where it stands while workers have something to do or the story is over; ``None`` after a step.
    """
    at = standing(house, cast.COMPANIES[letter])
    if at is None:
        dealt = replace(house, dealer=lambda: cast.deal(letter, 1))
        company = cast.COMPANIES[letter]
        case = request.register(dealt, company, signed=sign(house, company, Purpose.REQUEST))
        progress(f"Caso {letter}: solicitud registrada, folio {case.folio}")
        return None
    if at.pending:
        return at
    if at.state == State.REQUESTED:
        raise ServiceUnavailable(f"El set del caso {letter} quedó en cuarentena. Mira por qué con «./mesa cases».")
    step = PLOT.get((letter, at.state, at.round, at.files))
    if step is None:
        return at
    progress(f"Caso {letter}: {step(house, letter, at)}")
    return None
