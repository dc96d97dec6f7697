"""Trying rules on stored verdicts: what would change is found in parts, once, whatever happens, and nobody is told."""

from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from threading import Barrier
from typing import Any
from uuid import UUID

import pytest

from backoffice.casework import certification, intake, outbox, readjudication, request, rule_runs, sweeping
from backoffice.casework.rule_runs import Begun
from backoffice.domain.errors import BadInput, BadParameters, CaseNotFound, ServiceUnavailable, WrongState
from backoffice.domain.evidence import Evidence
from backoffice.domain.parameters import load
from backoffice.domain.verdict import ENGINE_VERSION
from backoffice.domain.work import Outcome, WorkKind
from backoffice.records import given_up, runs
from backoffice.records.audit import AuditEvent, verify
from backoffice.records.outbox import OutboxRow
from backoffice.records.rules import RuleRun
from backoffice.records.submissions import Transcript
from backoffice.records.verdicts import Scope
from tests.casework.other_rules import with_umi, without_umi_of_2026
from tests.casework.test_queries import company, sent
from tests.casework.world import World, read_words

EVERYTHING = Scope()
DEARER = with_umi("120.00")


def started(world: World, texts: Mapping[str, str] | None = None, scope: Scope = EVERYTHING) -> Begun:
    """A run that is ordered, and not yet worked on."""
    begun = rule_runs.start(world.house, texts, scope, label="prueba", by="olga")
    assert begun is not None
    return begun


def ended(world: World, texts: Mapping[str, str] | None = None, scope: Scope = EVERYTHING) -> RuleRun:
    """A run that was worked on until nothing rang."""
    run = started(world, texts, scope).run
    world.work()
    return again(world, run)


def again(world: World, run: RuleRun) -> RuleRun:
    """A run as it is now."""
    return world.reading(lambda session: rule_runs.by_number(session, run.number))


def counts(world: World, run: RuleRun) -> dict[str, int]:
    """What a run counts, without the zeros."""
    found = world.reading(lambda session: runs.counts(session, run.id))
    return {name: count for name, count in found.items() if count}


def told(world: World, run: RuleRun) -> list[dict[str, Any]]:
    """What a run tells of verdicts that are not equal."""
    return world.reading(lambda session: list(runs.found(session, run.id)))


def acts(world: World) -> list[tuple[str, str]]:
    """What the audit trail says of runs, and who did it."""
    events = world.reading(lambda session: session.query(AuditEvent).order_by(AuditEvent.sequence).all())
    return [(event.act, event.actor) for event in events if event.act.endswith("_rule_run")]


def part_rows(world: World) -> list[OutboxRow]:
    """The work of all runs."""
    rows = world.reading(lambda session: session.query(OutboxRow).all())
    return sorted((row for row in rows if row.kind == WorkKind.READJUDICATE), key=lambda row: row.key)


def test_without_verdicts_there_is_nothing_to_compare(world: World) -> None:
    world.case()

    assert rule_runs.start(world.house, DEARER, EVERYTHING, label="", by="olga") is None
    assert world.reading(runs.all_runs) == []


def test_the_rules_in_force_change_nothing(world: World) -> None:
    for number, content in enumerate((b"right", b"uma", b"broken"), start=1):
        sent(world, number, content)

    run = ended(world)

    assert (run.total, run.finished_at, counts(world, run), told(world, run)) == (3, world.clock.now, {"equal": 3}, [])


def test_a_changed_umi_flips_who_was_right_by_the_old_one_and_the_findings_say_why(world: World) -> None:
    folio = sent(world, 1, b"right")

    run = ended(world, DEARER)

    (one,) = told(world, run)
    assert (counts(world, run), one["folio"], one["round"], one["submission"]) == ({"flipped": 1}, folio, 1, 1)
    assert (one["change"]["before"], one["change"]["after"]) == ("consistent", "inconsistent")
    wrong = [finding for finding in one["change"]["added"] if finding["code"] == "withholding_differs"]
    assert [(finding["section"], finding["number"], finding["expected"]) for finding in wrong] == [
        ("samples", 2, "1537.54"),
        ("assessment", 1, "1537.54"),
    ]
    assert wrong[0]["causes"] == ["stale_umi"]


