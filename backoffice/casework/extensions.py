"""*Prórroga*: a supervisor gives the open round of a case more business days, with a reason; never fewer."""

from dataclasses import dataclass

from backoffice.casework import cases, deadlines, letters
from backoffice.casework.drafts import Drafts
from backoffice.casework.house import House
from backoffice.casework.supervision import refuse_no_supervisor
from backoffice.domain.calendar import Deadline
from backoffice.domain.decision import readable
from backoffice.domain.errors import BadInput, WrongState
from backoffice.domain.workflow import STATE_LABELS, State
from backoffice.records.cases import Case

MOST_DAYS, LONGEST_REASON = 60, 500


@dataclass(frozen=True, slots=True)
class Extended:
    """The case, and its deadline before and now."""

    case: Case
    before: Deadline
    deadline: Deadline


def extend(house: House, folio: str, days: int, reason: str, by: str) -> Extended:
    """Add so many business days to the deadline of the case's round, and tell the applicant by letter.

    Raises ``BadInput`` (days, reason), ``CaseNotFound``, ``WrongState`` (no supervisor, no clock that runs, over).
    """
    said = _refuse(house, days, reason, by)
    with house.transaction() as work:
        case = cases.by_folio(work.session, folio)
        round_ = cases.current_round(work.session, case)
        if case.state != State.AWAITING_EVIDENCE or round_.deadline_explained is None:
            raise WrongState(
                f"El caso {case.folio} está «{STATE_LABELS[case.state]}» y no corre ningún plazo de la empresa: no hay "
                "qué prorrogar."
            )
        before = Deadline.from_json(round_.deadline_explained)
        deadline = deadlines.recounted(house.calendar, before, prolonged=days)
        deadlines.keep(round_, deadline)
        due = {"before": before.due.isoformat(), "due": deadline.due.isoformat()}
        work.happened("extend_deadline", f"supervisor:{by}", case, days=days, reason=said, **due)
        applicant = cases.applicant_of(work.session, case)
        letter = Drafts(house, case, applicant, house.local_date(work.now)).deadline_moved(round_, before.due, said)
        turn = deadline.due.isoformat()
        letters.post(house, work, case, letter, to=applicant.email, about=round_.id, turn=turn)
    return Extended(case, before, deadline)


def _refuse(house: House, days: int, reason: str, by: str) -> str:
    """The reason as it may be told. Raises where something is missing."""
    refuse_no_supervisor(house, by, "da una prórroga")
    if not 1 <= days <= MOST_DAYS:
        raise BadInput(f"Una prórroga es de 1 a {MOST_DAYS} días hábiles. Escribe otro número en --days.")
    said = " ".join(readable(reason).split())
    if not said:
        raise BadInput("Escribe el motivo con --reason: la empresa lo lee en su carta.")
    if len(said) > LONGEST_REASON:
        raise BadInput(f"El motivo es demasiado largo: resúmelo en {LONGEST_REASON} caracteres.")
    return said if said.endswith((".", "!", "?")) else f"{said}."
