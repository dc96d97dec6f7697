"""When a decision waits for a second person, what two opinions bring about, and that nobody looks twice."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from email import message_from_bytes, policy
from threading import Barrier

import pytest

from backoffice.casework import intake, review, sweeping
from backoffice.domain.errors import BadInput, MesaError, WrongState
from backoffice.domain.work import Outcome
from backoffice.records.cases import Case
from tests.casework.test_review import reviewed
from tests.casework.world import World


def drawn(world: World, *, share: float, lot: bytes) -> World:
    """The same world with that share of second looks, and that lot."""
    settings = world.house.settings.model_copy(update={"second_review_share": share})
    return replace(world, house=replace(world.house, settings=settings, draw=lambda size: lot * size))


def events(world: World, case: Case, act: str) -> list[dict[str, object]]:
    """The details of the audit events of that act."""
    return [event.details for event in world.view(case.folio).events if event.act == act]


def test_an_analyst_s_first_approval_waits_for_a_second_person(world: World) -> None:
    case = reviewed(world, b"right")

    decision = world.opinion(case.folio, Outcome.APPROVE)

    assert (decision.stands, decision.second_because) == (False, "first_approval")
    assert (world.task(case.folio).turn, world.task(case.folio).reason) == (2, "second_opinion")
    assert (world.task(case.folio).state, world.task(case.folio).claimed_by) == ("open", None)
    assert world.view(case.folio).case.state == "in_analysis"
    assert [letter.letter for letter in world.view(case.folio).letters] == ["test_set_issued", "evidence_received"]
    assert events(world, case, "opinion") == [{"turn": 1, "because": "first_approval"}]


def test_a_later_approval_of_the_same_person_takes_effect_at_once(world: World) -> None:
    first = reviewed(world, b"right")
    world.decided(first.folio, Outcome.APPROVE)
    world.sql("UPDATE cases SET state = 'certified'")
    second = reviewed(world, b"right")

    decision = world.opinion(second.folio, Outcome.APPROVE)

    assert (decision.stands, decision.second_because) == (True, None)
    assert world.view(second.folio).case.state == "approved"


def test_approving_against_the_verdict_always_needs_a_second_person(world: World) -> None:
    first = reviewed(world, b"right")
    world.decided(first.folio, Outcome.APPROVE)
    world.sql("UPDATE cases SET state = 'certified'")
    case = reviewed(world, b"uma")

    decision = world.opinion(case.folio, Outcome.APPROVE, "Se aclaró por teléfono.")

    assert (decision.stands, decision.second_because) == (False, "against_verdict")


@pytest.mark.parametrize(("lot", "stands"), [(b"\x00", False), (b"\x19", False), (b"\x1a", True), (b"\xff", True)])
def test_a_tenth_of_the_decisions_is_drawn(world: World, lot: bytes, *, stands: bool) -> None:
    # 0x19191919 / 2**32 = 0.098; 0x1a1a1a1a / 2**32 = 0.102
    case = reviewed(world, b"uma")

    decision = drawn(world, share=0.10, lot=lot).opinion(case.folio, Outcome.CORRECTIONS)

    assert decision.stands is stands
    assert decision.second_because == (None if stands else "sample")


def test_nothing_is_drawn_once_there_is_no_time_for_a_second_person(world: World) -> None:
    # Received on Monday the 23rd, due on Monday the 30th; on Friday one business day is left.
    case = reviewed(world, b"uma")
    world.clock.forward(days=3)
    thursday = drawn(world, share=1.0, lot=b"\x00")
    other = intake_of(thursday)
    early = thursday.opinion(case.folio, Outcome.CORRECTIONS)
    world.clock.forward(days=1)
    world.sql("UPDATE review_tasks SET due = '2026-11-30'")

    late = thursday.opinion(other.folio, Outcome.CORRECTIONS)

    assert (early.stands, late.stands) == (False, True)


def intake_of(world: World) -> Case:
    """Another company's case whose evidence waits for a person."""
    world.sql("UPDATE applicants SET nrp = 'B' || substr(nrp, 2)")
    return reviewed(world, b"uma")


def test_a_file_that_could_not_be_evaluated_needs_no_second_person(world: World) -> None:
    case = reviewed(world, b"crash")
    for _ in range(4):
        world.clock.forward(hours=3)
        sweeping.ring_forgotten(world.house)
        world.work()

    decision = drawn(world, share=1.0, lot=b"\x00").opinion(case.folio, Outcome.CORRECTIONS, "Mándalo de nuevo.")

    assert world.view(case.folio).rounds[0].submissions[0].verdict is None
    assert decision.stands


def test_nobody_gives_two_opinions_whatever_their_role(world: World) -> None:
    case = reviewed(world, b"right")
    world.opinion(case.folio, Outcome.APPROVE)
    task = world.task(case.folio)

    with pytest.raises(WrongState, match="Ya diste tu opinión de este caso"):
        review.claim(world.house, task.id, "ana")
    with pytest.raises(WrongState, match="Ya diste tu opinión de este caso"):
        review.take_over(world.house, task.id, "ana", "Tengo prisa.")


