"""Findings set aside: the verdict stays, result, diagnosis and letter follow, and a second person begins anew."""

import json

import pytest

from backoffice.casework import review, set_asides
from backoffice.domain.errors import BadInput, WrongState
from backoffice.domain.set_aside import key_of
from backoffice.domain.verdict import Verdict
from backoffice.domain.work import Outcome
from backoffice.records.cases import Case
from tests.casework.test_opinions import events, letter_of
from tests.casework.test_review import reviewed
from tests.casework.world import World

WHY = "La empresa mostró el acuerdo que lo permite."


def keys(world: World, case: Case) -> list[str]:
    """The keys of the errors of the case's newest verdict."""
    row = world.view(case.folio).current.submissions[-1].verdict
    assert row is not None
    verdict = Verdict.from_json(json.loads(row.document))
    return [key_of(finding) for finding in verdict.findings if finding.severity == "error"]


def held(world: World, case: Case, analyst: str = "ana") -> None:
    """Claim the case."""
    review.claim(world.house, world.task(case.folio).id, analyst)


def test_with_every_error_set_aside_the_file_may_be_approved_by_two(world: World) -> None:
    case = reviewed(world, b"uma")
    held(world, case)
    set_asides.put(world.house, world.task(case.folio).id, "ana", keys(world, case), WHY)

    first = world.opinion(case.folio, Outcome.APPROVE)

    assert (first.stands, first.second_because) == (False, "against_verdict")
    assert first.set_aside == [[key, WHY] for key in keys(world, case)]


def test_a_second_person_begins_with_the_verdict_as_it_was_given(world: World) -> None:
    case = reviewed(world, b"uma")
    held(world, case)
    set_asides.put(world.house, world.task(case.folio).id, "ana", keys(world, case), WHY)
    world.opinion(case.folio, Outcome.APPROVE)

    with pytest.raises(BadInput, match="difiere del resultado"):
        world.opinion(case.folio, Outcome.APPROVE, analyst="olga")


def test_the_letter_does_not_tell_what_was_set_aside(world: World) -> None:
    case = reviewed(world, b"uma")
    held(world, case)
    set_asides.put(world.house, world.task(case.folio).id, "ana", keys(world, case), WHY)

    world.decided(case.folio, Outcome.CORRECTIONS, "Las pantallas no se leen.")
    world.work()

    letter = letter_of(world, case)
    assert "Las pantallas no se leen." in letter
    assert "UMA" not in letter
    assert "DIFERENCIAS EN LA PESTAÑA 2" not in letter


def test_the_verdict_stays_as_it_was_given(world: World) -> None:
    case = reviewed(world, b"uma")
    before = world.view(case.folio).current.submissions[-1].verdict
    held(world, case)

    set_asides.put(world.house, world.task(case.folio).id, "ana", keys(world, case), WHY)
    decision = world.opinion(case.folio, Outcome.APPROVE)

    assert world.view(case.folio).current.submissions[-1].verdict == before
    assert before is not None
    assert decision.verdict_sha256 == before.sha256


def test_setting_aside_twice_is_once_and_what_is_restored_counts_again(world: World) -> None:
    case = reviewed(world, b"uma")
    held(world, case)
    task, found = world.task(case.folio).id, keys(world, case)

    for _ in range(2):
        set_asides.put(world.house, task, "ana", found, WHY)
    set_asides.restore(world.house, task, "ana", found)
    set_asides.restore(world.house, task, "ana", found)

    assert len(events(world, case, "set_aside")) == 1
    assert len(events(world, case, "restore_finding")) == 1
    with pytest.raises(BadInput, match="difiere del resultado"):
        review.decide(world.house, task, "ana", Outcome.APPROVE)


def test_a_letter_that_was_looked_at_before_something_was_set_aside_is_not_sent(world: World) -> None:
    case = reviewed(world, b"uma")
    held(world, case)
    task = world.task(case.folio).id
    set_asides.put(world.house, task, "ana", keys(world, case), WHY)

    with pytest.raises(WrongState, match="abre de nuevo el caso"):
        review.decide(world.house, task, "ana", Outcome.CORRECTIONS, "Algo.", seen_aside=frozenset())

    assert world.view(case.folio).case.round_number == 1


def test_what_is_not_in_the_verdict_cannot_be_set_aside(world: World) -> None:
    case = reviewed(world, b"uma")
    held(world, case)

    for findings in ([], ["0123456789abcdef"], [*keys(world, case), "' OR 1=1 --"]):
        with pytest.raises(BadInput, match="Ese punto no está en el resultado"):
            set_asides.put(world.house, world.task(case.folio).id, "ana", findings, WHY)


def test_setting_aside_needs_a_reason_and_the_claim(world: World) -> None:
    case = reviewed(world, b"uma")
    task, found = world.task(case.folio).id, keys(world, case)

    with pytest.raises(WrongState, match="No tienes tomado el caso"):
        set_asides.put(world.house, task, "ana", found, WHY)
    held(world, case)
    with pytest.raises(BadInput, match="Escribe por qué no procede"):
        set_asides.put(world.house, task, "ana", found, " ")
    with pytest.raises(WrongState, match="lo tiene ana"):
        set_asides.put(world.house, task, "benito", found, WHY)
