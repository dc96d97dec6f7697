"""A company looks at its workbook before sending it. Nothing is kept, nothing moves, no secret answer is touched."""

import hashlib
from dataclasses import dataclass
from uuid import UUID

from backoffice.casework import own_case, rules
from backoffice.casework.house import House
from backoffice.domain.checks import judge_without_answers, refused
from backoffice.domain.errors import BadInput, WrongState
from backoffice.domain.evidence import Evidence
from backoffice.domain.explained.self_check import SelfCheck, self_check
from backoffice.domain.parameters import Parameters
from backoffice.domain.test_set.as_given import as_given
from backoffice.domain.test_set.received import notice_set
from backoffice.domain.typography import shortened
from backoffice.records.cases import TestSetRow
from backoffice.workbooks.refusals import EvidenceRefused


@dataclass(frozen=True, slots=True)
class Asked:
    """The set by which the company's next evidence is judged: its notices, and the rules it was made by."""

    set_id: str
    round_number: int
    notices: dict[str, str]
    parameters: Parameters


def asked_of(house: House, applicant_id: UUID) -> Asked:
    """The newest set of the company's newest case. Raises ``WrongState`` before there is one."""
    with house.transaction() as work:
        view = own_case.view(work.session, applicant_id)
        if view is None:
            raise WrongState("Todavía no tienes un set de pruebas con qué comparar. Empieza con tu solicitud.")
        current = view.current
        if current.test_set is None:
            raise WrongState("Tu set de pruebas se está preparando. Cuando lo recibas podrás revisar tu archivo aquí.")
        return _asked(current.test_set, current.round.number, rules.known(work.session, current.test_set.rules_version))


def _asked(row: TestSetRow, number: int, parameters: Parameters) -> Asked:
    return Asked(row.set_id, number, dict(row.notices), parameters)


def check(house: House, asked: Asked, data: bytes) -> SelfCheck:
    """What would be found in this file, but for the assessment rows. Raises ``BadInput`` for another set's workbook."""
    official, sha256 = asked.parameters, hashlib.sha256(data).hexdigest()
    notices = notice_set(asked.notices, official.catalogues["notice_types"])
    try:
        evidence = house.read(data)
    except EvidenceRefused as refusal:
        nothing = as_given(Evidence(format=""), notices, official)
        return self_check(refused(refusal.finding, nothing.test_set, sha256), None)
    _refuse_another_set(evidence, asked)
    given = as_given(evidence, notices, official)
    return self_check(judge_without_answers(evidence, given, sha256, official), given)


def _refuse_another_set(evidence: Evidence, asked: Asked) -> None:
    found = shortened(evidence.test_set_id or "", 40)
    if found and found != asked.set_id:
        raise BadInput(
            f"El libro es del set {found} y tu set vigente es {asked.set_id}, de la ronda {asked.round_number}. "
            "Descarga el set vigente en la página de tu trámite y llena su libro."
        )