def test_a_verdict_whose_result_stays_but_whose_findings_change_is_told_as_such(world: World) -> None:
    sent(world, 1, b"uma")

    run = ended(world, DEARER)

    assert counts(world, run) == {"changed": 1}
    assert told(world, run)[0]["change"]["altered"] != []


def test_a_run_changes_no_verdict_no_state_and_sends_no_letter(world: World) -> None:
    folio = sent(world, 1, b"right")
    before = world.view(folio)

    ended(world, DEARER)

    after = world.view(folio)
    assert (after.case, after.rounds, after.letters, after.events) == (
        before.case,
        before.rounds,
        before.letters,
        before.events,
    )
    assert after.work == before.work


def test_start_and_end_of_a_run_are_in_the_audit_trail(world: World) -> None:
    sent(world, 1, b"right")

    ended(world, DEARER)

    assert acts(world) == [("start_rule_run", "operator:olga"), ("finish_rule_run", "system")]
    assert world.reading(verify).broken_at is None
    (event,) = world.reading(lambda s: s.query(AuditEvent).filter(AuditEvent.act == "finish_rule_run").all())
    assert event.details["counts"] == {
        "equal": 0, "flipped": 1, "changed": 0, "not_computed": 0, "replaced": 0, "given_up": 0,
    }  # fmt: skip


def test_only_the_newest_file_of_each_round_is_compared(world: World) -> None:
    folio = sent(world, 1, b"uma")
    intake.receive(world.house, folio, "2.xls", b"right")
    world.work()
    world.decided(folio, Outcome.CORRECTIONS, "Revisa la pestaña 3.")
    world.work()
    intake.receive(world.house, folio, "3.xls", b"right")
    world.work()

    run = ended(world, DEARER)

    assert [(one["round"], one["submission"]) for one in told(world, run)] == [(1, 2), (2, 1)]


def test_a_file_that_waits_for_its_evaluation_hides_the_verdict_of_the_one_before(world: World) -> None:
    folio = sent(world, 1, b"right")
    intake.receive(world.house, folio, "2.xls", b"uma")

    assert rule_runs.start(world.house, DEARER, EVERYTHING, label="", by="olga") is None


def test_a_file_that_is_replaced_while_the_run_waits_does_not_count(world: World) -> None:
    folio = sent(world, 1, b"right")
    run = started(world, DEARER).run
    intake.receive(world.house, folio, "2.xls", b"uma")

    world.work()

    assert (counts(world, run), told(world, run)) == ({"replaced": 1}, [])


def test_only_undecided_verdicts_are_compared_where_that_is_asked(world: World) -> None:
    approved, cancelled, waiting = (sent(world, number, b"right") for number in (1, 2, 3))
    sent(world, 4, b"broken")
    world.decided(approved, Outcome.APPROVE)
    certification.cancel(world.house, cancelled)
    world.work()

    run = ended(world, DEARER, Scope(undecided=True))

    assert (run.scope, run.total) == ("undecided", 2)
    assert [one["folio"] for one in told(world, run)] == [waiting]


def test_one_case_alone_is_compared_where_that_is_asked(world: World) -> None:
    folio, _ = sent(world, 1, b"right"), sent(world, 2, b"right")

    run = ended(world, DEARER, Scope(folio=f" {folio} "))

    assert (run.scope, run.total, [one["folio"] for one in told(world, run)]) == (f"all {folio}", 1, [folio])


