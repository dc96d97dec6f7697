"""A company looks at its workbook before sending it. Nothing is kept, nothing moves, no secret answer is touched.

The samples are compared with the set's own answers; none is computed from what the workbook says, so that no row of
section b), wherever an applicant writes it, is answered.
"""

import hashlib
from dataclasses import dataclass, replace
from uuid import UUID

from backoffice.casework import own_case, rules
from backoffice.casework.house import House
from backoffice.domain.checks import judge_without_answers, refused
from backoffice.domain.errors import BadInput, TryLater, WrongState
from backoffice.domain.evidence import Evidence
from backoffice.domain.explained.self_check import SelfCheck, self_check
from backoffice.domain.parameters import Parameters
from backoffice.domain.test_set import TestSet
from backoffice.domain.test_set.as_given import AsGiven
from backoffice.domain.typography import shortened
from backoffice.domain.workflow import STATE_LABELS, State
from backoffice.workbooks.refusals import EvidenceRefused

#: While a case stands here its newest set is in play.
IN_PLAY = (State.AWAITING_EVIDENCE, State.IN_ANALYSIS)
OVER = (State.EXPIRED, State.CANCELLED)


@dataclass(frozen=True, slots=True)
class Asked:
    """The set by which the company's next evidence is judged, without its secrets, and the rules it was made by."""

    round_number: int
    test_set: TestSet
    parameters: Parameters

    @property
    def set_id(self) -> str:
        """The set's name, as the workbook carries it."""
        return self.test_set.id


def asked_of(house: House, applicant_id: UUID) -> Asked:
    """The set in play of the company's newest case. Raises ``WrongState``, which says where the case stands."""
    with house.transaction() as work:
        view = own_case.view(work.session, applicant_id)
        if view is None:
            raise WrongState("Todavía no tienes un set de pruebas con qué comparar. Empieza con tu solicitud.")
        current, state = view.current, view.case.state
        if state in OVER:
            raise WrongState("Tu trámite terminó: no hay un set con qué comparar. Puedes empezar otra solicitud.")
        if state not in (State.REQUESTED, *IN_PLAY):
            raise WrongState(f"Tu trámite está «{STATE_LABELS[state]}» y no espera archivos: no hay nada que revisar.")
        if current.test_set is None:
            raise WrongState("Tu set de pruebas se está preparando. Cuando lo recibas podrás revisar tu archivo aquí.")
        test_set = current.test_set.test_set()
        parameters = rules.of_set(work.session, test_set)
        return Asked(current.round.number, without_secrets(test_set), parameters)


def without_secrets(test_set: TestSet) -> TestSet:
    """The set without the answers of section b), and without what it says of its own difficulty."""
    rows = tuple(row if row.section == "samples" else replace(row, expected={}) for row in test_set.rows)
    return replace(test_set, rows=rows, discriminates=(), hardest="", smallest_gap="")


def check(house: House, asked: Asked, data: bytes) -> SelfCheck:
    """What would be found in this file, but for the assessment rows.

    Raises ``BadInput`` for another set's workbook, ``TryLater`` where our own reader failed.
    """
    sha256, test_set = hashlib.sha256(data).hexdigest(), asked.test_set
    try:
        evidence = house.read(data)
    except EvidenceRefused as refusal:
        if refusal.is_ours:
            raise TryLater(str(refusal)) from refusal
        return self_check(refused(refusal.finding, test_set, sha256), None, None)
    _refuse_another_set(evidence, asked)
    given = AsGiven(test_set, uncompared={})
    verdict = judge_without_answers(evidence, given, sha256, asked.parameters)
    return self_check(verdict, given, evidence)


def refuse_another_set(house: House, applicant_id: UUID, data: bytes) -> None:
    """Raise ``BadInput`` for a workbook that names another set, before five days pass until somebody says so.

    What cannot be read, and what is not awaited, is for others to say.
    """
    try:
        asked, evidence = asked_of(house, applicant_id), house.read(data)
    except (WrongState, EvidenceRefused):
        return
    _refuse_another_set(evidence, asked)


def _refuse_another_set(evidence: Evidence, asked: Asked) -> None:
    found = shortened(evidence.test_set_id or "", 40)
    if found and found != asked.set_id:
        raise BadInput(
            f"El libro es del set {found} y tu set vigente es {asked.set_id}, de la ronda {asked.round_number}. "
            "Descarga el set vigente en la página de tu trámite y llena su libro."
        )