def test_two_that_agree_bring_about_what_one_would(world: World) -> None:
    case = reviewed(world, b"right")
    world.opinion(case.folio, Outcome.APPROVE)

    second = world.opinion(case.folio, Outcome.APPROVE, analyst="olga")

    assert (second.stands, second.turn) == (True, 2)
    assert world.view(case.folio).case.state == "approved"
    assert world.view(case.folio).rounds[0].submissions[0].decision == second
    assert events(world, case, "approve") == [{"verdict": second.verdict_sha256, "turn": 2}]


def test_where_two_differ_a_third_person_decides(world: World) -> None:
    case = reviewed(world, b"right")
    world.opinion(case.folio, Outcome.APPROVE)
    world.opinion(case.folio, Outcome.CORRECTIONS, "Las pantallas no se leen.", "olga")
    waiting = world.task(case.folio)

    third = world.opinion(case.folio, Outcome.CORRECTIONS, "Coincido: no se leen.", "rosa")
    world.work()

    assert (waiting.turn, waiting.reason) == (3, "no_agreement")
    assert (third.stands, world.view(case.folio).case.round_number) == (True, 2)
    assert "Coincido: no se leen." in letter_of(world, case)


def letter_of(world: World, case: Case) -> str:
    """The stored text of the case's newest letter."""
    row = world.view(case.folio).letters[-1]
    body = message_from_bytes(world.house.blobs.get(row.message or ""), policy=policy.default).get_body(("plain",))
    assert body is not None
    return str(body.get_content())


def test_of_two_second_opinions_at_once_one_is_kept(world: World) -> None:
    case = reviewed(world, b"right")
    world.opinion(case.folio, Outcome.APPROVE)
    task, together = world.task(case.folio), Barrier(2)

    def second(analyst: str) -> str:
        together.wait()
        try:
            review.claim(world.house, task.id, analyst)
            return review.decide(world.house, task.id, analyst, Outcome.APPROVE).analyst
        except MesaError as refusal:
            return str(refusal)

    with ThreadPoolExecutor(2) as pool:
        results = list(pool.map(second, ("olga", "rosa")))

    assert sum(result in {"olga", "rosa"} for result in results) == 1
    assert len(world.view(case.folio).rounds[0].submissions[0].opinions) == 2


def test_a_file_that_a_person_has_given_an_opinion_on_is_not_replaced(world: World) -> None:
    case = reviewed(world, b"right")
    world.opinion(case.folio, Outcome.APPROVE)

    with pytest.raises(WrongState, match="Una persona ya revisa el archivo que enviaste"):
        intake.receive(world.house, case.folio, "otro.xls", b"right again")


def test_a_case_in_consultation_is_free_and_marked_and_its_clock_goes_on(world: World) -> None:
    case = reviewed(world)
    due = world.task(case.folio).due
    review.claim(world.house, world.task(case.folio).id, "ana")

    review.consult(world.house, world.task(case.folio).id, "ana", "A Jurídico:\n ¿vale la UMA?")

    task = world.task(case.folio)
    assert (task.state, task.claimed_by, task.due) == ("open", None, due)
    assert (task.consulted_by, task.consult_reason) == ("ana", "A Jurídico: ¿vale la UMA?")
    assert events(world, case, "consult") == [{"reason": "A Jurídico: ¿vale la UMA?"}]


def test_deciding_ends_a_consultation(world: World) -> None:
    case = reviewed(world)
    review.claim(world.house, world.task(case.folio).id, "ana")
    review.consult(world.house, world.task(case.folio).id, "ana", "A Jurídico.")

    world.decided(case.folio, Outcome.CORRECTIONS)

    first = world.view(case.folio).rounds[0].submissions[0].task
    assert first is not None
    assert (first.consult_reason, first.consulted_by, first.consulted_at) == (None, None, None)
    assert len(events(world, case, "consultation_over")) == 1


def test_only_the_holder_consults(world: World) -> None:
    task = world.task(reviewed(world).folio)

    with pytest.raises(WrongState, match="No tienes tomado el caso"):
        review.consult(world.house, task.id, "ana", "A Jurídico.")


@pytest.mark.parametrize("reason", ["", "  \n ", "\x00\x07"])
def test_taking_over_and_consulting_need_words(world: World, reason: str) -> None:
    task = world.task(reviewed(world).folio)
    review.claim(world.house, task.id, "ana")

    with pytest.raises(BadInput, match="Escribe qué consultas"):
        review.consult(world.house, task.id, "ana", reason)
    with pytest.raises(BadInput, match="Escribe por qué tomas"):
        review.take_over(world.house, task.id, "benito", reason)


def test_a_reason_as_long_as_a_book_is_refused(world: World) -> None:
    task = world.task(reviewed(world).folio)
    review.claim(world.house, task.id, "ana")

    with pytest.raises(BadInput, match=r"resúmelo en 1,000 caracteres"):
        review.consult(world.house, task.id, "ana", "a" * 1_000_000)
