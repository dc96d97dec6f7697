"""A run of rules is done in parts, once, whoever is killed, comes twice or hears nothing."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from threading import Barrier
from uuid import UUID

import pytest

from backoffice.casework import outbox, readjudication, rule_runs, sweeping
from backoffice.domain.evidence import Evidence
from backoffice.domain.work import WorkKind
from backoffice.records import given_up, runs
from tests.casework.running_rules import DEARER, EVERYTHING, acts, again, counts, left_undone, part_rows, started, told
from tests.casework.test_queries import sent
from tests.casework.world import World, read_words


def test_two_who_start_at_once_share_one_run(world: World) -> None:
    sent(world, 1, b"right")
    together = Barrier(4)

    def start(_: int) -> int:
        together.wait()
        return started(world, DEARER).run.number

    with ThreadPoolExecutor(4) as pool:
        numbers = set(pool.map(start, range(4)))

    assert len(numbers) == 1
    assert len(part_rows(world)) == 1


def test_parts_are_done_in_any_order_and_twice_does_no_harm(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rule_runs, "PART", 2)
    folios = [sent(world, number, b"right") for number in range(1, 6)]
    run = started(world, DEARER).run
    rung = list(reversed(world.bells.rung))

    for _, row_id in [*rung, *rung]:
        readjudication.run(world.house, row_id)

    assert len(rung) == 3
    assert [one["folio"] for one in told(world, run)] == folios
    assert again(world, run).finished_at is not None
    assert [row.attempts for row in part_rows(world)] == [1, 1, 1]
    assert acts(world).count(("finish_rule_run", "system")) == 1


def test_two_workers_on_one_part_and_two_that_end_at_once_finish_the_run_once(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rule_runs, "PART", 1)
    for number in range(1, 4):
        sent(world, number, b"right")
    run, together = started(world, DEARER).run, Barrier(6)
    rows = [row_id for _, row_id in world.bells.rung] * 2

    def work(number: int) -> None:
        together.wait()
        readjudication.run(world.house, rows[number])

    with ThreadPoolExecutor(6) as pool:
        list(pool.map(work, range(6)))

    assert counts(world, run) == {"flipped": 3}
    assert acts(world).count(("finish_rule_run", "system")) == 1
    assert [row.attempts for row in part_rows(world)] == [1, 1, 1]


def test_a_queue_that_is_down_is_asked_once_and_the_sweeper_finds_every_part(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rule_runs, "PART", 1)
    for number in range(1, 4):
        sent(world, number, b"right")
    asked: list[UUID] = []

    def silent(kind: WorkKind, row_id: UUID) -> None:
        asked.append(row_id)
        raise ConnectionError("no queue")

    down = replace(world.house, ring=silent)
    begun = rule_runs.start(down, DEARER, EVERYTHING, label="", by="olga")
    world.clock.forward(seconds=31)
    rung = sweeping.ring_forgotten(world.house)
    world.work()

    assert begun is not None
    assert (len(asked), rung, counts(world, begun.run)) == (1, 3, {"flipped": 3})


def test_a_part_whose_worker_was_killed_is_found_by_the_sweeper_and_done_once(world: World) -> None:
    sent(world, 1, b"right")
    run = started(world, DEARER).run
    (_, row_id) = world.bells.rung.pop()
    outbox.begin(world.house, row_id)  # and here its process is killed

    world.clock.forward(seconds=61)
    rung = sweeping.ring_forgotten(world.house)
    world.work()

    assert rung == 1
    assert (counts(world, run), part_rows(world)[0].attempts) == ({"flipped": 1}, 2)
    assert again(world, run).finished_at is not None


def test_an_attempt_that_was_overtaken_leaves_nothing(world: World) -> None:
    sent(world, 1, b"right")
    run = started(world, DEARER).run
    (_, row_id) = world.bells.rung.pop()
    slow = outbox.begin(world.house, row_id)
    assert slow is not None
    world.clock.forward(seconds=61)
    readjudication.run(world.house, row_id)

    with pytest.raises(outbox.Overtaken):
        outbox.hold(world.house, slow)
    with pytest.raises(outbox.Overtaken), outbox.finishing(world.house, slow) as (_, row):
        row.payload = {"half": "an effect"}
    assert counts(world, run) == {"flipped": 1}


def test_long_work_that_goes_on_keeps_its_part(world: World) -> None:
    for number in (1, 2, 3):
        sent(world, number, b"right")
    world.sql("DELETE FROM transcripts")
    run = started(world, DEARER).run
    (_, row_id) = world.bells.rung.pop()
    others: list[object] = []

    def slowly(data: bytes) -> Evidence:
        world.clock.forward(seconds=40)
        others.append(outbox.begin(world.house, row_id))
        return read_words(data)

    readjudication.run(replace(world.house, read=slowly), row_id)

    assert others == [None, None, None]
    assert counts(world, run) == {"flipped": 3}


def test_a_part_that_dies_three_times_is_told_as_not_computed_and_the_run_ends_without_it(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rule_runs, "PART", 1)
    lost, kept = sent(world, 1, b"right"), sent(world, 2, b"right")
    run = started(world, DEARER).run
    (_, row_id), (_, other) = world.bells.rung
    for _ in range(3):
        outbox.begin(world.house, row_id)
        world.clock.forward(seconds=61)

    readjudication.run(world.house, other)
    before = again(world, run).finished_at
    readjudication.run(world.house, row_id)

    assert (before, again(world, run).finished_at) == (None, world.clock.now)
    assert [one["folio"] for one in told(world, run)] == [kept]
    (gone,) = world.reading(lambda session: runs.given_up(session, run.id))
    assert (gone.folio, gone.round_number, gone.submission) == (lost, 1, 1)
    assert gone.error == "El proceso que lo hacía terminó de golpe en cada intento."
    assert world.reading(given_up.how_many) == 0
    assert world.reading(lambda session: runs.standing(session, run)).is_over


def test_what_was_given_up_is_ordered_anew_when_a_person_goes_on_with_the_run(world: World) -> None:
    sent(world, 1, b"right")
    run = left_undone(world)

    resumed = rule_runs.resume(world.house, run.number, by="olga")
    world.work()
    rule_runs.resume(world.house, run.number, by="olga")

    assert resumed.finished_at is None
    assert again(world, run).finished_at is not None
    assert counts(world, run) == {"flipped": 1}
    assert world.reading(lambda session: runs.given_up(session, run.id)) == []
    assert [act for act, _ in acts(world)] == [
        "start_rule_run", "finish_rule_run", "resume_rule_run", "finish_rule_run",
    ]  # fmt: skip
