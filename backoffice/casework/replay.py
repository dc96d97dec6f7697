"""A stored verdict is given again from the file itself and compared byte for byte. What is stored stays as it is."""

import hashlib
import json
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from backoffice.casework import adjudication, rules
from backoffice.casework.house import House
from backoffice.domain.change import Change, between
from backoffice.domain.errors import MesaError, NotJudged, ServiceUnavailable
from backoffice.domain.verdict import ENGINE_VERSION, Verdict
from backoffice.records import logins
from backoffice.records.cases import Case
from backoffice.records.verdicts import Stored, Which, stored


class Outcome(StrEnum):
    """What a replay came to."""

    EQUAL = "equal"
    DIFFERS = "differs"
    CANNOT = "cannot"


@dataclass(frozen=True, slots=True)
class Replayed:
    """One verdict given again. ``why`` is a sentence for people, with ``change`` as far as there is one."""

    which: Which
    outcome: Outcome
    why: str = ""
    change: Change | None = None


def replay(house: House, submission_id: UUID, actor: str) -> Replayed:
    """Give the verdict on one submission again, and tell the audit trail. Raises ``ServiceUnavailable`` alone."""
    one = _stored(house, submission_id)
    found = _replayed(house, one)
    _tell(house, one, found, actor)
    return found


def untold(house: House, submission_id: UUID) -> Replayed:
    """The same, for who tells of it otherwise. Raises ``ServiceUnavailable`` alone."""
    return _replayed(house, _stored(house, submission_id))


def _stored(house: House, submission_id: UUID) -> Stored:
    with house.transaction() as work:
        (one,) = stored(work.session, [submission_id], ENGINE_VERSION)
    return one


def _replayed(house: House, one: Stored) -> Replayed:
    try:
        return _compared(one, _again(house, one))
    except ServiceUnavailable:
        raise
    except MesaError as refusal:
        return Replayed(one.which, Outcome.CANNOT, str(refusal))


def _again(house: House, one: Stored) -> Verdict:
    """Read the file again and judge it by the set and the rules of then."""
    with house.transaction() as work:
        parameters = rules.of_version(work.session, one.verdict.rules_version)
    seen = adjudication.look(house, one.submission)
    with adjudication.foreseen():
        return adjudication.verdict_on(seen, one.test_set.test_set(), one.submission.sha256, parameters)


def _compared(one: Stored, again: Verdict) -> Replayed:
    digest = hashlib.sha256(one.verdict.document.encode()).hexdigest()
    if one.verdict.document == again.text() and one.verdict.sha256 == digest:
        return Replayed(one.which, Outcome.EQUAL)
    change = _change(one, again)
    if one.verdict.sha256 != digest:
        restored = " El que se calcula ahora sí la tiene." if again.sha256 == one.verdict.sha256 else ""
        why = f"El resultado guardado no tiene su huella: fue modificado después de darse.{restored}"
        return Replayed(one.which, Outcome.DIFFERS, why, change)
    said = "el guardado no se entiende." if change is None else change.reason or "dice lo mismo."
    if one.verdict.engine_version != ENGINE_VERSION:
        gave = f"Se dio con la versión {one.verdict.engine_version} del motor; esta es la {ENGINE_VERSION}"
        return Replayed(one.which, Outcome.CANNOT, f"{gave}: no se repite byte por byte. Con esta: {said}", change)
    return Replayed(one.which, Outcome.DIFFERS, f"No es el mismo texto: {said}", change)


def _change(one: Stored, again: Verdict) -> Change | None:
    """What would differ; ``None`` where the stored text is nothing that this program can read."""
    try:
        with adjudication.foreseen():
            return between(Verdict.from_json(json.loads(one.verdict.document)), again)
    except NotJudged:
        return None


def _tell(house: House, one: Stored, found: Replayed, actor: str) -> None:
    """An event of the case, by whose login it is where there is one; whoever audits adds nothing."""
    with house.transaction() as work:
        person = logins.connected(work.session.connection())
        if person is not None and not person.may_act:
            return
        work.happened(
            "replay",
            f"operator:{person.name}" if person else actor,
            work.session.get_one(Case, one.submission.case_id),
            round=one.round_number,
            submission=one.submission.number,
            verdict=one.verdict.sha256,
            engine_version=ENGINE_VERSION,
            outcome=found.outcome.value,
            why=found.why,
        )
