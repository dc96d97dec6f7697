"""Work that waits: once though it is rung twice, again though it was killed, and not for ever."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from threading import Barrier
from uuid import UUID, uuid4

import pytest

from backoffice.casework import certification, evaluation, intake, issue, outbox, request, sending, sweeping
from backoffice.casework.house import House
from backoffice.domain.errors import ServiceUnavailable
from backoffice.domain.evidence import Evidence
from backoffice.domain.work import WorkKind
from backoffice.records.audit import verify
from backoffice.records.outbox import OutboxRow
from tests.casework.world import ACME, DOERS, World, read_words
from tests.conftest import Mailbox


def row(world: World, row_id: UUID) -> OutboxRow:
    """An outbox row as it is now."""
    return world.reading(lambda session: session.get_one(OutboxRow, row_id))


def submitted(world: World, content: bytes = b"right") -> tuple[str, UUID]:
    """A case with a file that waits for its evaluation."""
    case = world.case()
    intake.receive(world.house, case.folio, "e.xls", content)
    return case.folio, world.bells.only(WorkKind.EVALUATE)


def test_every_actor_run_twice_does_its_work_once(world: World, mailbox: Mailbox) -> None:
    case = request.register(world.house, ACME)
    done: list[tuple[WorkKind, UUID]] = []
    for step in (lambda: None, lambda: intake.receive(world.house, case.folio, "e.xls", b"right")):
        step()
        while world.bells.rung:
            kind, row_id = world.bells.rung.pop(0)
            DOERS[kind](world.house, row_id)
            DOERS[kind](world.house, row_id)
            done.append((kind, row_id))

    view = world.view(case.folio)
    assert [kind for kind, _ in done] == ["issue_test_set", "send_letter", "evaluate", "send_letter", "look_for_copies"]
    assert [(r.state, r.attempts) for r in (*view.work, *view.letters)] == [("done", 1)] * 5
    assert len(mailbox.letters()) == 2
    assert len(view.events) == 8


@pytest.mark.parametrize("kind", [WorkKind.ISSUE_TEST_SET, WorkKind.EVALUATE, WorkKind.SEND_LETTER])
def test_two_workers_on_one_row_do_it_once(world: World, mailbox: Mailbox, kind: WorkKind) -> None:
    case = request.register(world.house, ACME)
    if kind == WorkKind.SEND_LETTER:
        issue.run(world.house, world.bells.rung.pop(0)[1])
    if kind == WorkKind.EVALUATE:
        world.work()
        intake.receive(world.house, case.folio, "e.xls", b"right")
    row_id, together = world.bells.only(kind), Barrier(4)

    def work(_: int) -> None:
        together.wait()
        DOERS[kind](world.house, row_id)

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(work, range(4)))

    assert (row(world, row_id).state, row(world, row_id).attempts) == ("done", 1)
    assert len(mailbox.letters()) == (0 if kind == WorkKind.ISSUE_TEST_SET else 1)
    assert world.reading(verify).broken_at is None


def test_an_unknown_row_is_nobodys_work(world: World) -> None:
    for doer in DOERS.values():
        doer(world.house, uuid4())

    assert world.reading(verify).events == 0
    assert world.reading(lambda session: session.query(OutboxRow).all()) == []


def test_work_killed_after_its_attempt_was_counted_is_done_by_the_next_one(world: World) -> None:
    folio, row_id = submitted(world)
    outbox.begin(world.house, row_id)  # and here its process is killed

    evaluation.run(world.house, row_id)
    too_early = row(world, row_id).state
    world.clock.forward(seconds=61)
    evaluation.run(world.house, row_id)

    assert too_early == "working"
    assert (row(world, row_id).state, row(world, row_id).attempts) == ("done", 2)
    assert world.task(folio).state == "open"


def test_an_attempt_that_was_overtaken_changes_nothing(world: World) -> None:
    folio, row_id = submitted(world)
    slow = outbox.begin(world.house, row_id)
    world.clock.forward(seconds=61)
    evaluation.run(world.house, row_id)
    assert slow is not None

    with pytest.raises(outbox.Overtaken), outbox.ending(world.house, slow) as (_, _, case):
        case.folio = "0000000000"

    assert world.view(folio).case.folio == folio


def test_work_that_dies_three_times_goes_to_quarantine_and_to_people(world: World) -> None:
    folio, row_id = submitted(world)
    for _ in range(3):
        outbox.begin(world.house, row_id)
        world.clock.forward(seconds=61)

    evaluation.run(world.house, row_id)
    evaluation.run(world.house, row_id)

    view = world.view(folio)
    (sent,) = view.current.submissions
    assert (row(world, row_id).state, row(world, row_id).attempts) == ("quarantined", 3)
    assert (sent.submission.state, view.case.state) == ("quarantined", "in_analysis")
    assert sent.task is not None
    assert (sent.task.reason, sent.task.state) == ("quarantined", "open")
    assert "quarantine" in [event.act for event in view.events]


def test_work_that_fails_each_time_goes_to_quarantine_with_its_reason(world: World) -> None:
    _, row_id = submitted(world, b"crash")

    for _ in range(4):
        evaluation.run(world.house, row_id)
        world.clock.forward(seconds=11)

    assert (row(world, row_id).state, row(world, row_id).attempts) == ("quarantined", 3)
    assert row(world, row_id).last_error == "RuntimeError: the reader fell over"


def test_a_store_that_does_not_answer_is_waited_for_and_never_a_reason_to_give_up(world: World) -> None:
    folio, row_id = submitted(world)

    def nothing(_: bytes) -> Evidence:
        raise ServiceUnavailable("El almacén no responde.")

    house = replace(world.house, read=nothing)
    for _ in range(9):
        evaluation.run(house, row_id)
        world.clock.forward(hours=1)
    before = row(world, row_id)
    evaluation.run(world.house, row_id)

    assert (before.state, before.attempts, before.deferrals) == ("retry", 9, 9)
    assert world.task(folio).state == "open"


def test_a_queue_that_is_down_loses_nothing(world: World) -> None:
    def silent(kind: WorkKind, row_id: UUID) -> None:
        raise ConnectionError("no queue")

    case = request.register(replace(world.house, ring=silent), ACME)
    world.clock.forward(seconds=31)
    rung = sweeping.ring_forgotten(world.house)
    world.work()

    assert rung == 1
    assert world.view(case.folio).case.state == "awaiting_evidence"


def test_the_sweeper_rings_only_for_what_is_due(world: World) -> None:
    request.register(world.house, ACME)
    world.bells.rung.clear()

    fresh = sweeping.ring_forgotten(world.house)
    world.clock.forward(seconds=31)
    forgotten = sweeping.ring_forgotten(world.house)
    just_rung = sweeping.ring_forgotten(world.house)
    world.work()
    world.clock.forward(days=1)
    done = sweeping.ring_forgotten(world.house)

    assert (fresh, forgotten, just_rung, done) == (0, 1, 0, 0)


def test_two_sweepers_at_once_ring_once(world: World) -> None:
    request.register(world.house, ACME)
    world.clock.forward(seconds=31)
    together = Barrier(2)

    def sweep(house: House) -> int:
        together.wait()
        return sweeping.ring_forgotten(house)

    with ThreadPoolExecutor(2) as pool:
        rung = list(pool.map(sweep, [world.house] * 2))

    assert sorted(rung) == [0, 1]


def test_an_evaluation_that_ends_after_a_cancellation_says_nothing(world: World) -> None:
    folio, row_id = submitted(world)

    def cancelled_meanwhile(data: bytes) -> Evidence:
        certification.cancel(world.house, folio)
        return read_words(data)

    evaluation.run(replace(world.house, read=cancelled_meanwhile), row_id)

    view = world.view(folio)
    assert view.case.state == "cancelled"
    assert view.current.submissions[0].verdict is None


def test_a_letter_is_kept_as_it_was_sent(world: World, mailbox: Mailbox) -> None:
    case = world.case()

    (letter,) = world.view(case.folio).letters
    kept = world.house.blobs.get(letter.message or "")

    assert letter.message_id == mailbox.letters()[0]["Message-ID"]
    assert letter.receipt is not None
    assert letter.receipt.startswith("250")
    assert b"Auto-Submitted: auto-generated" in kept
    sending.send(world.house, letter.id)
    assert len(mailbox.letters()) == 1