@pytest.mark.parametrize("folio", ["0501423523", "' OR 1=1 --", "x"])
def test_an_unknown_case_is_refused_also_while_a_run_on_all_is_under_way(world: World, folio: str) -> None:
    sent(world, 1, b"right")
    started(world)

    with pytest.raises(CaseNotFound):
        rule_runs.start(world.house, None, Scope(folio=folio), label="", by="olga")


def test_rules_that_are_none_are_refused_before_anything_is_kept(world: World) -> None:
    sent(world, 1, b"right")

    with pytest.raises(BadParameters, match="La tabla «umi» no se puede leer"):
        rule_runs.start(world.house, {**DEARER, "umi": "title = "}, EVERYTHING, label="", by="olga")
    assert world.reading(runs.all_runs) == []


def test_the_same_command_goes_on_with_the_run_that_is_under_way(world: World) -> None:
    sent(world, 1, b"right")
    first = started(world, DEARER)

    second = started(world, DEARER)
    other = started(world)

    assert (first.again, second.again, other.again) == (False, True, False)
    assert (second.run.number, other.run.number) == (first.run.number, first.run.number + 1)


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


def test_a_finished_run_is_history_and_the_same_command_makes_another(world: World) -> None:
    sent(world, 1, b"right")
    first = ended(world, DEARER)

    second = ended(world, DEARER)

    assert second.number == first.number + 1
    assert counts(world, first) == counts(world, second) == {"flipped": 1}


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
    run = started(world, DEARER).run
    (_, row_id) = world.bells.rung.pop()
    for _ in range(3):
        outbox.begin(world.house, row_id)
        world.clock.forward(seconds=61)
    readjudication.run(world.house, row_id)

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


def test_of_one_kind_only_one_run_is_gone_on_with(world: World) -> None:
    sent(world, 1, b"right")
    first = started(world, DEARER).run
    (_, row_id) = world.bells.rung.pop()
    for _ in range(3):
        outbox.begin(world.house, row_id)
        world.clock.forward(seconds=61)
    readjudication.run(world.house, row_id)
    second = started(world, DEARER).run

    with pytest.raises(WrongState, match=f"Ya está en marcha la comparación {second.number}, con las mismas reglas"):
        rule_runs.resume(world.house, first.number, by="olga")


def test_a_number_that_no_run_has_is_refused(world: World) -> None:
    with pytest.raises(BadInput, match="No hay una comparación 7"):
        rule_runs.resume(world.house, 7, by="olga")


def test_files_are_not_read_again_where_this_engine_has_read_them(world: World) -> None:
    sent(world, 1, b"right")
    sent(world, 2, b"broken")

    def never(data: bytes) -> Evidence:
        raise AssertionError(data)

    run = started(world, DEARER).run
    readjudication.run(replace(world.house, read=never), world.bells.rung.pop()[1])

    assert counts(world, run) == {"flipped": 1, "equal": 1}


@pytest.mark.parametrize("spoilt", ["of another engine", "gone", "nonsense", "of another form"])
def test_a_transcript_that_cannot_be_believed_is_made_again_from_the_file(world: World, spoilt: str) -> None:
    sent(world, 1, b"right")
    if spoilt == "of another engine":
        world.sql("UPDATE transcripts SET engine_version = '0'")
    contents = {"gone": "00/" + "0" * 64, "nonsense": world.house.blobs.put(b"nonsense")}
    contents["of another form"] = world.house.blobs.put(b"x\x9c\xab\xae\x05\x00\x01\x75\x00\xf9")  # {} compressed
    if spoilt in contents:
        world.sql("UPDATE transcripts SET blob = :blob", blob=contents[spoilt])
    read: list[bytes] = []

    def watched(data: bytes) -> Evidence:
        read.append(data)
        return read_words(data)

    run = started(world, DEARER).run
    readjudication.run(replace(world.house, read=watched), world.bells.rung.pop()[1])

    assert (read, counts(world, run)) == ([b"right"], {"flipped": 1})
    kept = world.reading(lambda session: session.query(Transcript).all())
    assert ENGINE_VERSION in [row.engine_version for row in kept]


