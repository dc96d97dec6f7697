"""A supervisor decides about a run that tried other rules: once, with a reason, and nothing else changes."""

import json
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from threading import Barrier

import pytest

from backoffice.casework import rule_decisions
from backoffice.casework.house import House
from backoffice.casework.rule_decisions import Decided
from backoffice.domain.errors import BadInput, WrongState
from backoffice.records.audit import AuditEvent, verify
from tests.casework.running_rules import DEARER, ended, left_undone, started
from tests.casework.terminal import mesa, one_line
from tests.casework.test_queries import sent
from tests.casework.world import World


@pytest.fixture
def supervised(world: World) -> House:
    """The house, in which Olga and Raúl supervise."""
    world.house = replace(
        world.house, settings=world.house.settings.model_copy(update={"supervisors": "Olga Ruiz, Raúl"})
    )
    return world.house


def decide(house: House, number: int, *, accepted: bool = True, reason: str = "DOF", by: str = "Raúl") -> Decided:
    return rule_decisions.decide(house, number, accepted=accepted, reason=reason, by=by)


def events(world: World) -> list[AuditEvent]:
    """What the audit trail says of decisions about runs."""
    found = world.reading(lambda session: session.query(AuditEvent).order_by(AuditEvent.sequence).all())
    return [event for event in found if event.act == "decide_rule_run"]


def test_a_decision_is_kept_with_who_when_and_why_and_nothing_else_changes(supervised: House, world: World) -> None:
    folio = sent(world, 1, b"right")
    run = ended(world, DEARER)
    before = world.view(folio)

    made = decide(supervised, run.number, reason="  La UMI cambió el 1 de enero.\x07 ").decision

    assert (made.accepted, made.reason, made.decided_by) == (True, "La UMI cambió el 1 de enero.", "Raúl")
    assert made.decided_at == world.clock.now
    (event,) = events(world)
    assert (event.actor, event.details) == (
        "supervisor:Raúl", {"run": run.number, "accepted": True, "reason": "La UMI cambió el 1 de enero."},
    )  # fmt: skip
    after = world.view(folio)
    assert (after.case, after.letters, after.events) == (before.case, before.letters, before.events)
    assert world.reading(verify).broken_at is None
    assert not world.bells.rung


def test_the_same_decision_twice_is_the_first_and_another_one_is_refused(supervised: House, world: World) -> None:
    sent(world, 1, b"right")
    run = ended(world, DEARER)
    decide(supervised, run.number, reason="la primera")

    again = decide(supervised, run.number, reason="la segunda", by="Olga Ruiz")

    assert (again.again, again.decision.reason, again.decision.decided_by) == (True, "la primera", "Raúl")
    with pytest.raises(WrongState, match=r"ya fue aceptada por Raúl el 23/nov/2026: no se cambió\."):
        decide(supervised, run.number, accepted=False, by="Olga Ruiz")
    assert len(events(world)) == 1


@pytest.mark.parametrize("by", ["ana", "raúl", "Raúl ", "", "Olga"])
def test_only_who_is_named_may_decide(supervised: House, world: World, by: str) -> None:
    sent(world, 1, b"right")
    run = ended(world, DEARER)

    with pytest.raises(WrongState, match=r"no supervisa la mesa.*MESA_SUPERVISORS"):
        decide(supervised, run.number, by=by)
    assert events(world) == []


def test_where_nobody_is_named_nobody_may(world: World) -> None:
    sent(world, 1, b"right")
    run = ended(world, DEARER)

    with pytest.raises(WrongState, match="no supervisa la mesa"):
        decide(world.house, run.number, by="")


@pytest.mark.parametrize("reason", ["", "   ", "\x00\x1b"])
def test_a_decision_without_a_reason_is_refused(supervised: House, world: World, reason: str) -> None:
    sent(world, 1, b"right")
    run = ended(world, DEARER)

    with pytest.raises(BadInput, match="Escribe el motivo"):
        decide(supervised, run.number, reason=reason)


def test_a_reason_of_a_thousand_characters_is_taken_and_a_longer_one_is_not(supervised: House, world: World) -> None:
    sent(world, 1, b"right")
    run = ended(world, DEARER)

    with pytest.raises(BadInput, match="demasiado largo"):
        decide(supervised, run.number, reason="x" * 1001)
    assert decide(supervised, run.number, reason="x" * 1000).again is False


def test_a_run_that_nobody_began_or_that_is_not_over_is_not_decided(supervised: House, world: World) -> None:
    with pytest.raises(BadInput, match="No hay una comparación 7"):
        decide(supervised, 7)

    sent(world, 1, b"right")
    run = started(world, DEARER).run
    with pytest.raises(WrongState, match=r"no ha terminado: 0 de 1\."):
        decide(supervised, run.number)


def test_a_run_with_parts_that_were_given_up_is_not_decided(supervised: House, world: World) -> None:
    sent(world, 1, b"right")
    run = left_undone(world)

    with pytest.raises(WrongState, match=rf"dejó 1 resultados sin comparar.*--resume {run.number}"):
        decide(supervised, run.number)


def test_of_two_who_decide_otherwise_at_once_one_is_refused(supervised: House, world: World) -> None:
    sent(world, 1, b"right")
    run = ended(world, DEARER)
    together = Barrier(2)

    def one(accepted: bool) -> str:
        together.wait()
        try:
            decide(supervised, run.number, accepted=accepted)
        except WrongState:
            return "refused"
        return "decided"

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(one, [True, False])) == ["decided", "refused"]
    assert len(events(world)) == 1


@pytest.mark.usefixtures("addressed")
def test_the_command_decides_and_lists_and_differences_tell_of_it(
    world: World, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MESA_SUPERVISORS", "Olga Ruiz")
    monkeypatch.setenv("MESA_ANALYST", "Olga Ruiz")
    sent(world, 1, b"right")
    run = ended(world, DEARER)

    capsys.readouterr()

    def told(*words: str) -> tuple[int, str, str]:
        status, said = mesa("rules", *words), capsys.readouterr()
        return status, said.out, said.err

    status, said, _ = told("decide", str(run.number), "--discard", "--reason", "Tabla\nde prueba")
    assert status == 0
    assert one_line(said).startswith("Descartada por Olga Ruiz, ")
    assert one_line(said).endswith(": Tabla de prueba")

    status, said, _ = told("runs", "--json")
    assert json.loads(said)[0]["decision"]["accepted"] is False
    _, said, _ = told("runs")
    assert "Descartada por Olga Ruiz" in said
    _, said, _ = told("diff", "--resume", str(run.number), "--json")
    assert json.loads(said)["run"]["decision"]["reason"] == "Tabla\nde prueba"
    _, said, _ = told("diff", "--resume", str(run.number))
    assert "Descartada por Olga Ruiz" in said

    status, _, said = told("decide", str(run.number), "--discard", "--reason", "otra vez")
    assert (status, "Ya estaba decidido así" in said) == (0, True)
    status, _, said = told("decide", str(run.number), "--accept", "--reason", "no")
    assert (status, "ya fue descartada por Olga Ruiz" in one_line(said)) == (2, True)


def test_names_are_read_from_one_line(world: World) -> None:
    named = world.house.settings.model_copy(update={"supervisors": " Olga Ruiz ,, Raúl,"})

    assert named.supervisor_names == {"Olga Ruiz", "Raúl"}
