"""What became of the story, told from the records: the course of each case, its findings, its letters."""

import json
from dataclasses import dataclass

from backoffice.casework.house import House
from backoffice.domain.findings import Severity
from backoffice.domain.mistakes import wording
from backoffice.domain.verdict import RESULT_LABELS, Verdict
from backoffice.domain.work import WAITING_TASK, WorkState
from backoffice.domain.workflow import STATE_LABELS, Act
from backoffice.records.case_view import CaseView, RoundView, case_view
from backoffice.records.outbox import OutboxRow
from backoffice.rehearsal import cast
from backoffice.rehearsal.standing import newest_case

#: What each act is called in a course; what is not here is left out.
ACTS: dict[str, str] = {
    "request": "solicitud",
    Act.ISSUE_TEST_SET: "set de pruebas",
    Act.SEND_EVIDENCE: "evidencias",
    Act.REFUSE_EVIDENCE: "archivo devuelto",
    Act.REQUEST_CORRECTIONS: "correcciones",
    Act.APPROVE: "aprobación",
    Act.ACCEPT_TERMS: "aceptación",
    Act.CANCEL: "cancelación",
}
LETTERS = {
    "test_set_issued": "set de pruebas",
    "evidence_received": "acuse",
    "evidence_refused": "archivo devuelto",
    "corrections_requested": "correcciones",
    "approved": "aprobación",
    "certified": "vigente",
    "cancellation_confirmed": "cancelación",
}


@dataclass(frozen=True, slots=True)
class Outcome:
    """One case in words. ``waits``: it is in the queue and nobody has decided it."""

    letter: str
    folio: str
    company: str
    course: str
    state: str
    findings: str
    letters: str
    waits: bool


def outcomes(house: House) -> list[Outcome]:
    """Every case of the story, in its order."""
    found = []
    for letter, company in cast.COMPANIES.items():
        with house.transaction() as work:
            case = newest_case(work.session, company)
            if case is not None:
                found.append(outcome(letter, case_view(work.session, case.folio)))
    return found


def outcome(letter: str, view: CaseView) -> Outcome:
    """One case, summed up."""
    tasks = [file.task for file in view.current.submissions if file.task and file.decision is None]
    return Outcome(
        letter=letter,
        folio=view.case.folio,
        company=view.applicant.name.removesuffix(", S.A. de C.V."),
        course=" → ".join(ACTS[event.act] for event in view.events if event.act in ACTS),
        state=STATE_LABELS[view.case.state],
        findings="\n".join(said for round_ in view.rounds for said in findings_of(round_)),
        letters="\n".join(letter_line(row) for row in view.letters),
        waits=any(task.state in WAITING_TASK for task in tasks),
    )


def findings_of(round_: RoundView) -> list[str]:
    """What was found in each file of a round, in a line."""
    return [
        f"Ronda {round_.round.number}: {summed_up(Verdict.from_json(json.loads(file.verdict.document)))}"
        for file in round_.submissions
        if file.verdict is not None
    ]


def summed_up(verdict: Verdict) -> str:
    """The result, how many errors, and their causes."""
    if verdict.result != "inconsistent":
        return RESULT_LABELS[verdict.result].lower()
    errors = verdict.count(Severity.ERROR)
    causes = [wording(cause.mistake).name for cause in verdict.diagnosis]
    return "; ".join([f"{errors} errores", *causes])


def letter_line(row: OutboxRow) -> str:
    """Which letter, and whether the mail server took it."""
    name = LETTERS.get(row.letter or "", row.letter or "")
    return name if row.state == WorkState.DONE else f"{name} (sin enviar)"
