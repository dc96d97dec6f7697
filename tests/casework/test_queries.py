"""What people are shown of the cases: the queue, the list, one case whole, every submission."""

import json
from datetime import date

import pytest

from backoffice.casework import intake, request, review
from backoffice.domain.applicant import Applicant
from backoffice.domain.errors import CaseNotFound
from backoffice.domain.work import Outcome
from backoffice.records.case_view import case_view
from backoffice.records.queries import all_cases, all_submissions, queue
from tests.casework.world import World


def company(number: int) -> Applicant:
    """One of many companies."""
    return Applicant(f"B{number:010d}", f"BBB{number:06d}AAA", f"Empresa {number}", f"e{number}@example.mx")


def sent(world: World, number: int, content: bytes) -> str:
    """A company's case with a file that was evaluated."""
    case = request.register(world.house, company(number))
    world.work()
    intake.receive(world.house, case.folio, f"{number}.xls", content)
    world.work()
    return case.folio


def test_an_empty_house_shows_nothing(world: World) -> None:
    assert world.reading(queue) == []
    assert world.reading(all_cases) == []
    assert world.reading(all_submissions) == []
    with pytest.raises(CaseNotFound):
        world.reading(lambda session: case_view(session, "2600000018"))


def test_the_queue_shows_what_waits_the_most_urgent_first(world: World) -> None:
    late = sent(world, 1, b"uma")
    world.clock.forward(days=1)
    later = sent(world, 2, b"right")
    sent(world, 3, b"broken")
    decided = sent(world, 4, b"right")
    world.decided(decided, Outcome.APPROVE)
    review.claim(world.house, world.task(later).id, "ana")

    rows = world.reading(queue)

    assert [(r.folio, r.company, r.result, r.state, r.claimed_by, r.due) for r in rows] == [
        (late, "Empresa 1", "inconsistent", "open", None, date(2026, 11, 30)),
        (later, "Empresa 2", "consistent", "claimed", "ana", date(2026, 12, 1)),
    ]
    assert json.loads(rows[0].due_explained)["counted_from"] == "2026-11-23"
    assert rows[0].round_number == 1


def test_the_list_shows_the_newest_verdict_of_the_current_round(world: World) -> None:
    folio = sent(world, 1, b"uma")
    world.clock.forward(minutes=1)
    fresh = request.register(world.house, company(2)).folio
    first = world.reading(all_cases)
    world.decided(folio, Outcome.CORRECTIONS)
    world.work()
    second = world.reading(all_cases)

    assert [(r.folio, r.state, r.round_number, r.result) for r in first] == [
        (fresh, "requested", 1, None),
        (folio, "in_analysis", 1, "inconsistent"),
    ]
    assert [(r.folio, r.state, r.round_number, r.result) for r in second] == [
        (fresh, "awaiting_evidence", 1, None),
        (folio, "awaiting_evidence", 2, None),
    ]


def test_a_file_sent_later_never_shows_the_verdict_of_the_one_before(world: World) -> None:
    folio = sent(world, 1, b"right")

    intake.receive(world.house, folio, "worse.xls", b"uma")

    (row,) = world.reading(all_cases)
    assert (row.submission_state, row.result) == ("received", None)


def test_every_submission_is_there_for_analysis_in_bulk(world: World) -> None:
    folio = sent(world, 1, b"broken")
    world.clock.forward(minutes=1)
    intake.receive(world.house, folio, "2.xls", b"uma")
    world.work()
    world.decided(folio, Outcome.CORRECTIONS)
    world.work()
    world.clock.forward(minutes=1)
    intake.receive(world.house, folio, "3.xls", b"right")

    rows = world.reading(all_submissions)

    assert [(r.round_number, r.round_kind, r.number, r.file_name, r.state, r.result) for r in rows] == [
        (1, "first", 1, "1.xls", "refused", "refused"),
        (1, "first", 2, "2.xls", "evaluated", "inconsistent"),
        (2, "correction", 1, "3.xls", "received", None),
    ]
    assert rows[1].document is not None
    assert rows[1].document.startswith('{"diagnosis":[')


def test_a_case_is_shown_whole_and_says_nothing_of_others(world: World) -> None:
    folio = sent(world, 1, b"uma")
    sent(world, 2, b"uma")
    world.decided(folio, Outcome.CORRECTIONS, analyst="ana")
    world.work()

    view = world.view(folio)

    assert [round_.round.number for round_ in view.rounds] == [1, 2]
    (first,) = view.rounds[0].submissions
    assert (first.decision and first.decision.analyst, first.task and first.task.state) == ("ana", "decided")
    assert (view.current.round.number, view.current.submissions) == (2, ())
    assert view.current.test_set is not None
    assert [letter.letter for letter in view.letters] == [
        "test_set_issued",
        "evidence_received",
        "corrections_requested",
    ]
    assert [event.sequence for event in view.events] == sorted(event.sequence for event in view.events)


def test_secrets_do_not_show_when_rows_are_printed(world: World) -> None:
    view = world.view(sent(world, 1, b"right"))

    printed = repr(view)

    assert "1490.41" not in printed
