"""Reminders, expiries and apologies: on the right day, once, and never for what is over."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, date, datetime, time

import pytest

from backoffice.casework import intake, promises, request, sending
from backoffice.domain.errors import WrongState
from backoffice.domain.work import Outcome, WorkState
from backoffice.domain.workflow import State
from backoffice.records.cases import Case
from backoffice.records.outbox import OutboxRow
from tests.casework.world import World
from tests.portal.browser import OTHER
from workers import clock

#: The first round's 45 business days end so; ten, five and one before it.
LAST, TEN, FIVE, ONE = date(2027, 1, 27), date(2027, 1, 13), date(2027, 1, 20), date(2027, 1, 26)


def at(world: World, day: date, hour: int = 10) -> None:
    """It is that day and hour in Mexico City."""
    there = datetime.combine(day, time(hour), world.house.settings.zone)
    world.clock.now = there.astimezone(UTC)


def sent(world: World, folio: str, letter: str) -> list[OutboxRow]:
    """Letters of that kind, oldest first."""
    rows = [row for row in world.view(folio).letters if row.letter == letter]
    return sorted(rows, key=lambda row: row.created_at)


def test_reminders_come_with_ten_five_and_one_days_left_once_each(world: World) -> None:
    case = world.case()
    for day in (date(2026, 12, 1), date(2027, 1, 12), TEN, TEN, FIVE, FIVE, ONE, LAST):
        at(world, day)
        promises.keep(world.house)
        world.work()

    told = [row.subject for row in sent(world, case.folio, "deadline_reminder")]
    assert told == [
        f"Folio {case.folio}: envía tus evidencias a más tardar el 27/ene/2027; te quedan 10 días hábiles",
        f"Folio {case.folio}: envía tus evidencias a más tardar el 27/ene/2027; te quedan 5 días hábiles",
        f"Folio {case.folio}: envía tus evidencias a más tardar el 27/ene/2027; te queda 1 día hábil",
    ]
    assert {row.state for row in sent(world, case.folio, "deadline_reminder")} == {WorkState.DONE}


def test_after_a_pause_only_the_last_reminder_goes_out(world: World) -> None:
    case = world.case()
    at(world, LAST)

    assert promises.keep(world.house) == 1

    (row,) = sent(world, case.folio, "deadline_reminder")
    assert row.subject == f"Folio {case.folio}: envía tus evidencias a más tardar el 27/ene/2027; hoy es el último día"


@pytest.mark.parametrize("hour", [0, 7, 20, 23])
def test_nobody_is_written_to_by_night(world: World, hour: int) -> None:
    world.case()
    at(world, FIVE, hour)

    assert promises.remind(world.house) == 0


def test_a_round_of_ten_days_is_not_reminded_of_ten(world: World) -> None:
    case = world.case()
    intake.receive(world.house, case.folio, "e.xls", b"uma")
    world.work()
    world.decided(case.folio, Outcome.CORRECTIONS)
    world.work()
    for day in (date(2026, 11, 23), date(2026, 11, 24), date(2026, 11, 30)):
        at(world, day)
        promises.keep(world.house)

    (row,) = sent(world, case.folio, "deadline_reminder")
    assert "te quedan 5 días hábiles" in (row.subject or "")


def test_a_reminder_is_looked_at_once_more_before_it_goes_out(world: World) -> None:
    case = world.case()
    at(world, FIVE)
    promises.keep(world.house)
    rung = list(world.bells.rung)
    intake.receive(world.house, case.folio, "e.xls", b"right")

    for _, row_id in rung:
        sending.send(world.house, row_id)

    (row,) = sent(world, case.folio, "deadline_reminder")
    assert (row.state, row.receipt) == (WorkState.WITHDRAWN, None)


def test_the_last_day_is_on_time_to_its_last_minute_and_the_next_one_is_late(world: World) -> None:
    case = world.case()
    world.clock.now = datetime(2027, 1, 28, 5, 59, tzinfo=UTC)  # 23:59 of the 27th in Mexico City
    assert promises.expire(world.house) == 0
    world.clock.now = datetime(2027, 1, 28, 6, 0, tzinfo=UTC)

    assert promises.expire(world.house) == 1

    view = world.view(case.folio)
    assert (view.case.state, view.current.round.closed_at) == (State.EXPIRED, world.clock.now)
    (row,) = sent(world, case.folio, "case_expired")
    assert row.subject == f"Folio {case.folio}: venció el plazo sin evidencias; puedes presentar otra solicitud"
    assert [event.act for event in view.events][-1] == "expire"
    with pytest.raises(WrongState):
        intake.receive(world.house, case.folio, "e.xls", b"right")


def test_a_file_of_the_next_day_is_refused_though_the_clock_has_not_looked_yet(world: World) -> None:
    case = world.case()
    world.clock.now = datetime(2027, 1, 28, 6, 0, tzinfo=UTC)  # 00:00 of the 28th in Mexico City

    with pytest.raises(WrongState, match="El plazo de la ronda 1 terminó el 27/ene/2027"):
        intake.receive(world.house, case.folio, "e.xls", b"right")

    assert world.view(case.folio).case.state == State.AWAITING_EVIDENCE


def test_after_a_pause_of_many_days_a_case_gets_one_letter(world: World) -> None:
    case = world.case()
    at(world, date(2027, 2, 20))

    assert [promises.keep(world.house) for _ in range(3)] == [1, 0, 0]

    kinds = sorted(row.letter or "" for row in world.view(case.folio).letters)
    assert kinds == ["case_expired", "test_set_issued"]


def test_several_who_look_at_once_write_everything_once(world: World) -> None:
    case = world.case()
    at(world, FIVE)

    with ThreadPoolExecutor() as pool:
        kept = list(pool.map(lambda _: promises.keep(world.house), range(6)))

    assert sum(kept) == 1
    assert len(sent(world, case.folio, "deadline_reminder")) == 1


def test_a_file_of_the_last_minute_is_judged_though_the_day_is_over(world: World) -> None:
    case = world.case()
    world.clock.now = datetime(2027, 1, 28, 5, 59, tzinfo=UTC)
    intake.receive(world.house, case.folio, "e.xls", b"right")
    world.clock.now = datetime(2027, 1, 28, 6, 1, tzinfo=UTC)

    assert promises.expire(world.house) == 0
    world.work()
    assert world.view(case.folio).case.state == State.IN_ANALYSIS


def test_expiring_twice_changes_nothing_and_withdraws_the_reminder_that_was_not_sent(world: World) -> None:
    case = world.case()
    at(world, LAST)
    promises.remind(world.house)
    at(world, date(2027, 1, 28))

    assert [promises.keep(world.house) for _ in range(2)] == [1, 0]

    assert [row.state for row in sent(world, case.folio, "deadline_reminder")] == [WorkState.WITHDRAWN]
    assert len(sent(world, case.folio, "case_expired")) == 1


def test_the_company_may_ask_again_after_it(world: World) -> None:
    case = world.case()
    at(world, date(2027, 1, 28))
    promises.keep(world.house)

    assert world.case().folio != case.folio


def test_a_set_that_was_never_delivered_has_no_clock(world: World) -> None:
    case = world.case()
    world.sql("UPDATE rounds SET deadline = NULL, deadline_explained = NULL")
    at(world, date(2028, 1, 28))

    assert promises.keep(world.house) == 0
    assert world.view(case.folio).case.state == State.AWAITING_EVIDENCE


def test_who_waits_longer_than_promised_is_written_to_once_for_a_file(world: World) -> None:
    case = world.case()
    intake.receive(world.house, case.folio, "e.xls", b"uma")
    world.work()
    at(world, date(2026, 11, 30))  # the fifth business day
    assert promises.keep(world.house) == 0
    at(world, date(2026, 12, 1))

    assert [promises.keep(world.house) for _ in range(2)] == [1, 0]

    (row,) = sent(world, case.folio, "answer_late")
    assert row.subject == f"Folio {case.folio}: seguimos revisando tus evidencias; no tienes que hacer nada"
    assert [event.act for event in world.view(case.folio).events].count("answer_late") == 1


def test_a_newer_file_brings_a_newer_promise(world: World) -> None:
    case = world.case()
    intake.receive(world.house, case.folio, "e.xls", b"uma")
    world.work()
    at(world, date(2026, 11, 27))
    intake.receive(world.house, case.folio, "e.xls", b"right")
    world.work()
    at(world, date(2026, 12, 1))

    assert promises.keep(world.house) == 0
    at(world, date(2026, 12, 7))
    assert promises.keep(world.house) == 1


def test_a_case_that_was_decided_is_not_late(world: World) -> None:
    case = world.case()
    intake.receive(world.house, case.folio, "e.xls", b"right")
    world.work()
    world.decided(case.folio, Outcome.APPROVE)
    at(world, date(2027, 6, 1))

    assert promises.keep(world.house) == 0
    assert world.view(case.folio).case.state == State.APPROVED


def test_of_many_cases_a_hundred_are_looked_at_and_the_rest_come_next(world: World) -> None:
    first = world.case()
    with world.house.transaction() as work:
        case, round_ = work.session.get_one(Case, first.id), world.view(first.folio).current.round
        plain = round_.model_dump(exclude={"id", "case_id"})
        for number in range(120):
            other = world.view(first.folio).applicant.model_dump(exclude={"id", "nrp"})
            applicant = type(world.view(first.folio).applicant)(nrp=f"Z{number:010d}", **other)
            work.put(applicant)
            same = case.model_dump(exclude={"id", "folio", "applicant_id"})
            copy = Case(folio=f"99{number:08d}", applicant_id=applicant.id, **same)
            work.put(copy, type(round_)(case_id=copy.id, **plain))
    at(world, date(2027, 1, 28))

    assert [promises.expire(world.house) for _ in range(3)] == [100, 21, 0]


def test_a_case_whose_address_is_none_any_more_keeps_no_other_one_waiting(world: World) -> None:
    broken = world.case()
    world.sql("UPDATE applicants SET email = 'nadie'")
    case = request.register(world.house, OTHER)
    world.work()
    at(world, date(2027, 1, 28))

    assert [promises.keep(world.house) for _ in range(2)] == [1, 0]

    assert world.view(case.folio).case.state == State.EXPIRED
    assert world.view(broken.folio).case.state == State.AWAITING_EVIDENCE


def test_a_case_that_nobody_foresaw_keeps_no_other_from_its_promise(world: World) -> None:
    spoilt, other = world.case(), request.register(world.house, OTHER)
    world.work()
    world.sql("UPDATE rounds SET deadline_explained = '{}' WHERE case_id = :case", case=spoilt.id)
    at(world, date(2027, 1, 28))

    assert promises.keep(world.house) == 1

    assert world.view(other.folio).case.state == State.EXPIRED
    assert world.view(spoilt.folio).case.state == State.AWAITING_EVIDENCE


def test_a_task_of_the_calendar_that_fails_keeps_no_other_from_its_turn(world: World) -> None:
    case = world.case()
    at(world, date(2027, 1, 28))

    def broken() -> bool:
        raise RuntimeError("nobody foresaw this")

    clock.look_at_the_calendar(replace(world.house, test_service=broken))

    assert world.view(case.folio).case.state == State.EXPIRED
