"""Files that applicants send: what is refused and says why, what replaces what, and that nothing is lost."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest

from backoffice.casework import certification, intake, request, review
from backoffice.casework.intake import Received
from backoffice.domain.errors import BadInput, CaseNotFound, MesaError, WrongState
from backoffice.domain.work import Outcome
from tests.casework.world import ACME, World


def test_an_unknown_folio_is_named(world: World) -> None:
    with pytest.raises(CaseNotFound, match="No existe un caso con el folio '0501423523'"):
        intake.receive(world.house, "0501423523", "e.xls", b"right")


def test_a_folio_with_a_null_character_is_no_folio(world: World) -> None:
    with pytest.raises(CaseNotFound):
        intake.receive(world.house, "05014235\x00", "e.xls", b"right")


def test_an_empty_file_is_refused(world: World) -> None:
    case = world.case()

    with pytest.raises(BadInput, match="está vacío"):
        intake.receive(world.house, case.folio, "e.xls", b"")

    assert world.view(case.folio).case.state == "awaiting_evidence"


def test_one_byte_over_five_megabytes_is_refused_and_five_megabytes_are_not(world: World) -> None:
    case = world.case()

    with pytest.raises(BadInput, match=r"pesa más de 5 MB \(5,242,880 bytes\), que es lo máximo"):
        intake.receive(world.house, case.folio, "e.xls", b"x" * 5_242_881)
    received = intake.receive(world.house, case.folio, "e.xls", b"x" * 5_242_880)

    assert received.submission.size == 5_242_880


def test_a_case_whose_set_is_not_issued_receives_nothing(world: World) -> None:
    case = request.register(world.house, ACME)

    with pytest.raises(WrongState, match="Solicitud registrada"):
        intake.receive(world.house, case.folio, "e.xls", b"right")


@pytest.mark.parametrize("state", ["approved", "certified", "cancelled", "expired"])
def test_a_case_in_the_wrong_state_receives_nothing_and_stays_as_it_is(world: World, state: str) -> None:
    case = world.case()
    world.sql("UPDATE cases SET state = :state", state=state)
    before = len(world.view(case.folio).events)

    with pytest.raises(WrongState, match="El caso está «"):
        intake.receive(world.house, case.folio, "e.xls", b"right")

    view = world.view(case.folio)
    assert (view.case.state, len(view.events), view.current.submissions) == (state, before, ())


def test_the_last_minute_of_the_last_day_is_on_time_and_the_next_is_not(world: World) -> None:
    case = world.case()  # 45 business days: until 27 January 2027
    world.sql("UPDATE rounds SET deadline = '2026-11-24'")
    world.clock.forward(hours=35.99)

    intake.receive(world.house, case.folio, "e.xls", b"broken")
    world.work()
    world.clock.forward(minutes=1)

    with pytest.raises(WrongState, match=r"terminó el 24/nov/2026"):
        intake.receive(world.house, case.folio, "e.xls", b"right")


def test_the_same_bytes_sent_twice_are_one_submission(world: World) -> None:
    case = world.case()
    first = intake.receive(world.house, case.folio, "e.xls", b"right")

    second = intake.receive(world.house, case.folio, "e (1).xls", b"right")

    assert (first.repeated, second.repeated) == (False, True)
    assert second.submission.id == first.submission.id
    assert len(world.view(case.folio).current.submissions) == 1


def test_a_double_click_is_one_submission(world: World) -> None:
    case, together = world.case(), Barrier(4)

    def click(_: int) -> Received:
        together.wait()
        return intake.receive(world.house, case.folio, "e.xls", b"right")

    with ThreadPoolExecutor(4) as pool:
        received = list(pool.map(click, range(4)))

    assert sorted(one.repeated for one in received) == [False, True, True, True]
    assert len(world.view(case.folio).current.submissions) == 1
    assert [kind for kind, _ in world.bells.rung] == ["evaluate", "send_letter"]


def test_a_newer_file_takes_the_place_of_one_that_nobody_claimed(world: World) -> None:
    case = world.case()
    intake.receive(world.house, case.folio, "wrong.xls", b"uma")
    world.work()
    old = world.task(case.folio)

    received = intake.receive(world.house, case.folio, "right.xls", b"right")
    world.work()

    view = world.view(case.folio)
    before, after = view.current.submissions
    assert received.replaced
    assert (before.submission.state, before.task and before.task.state) == ("superseded", "withdrawn")
    assert (after.submission.state, after.verdict and after.verdict.result) == ("evaluated", "consistent")
    with pytest.raises(WrongState, match="llegó un archivo nuevo"):
        review.claim(world.house, old.id, "ana")


def test_a_file_replaced_before_its_evaluation_is_not_evaluated(world: World) -> None:
    case = world.case()
    intake.receive(world.house, case.folio, "wrong.xls", b"uma")
    intake.receive(world.house, case.folio, "right.xls", b"right")

    world.work()

    view = world.view(case.folio)
    assert [bool(one.verdict) for one in view.current.submissions] == [False, True]
    done_about_files = [row.state for row in view.work if row.kind in {"issue_test_set", "evaluate"}]
    assert done_about_files == ["done", "withdrawn", "done"]


def test_a_claimed_case_takes_no_newer_file_until_the_claim_lapses(world: World) -> None:
    case = world.case()
    intake.receive(world.house, case.folio, "e.xls", b"uma")
    world.work()
    review.claim(world.house, world.task(case.folio).id, "ana")

    with pytest.raises(WrongState, match="ya revisa el archivo"):
        intake.receive(world.house, case.folio, "e.xls", b"right")
    world.clock.forward(minutes=15)

    assert intake.receive(world.house, case.folio, "e.xls", b"right").replaced


def test_a_closed_round_receives_nothing(world: World) -> None:
    case = world.case()
    intake.receive(world.house, case.folio, "e.xls", b"right")
    world.work()
    world.decided(case.folio, Outcome.APPROVE)

    with pytest.raises(WrongState, match="pendiente de firma"):
        intake.receive(world.house, case.folio, "e.xls", b"uma")


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("C:\\Users\\Ana\\evidencias.xls", "evidencias.xls"),
        ("../../etc/passwd", "passwd"),
        ("uno\r\nBcc: x@y.mx\x00.xls", "uno Bcc: x@y.mx .xls"),
        ("\u202egnp.xls", "gnp.xls"),
        ("emoji 🎉 año.xls", "emoji 🎉 año.xls"),
        ("", "sin nombre"),
        ("x" * 300, "x" * 200),
    ],
)
def test_a_hostile_file_name_is_kept_as_a_harmless_line(given: str, kept: str) -> None:
    assert intake.tidy(given) == kept


def test_a_database_that_refuses_the_row_changes_nothing(world: World) -> None:
    case = world.case()
    world.sql("ALTER TABLE submissions ADD CONSTRAINT full_disk CHECK (size = 0)")

    with pytest.raises(Exception, match="full_disk"):
        intake.receive(world.house, case.folio, "e.xls", b"right")

    view = world.view(case.folio)
    assert (view.case.state, view.current.submissions, world.bells.rung) == ("awaiting_evidence", (), [])


def test_evidence_and_cancellation_at_once_end_in_one_order(world: World) -> None:
    case, together = world.case(), Barrier(2)

    def act(number: int) -> str:
        together.wait()
        try:
            if number:
                certification.cancel(world.house, case.folio)
            else:
                intake.receive(world.house, case.folio, "e.xls", b"right")
        except MesaError as refusal:
            return str(refusal)
        return "done"

    with ThreadPoolExecutor(2) as pool:
        results = list(pool.map(act, range(2)))
    world.work()

    assert results[1] == "done"
    assert world.view(case.folio).case.state == "cancelled"
