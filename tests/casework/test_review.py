"""Claims and decisions: one holder at a time, one decision per case, and a reason where a person differs."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from uuid import uuid4

import pytest

from backoffice.casework import cases, intake, review, sweeping
from backoffice.domain.errors import BadInput, MesaError, WrongState
from backoffice.domain.work import Outcome, WorkKind
from backoffice.records.cases import Case
from tests.casework.world import World


def reviewed(world: World, content: bytes = b"uma") -> Case:
    """A case whose evidence waits for a person."""
    case = world.case()
    intake.receive(world.house, case.folio, "e.xls", content)
    world.work()
    return case


def test_a_claim_holds_for_fifteen_minutes_and_is_renewed_by_its_holder(world: World) -> None:
    task = world.task(reviewed(world).folio)
    review.claim(world.house, task.id, "ana")
    world.clock.forward(minutes=10)

    renewed = review.claim(world.house, task.id, "ana")

    assert renewed.lease_until is not None
    assert renewed.lease_until.isoformat() == "2026-11-23T18:25:00+00:00"


def test_somebody_elses_claim_is_respected_and_named(world: World) -> None:
    task = world.task(reviewed(world).folio)
    review.claim(world.house, task.id, "ana")

    with pytest.raises(WrongState, match="El caso lo tiene ana hasta las 12:15"):
        review.claim(world.house, task.id, "benito")


def test_a_lapsed_claim_is_taken_over_with_a_trace(world: World) -> None:
    case = reviewed(world)
    task = world.task(case.folio)
    review.claim(world.house, task.id, "ana")
    world.clock.forward(minutes=15)

    taken = review.claim(world.house, task.id, "benito")

    assert taken.claimed_by == "benito"
    claims = [event for event in world.view(case.folio).events if event.act == "claim"]
    assert [(event.actor, event.details["taken_over_from"]) for event in claims] == [
        ("analyst:ana", None),
        ("analyst:benito", "ana"),
    ]


def test_the_clock_frees_lapsed_claims(world: World) -> None:
    case = reviewed(world)
    review.claim(world.house, world.task(case.folio).id, "ana")

    early = sweeping.free_lapsed_claims(world.house)
    world.clock.forward(minutes=15)
    late = sweeping.free_lapsed_claims(world.house)

    assert (early, late) == (0, 1)
    assert (world.task(case.folio).state, world.task(case.folio).claimed_by) == ("open", None)


def test_a_lapsed_claim_is_left_for_later_while_somebody_is_at_the_case(world: World) -> None:
    case = reviewed(world)
    review.claim(world.house, world.task(case.folio).id, "ana")
    world.clock.forward(minutes=15)

    with ThreadPoolExecutor(1) as pool, world.house.transaction() as work:
        cases.by_folio(work.session, case.folio)
        meanwhile = pool.submit(sweeping.free_lapsed_claims, world.house).result(timeout=10)

    assert (meanwhile, sweeping.free_lapsed_claims(world.house)) == (0, 1)


def test_of_many_who_claim_at_once_one_holds(world: World) -> None:
    task, together = world.task(reviewed(world).folio), Barrier(5)

    def claim(number: int) -> str:
        together.wait()
        try:
            return review.claim(world.house, task.id, f"analyst {number}").claimed_by or ""
        except WrongState:
            return "refused"

    with ThreadPoolExecutor(5) as pool:
        results = list(pool.map(claim, range(5)))

    assert results.count("refused") == 4


def test_of_two_decisions_at_once_one_holds(world: World) -> None:
    case = reviewed(world)
    task, together = world.task(case.folio), Barrier(2)
    review.claim(world.house, task.id, "ana")

    def decide(outcome: Outcome) -> str:
        together.wait()
        try:
            return review.decide(world.house, task.id, "ana", outcome, "Lo revisé a mano.").outcome
        except MesaError as refusal:
            return str(refusal)

    with ThreadPoolExecutor(2) as pool:
        results = list(pool.map(decide, Outcome))

    # An approval against the verdict waits for a second person: then the case is not over, and nobody holds it.
    said = {"corrections": "El caso ya se resolvió", "approve": "No tienes tomado el caso"}
    kept = [result for result in results if result in said]
    refusals = [result for result in results if result not in said]
    assert (len(kept), len(refusals)) == (1, 1)
    assert said[kept[0]] in refusals[0]
    assert len(world.view(case.folio).rounds[0].submissions[0].opinions) == 1


def test_a_second_decision_is_refused_and_changes_nothing(world: World) -> None:
    case = reviewed(world)
    decision = world.decided(case.folio, Outcome.CORRECTIONS)

    with pytest.raises(WrongState, match=r"ya se resolvió: con correcciones, por ana"):
        review.decide(world.house, decision.task_id, "ana", Outcome.APPROVE, "Me equivoqué")

    assert world.view(case.folio).case.round_number == 2


def test_a_decision_refers_to_the_verdict_by_its_hash(world: World) -> None:
    case = reviewed(world)

    decision = world.decided(case.folio, Outcome.CORRECTIONS)

    verdict = world.view(case.folio).rounds[0].submissions[0].verdict
    assert verdict is not None
    assert decision.verdict_sha256 == verdict.sha256


def test_who_holds_no_claim_decides_nothing(world: World) -> None:
    task = world.task(reviewed(world).folio)

    with pytest.raises(WrongState, match="No tienes tomado el caso"):
        review.decide(world.house, task.id, "ana", Outcome.CORRECTIONS)
    review.claim(world.house, task.id, "benito")

    with pytest.raises(WrongState, match="lo tiene benito hasta las 12:15: no se guardó nada"):
        review.decide(world.house, task.id, "ana", Outcome.CORRECTIONS)


def test_a_claim_that_lapsed_while_deciding_is_said_and_a_new_one_goes_on(world: World) -> None:
    task = world.task(reviewed(world).folio)
    review.claim(world.house, task.id, "ana")
    world.clock.forward(minutes=16)

    with pytest.raises(WrongState, match="tu reserva venció"):
        review.decide(world.house, task.id, "ana", Outcome.CORRECTIONS)
    review.claim(world.house, task.id, "ana")

    assert review.decide(world.house, task.id, "ana", Outcome.CORRECTIONS).outcome == "corrections"


def test_approving_what_is_inconsistent_needs_a_reason(world: World) -> None:
    case = reviewed(world)

    with pytest.raises(BadInput, match="escribe el motivo"):
        world.decided(case.folio, Outcome.APPROVE, "  \n ")

    assert world.decided(case.folio, Outcome.APPROVE, "Diferencia aclarada por teléfono.").outcome == "approve"


def test_asking_for_corrections_of_what_is_consistent_needs_a_reason(world: World) -> None:
    case = reviewed(world, b"right")

    with pytest.raises(BadInput, match="escribe el motivo"):
        world.decided(case.folio, Outcome.CORRECTIONS)


def test_what_could_not_be_evaluated_is_not_approved(world: World) -> None:
    case = world.case()
    intake.receive(world.house, case.folio, "e.xls", b"crash")
    row_id = world.bells.only(WorkKind.EVALUATE)
    for _ in range(4):
        world.work()
        world.clock.forward(seconds=31)
        sweeping.ring_forgotten(world.house)

    with pytest.raises(WrongState, match="no se pudo evaluar"):
        world.decided(case.folio, Outcome.APPROVE, "Se ve bien")
    world.decided(case.folio, Outcome.CORRECTIONS, "Envía el libro guardado de nuevo.")
    world.work()

    letters = [letter.letter for letter in world.view(case.folio).letters]
    assert letters == ["test_set_issued", "evidence_received", "corrections_requested"]
    assert row_id == world.view(case.folio).work[1].id


def test_a_released_task_is_free_and_somebody_elses_is_left_alone(world: World) -> None:
    case = reviewed(world)
    task = world.task(case.folio)
    review.claim(world.house, task.id, "ana")

    review.release(world.house, task.id, "benito")
    held = world.task(case.folio).claimed_by
    review.release(world.house, task.id, "ana")

    assert (held, world.task(case.folio).claimed_by) == ("ana", None)


def test_a_task_that_does_not_exist_is_said(world: World) -> None:
    with pytest.raises(BadInput, match="no existe"):
        review.claim(world.house, uuid4(), "ana")
