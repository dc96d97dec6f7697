"""Trying rules on stored verdicts: what would change is found and told, and nobody else hears of it."""

import pytest

from backoffice.casework import certification, intake, request, rule_runs
from backoffice.domain.errors import BadInput, BadParameters, CaseNotFound, WrongState
from backoffice.domain.parameters import load
from backoffice.domain.verdict import ENGINE_VERSION
from backoffice.domain.work import Outcome
from backoffice.records import runs
from backoffice.records.audit import AuditEvent, verify
from backoffice.records.verdicts import Scope
from tests.casework.running_rules import DEARER, EVERYTHING, acts, again, counts, ended, left_undone, started, told
from tests.casework.test_queries import company, sent
from tests.casework.world import World


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


def test_a_finished_run_is_history_and_the_same_command_makes_another(world: World) -> None:
    sent(world, 1, b"right")
    first = ended(world, DEARER)

    second = ended(world, DEARER)

    assert second.number == first.number + 1
    assert counts(world, first) == counts(world, second) == {"flipped": 1}


def test_of_one_kind_only_one_run_is_gone_on_with(world: World) -> None:
    sent(world, 1, b"right")
    first = left_undone(world)
    second = started(world, DEARER).run

    with pytest.raises(WrongState, match=f"Ya está en marcha la comparación {second.number}, con las mismas reglas"):
        rule_runs.resume(world.house, first.number, by="olga")


def test_a_number_that_no_run_has_is_refused(world: World) -> None:
    with pytest.raises(BadInput, match="No hay una comparación 7"):
        rule_runs.resume(world.house, 7, by="olga")


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
