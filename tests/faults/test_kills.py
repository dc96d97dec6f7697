"""A few cases to their end while the processes of their house are killed: every promise is kept. ``mesa bench faults``
does the same with a thousand.
"""

from dataclasses import replace
from uuid import UUID

import pytest

from backoffice.casework import evaluation
from backoffice.domain.work import Outcome, WorkKind
from backoffice.domain.workflow import State
from bench import faults
from bench.making.faults.auditing import broken_promises, duplicates
from bench.making.faults.course import Course
from bench.making.faults.hands import InTurn
from bench.making.faults.ledger import Ledger, Promised
from tests.casework.giving_up import mended, quarantined
from tests.casework.world import World
from tests.conftest import Mailbox
from tests.desk.test_queue import sent


def test_every_promise_is_kept_though_processes_are_killed_at_random(monkeypatch: pytest.MonkeyPatch) -> None:
    # Workers take some seconds to start where other tests run beside them; they must get to work between two kills.
    monkeypatch.setattr("bench.making.faults.killing.BETWEEN", (4.0, 9.0))

    came = faults.driven(6, seed=3, kinds=("portal", "workers"))

    assert came.broken == []
    assert came.killed.keys() == {"portal", "workers"}
    assert len(came.ledger.of("request")) == 6
    assert len(came.ledger.of("acceptance")) == 6


def test_a_file_that_three_kills_put_aside_is_evaluated_again_before_it_is_approved(world: World) -> None:
    case = quarantined(world)
    world = mended(world)

    def evaluated(kind: WorkKind, row_id: UUID) -> None:
        if kind is WorkKind.EVALUATE:
            evaluation.run(world.house, row_id)

    ledger = Ledger()
    house = replace(world.house, ring=evaluated)
    Course(house, InTurn([]), ledger, ([], []), 1).review(case.folio, 1, Outcome.APPROVE)

    assert ledger.ordered_again == 1
    assert {one.outcome for one in ledger.of("opinion")} == {Outcome.APPROVE}
    assert world.view(case.folio).case.state == State.APPROVED


def test_the_auditor_finds_what_is_missing(world: World, mailbox: Mailbox) -> None:
    case = sent(world, b"uma")
    world.decided(case.folio, Outcome.CORRECTIONS)
    world.work()
    ledger = Ledger()
    for one in (
        Promised(case.folio, "request"),
        Promised("2699999999", "request"),
        Promised(case.folio, "file", digest="f" * 64),
        Promised(
            case.folio, "opinion", task=world.view(case.folio).rounds[0].submissions[0].task.id, turn=2, analyst="olga"
        ),  # type: ignore[union-attr]
        Promised(case.folio, "acceptance"),
    ):
        ledger.keep(one)

    found = broken_promises(world.house, ledger, [])

    assert "la solicitud 2699999999 no está" in found
    assert f"{case.folio}: falta el archivo ffffffffffff" in found
    assert f"{case.folio}: falta la opinión 2 de olga" in found
    assert f"{case.folio}: está awaiting_evidence, no certified" in found
    assert any("se dio por enviada y no llegó" in one for one in found)


def test_the_auditor_finds_a_broken_chain(world: World) -> None:
    sent(world, b"uma")
    world.sql("SET LOCAL session_replication_role = replica; UPDATE audit_events SET actor = 'otro' WHERE sequence = 2")

    assert "la cadena de auditoría se rompe en 2" in broken_promises(world.house, Ledger(), [])


def test_a_letter_that_came_twice_is_counted_once_more() -> None:
    assert duplicates(["<a>", "<b>", "<a>", "<a>"]) == 2