def test_a_file_that_is_gone_is_told_and_the_others_are_compared(world: World) -> None:
    lost, kept = sent(world, 1, b"right"), sent(world, 2, b"right")
    world.sql("DELETE FROM transcripts")
    world.sql("UPDATE submissions SET blob = :blob WHERE file_name = '1.xls'", blob="00/" + "0" * 64)

    run = ended(world, DEARER)

    first, second = told(world, run)
    assert counts(world, run) == {"flipped": 1, "not_computed": 1}
    assert (first["folio"], second["folio"]) == (lost, kept)
    assert "ya no está completo en el almacén" in first["why"]


def test_a_set_that_the_rules_cannot_answer_is_told_by_its_row(world: World) -> None:
    sent(world, 1, b"right")

    run = ended(world, without_umi_of_2026())

    (one,) = told(world, run)
    assert counts(world, run) == {"not_computed": 1}
    assert one["why"].startswith("Con estas reglas no se calcula la fila a-2: La tabla «Unidad Mixta Infonavit (UMI)»")


def test_a_verdict_that_makes_the_program_stumble_spoils_no_other(world: World) -> None:
    sent(world, 1, b"right")
    sent(world, 2, b"right")
    world.sql("UPDATE verdicts SET document = '{}' WHERE submission_id = (SELECT id FROM submissions LIMIT 1)")

    run = ended(world, DEARER)

    assert counts(world, run) == {"flipped": 1, "not_computed": 1}
    assert "un error que no estaba previsto (KeyError)" in next(one["why"] for one in told(world, run) if "why" in one)


def test_a_store_that_does_not_answer_is_waited_for(world: World) -> None:
    sent(world, 1, b"right")
    world.sql("DELETE FROM transcripts")
    run = started(world, DEARER).run
    (_, row_id) = world.bells.rung.pop()

    def silent(data: bytes) -> Evidence:
        raise ServiceUnavailable("El almacén no responde.")

    for _ in range(5):
        readjudication.run(replace(world.house, read=silent), row_id)
        world.clock.forward(hours=1)
    readjudication.run(world.house, row_id)

    assert counts(world, run) == {"flipped": 1}


def test_workers_of_another_engine_compute_nothing_and_say_what_to_do(world: World) -> None:
    sent(world, 1, b"right")
    run = started(world, DEARER).run
    (_, row_id) = world.bells.rung.pop()
    world.sql("UPDATE rule_runs SET engine_version = '0'")

    for _ in range(4):
        readjudication.run(world.house, row_id)
        world.clock.forward(seconds=11)

    (gone,) = world.reading(lambda session: runs.given_up(session, run.id))
    assert gone.error == (
        f"WrongState: La comparación pide el motor 0 y los trabajadores tienen el {ENGINE_VERSION}. "
        "Reinícialos con «./mesa down» y «./mesa up»."
    )
    assert again(world, run).finished_at is not None


def test_the_rules_of_a_run_are_kept_so_that_workers_and_later_readers_have_them(world: World) -> None:
    sent(world, 1, b"right")

    run = ended(world, DEARER)

    assert run.rules_version == load(DEARER).version
    assert run.engine_version == ENGINE_VERSION


def test_a_label_is_kept_as_one_harmless_line(world: World) -> None:
    sent(world, 1, b"right")

    begun = rule_runs.start(world.house, None, EVERYTHING, label="UMI\n\x1b[31m " + "x" * 300, by="olga")

    assert begun is not None
    assert begun.run.label.startswith("UMI [31m xxx")
    assert len(begun.run.label) == 100


def test_a_request_meanwhile_is_none_of_the_runs_business(world: World) -> None:
    sent(world, 1, b"right")
    run = started(world, DEARER).run
    request.register(world.house, company(2))

    world.work()

    assert again(world, run).total == 1
