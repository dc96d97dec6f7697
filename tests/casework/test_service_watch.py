"""The clock's watch over the test service: what counts as silence, and the day that is given back for it."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread

import pytest

from backoffice.casework import outages, promises, service_probe, service_watch
from backoffice.domain.workflow import State
from tests.casework.test_decrees import deadline
from tests.casework.test_promises import LAST, at, sent
from tests.casework.world import World
from workers import clock

DAY = date(2026, 11, 24)


@dataclass
class Service:
    """A test service that answers while a test wants it to."""

    answers: bool = True

    def __call__(self) -> bool:
        """Whether it answers now."""
        return self.answers


@pytest.fixture
def service(world: World) -> Service:
    """The service that this world's clock watches; it has answered on the day before."""
    service = Service()
    world.house = replace(world.house, test_service=service)
    world.sql("INSERT INTO service_watch VALUES ('2026-11-22', 86400, 0, '2026-11-23 05:59Z', true)")
    return service


def watched(world: World, *, minutes: int, every: int = 60) -> None:
    """The clock asks every so many seconds, for so long."""
    for _ in range(minutes * 60 // every):
        world.clock.forward(seconds=every)
        service_watch.look(world.house)


def seen(world: World) -> list[tuple[date, int, int]]:
    """Day, seconds watched, seconds silent."""
    return [(row.day, row.watched, row.silent) for row in service_watch.newest(world.house, 31) if row.watched < 86_400]


def test_a_service_that_answers_costs_nobody_anything(world: World, service: Service) -> None:
    watched(world, minutes=10)

    assert seen(world) == [(date(2026, 11, 23), 540, 0)]


def test_only_time_between_two_questions_without_an_answer_is_silence(world: World, service: Service) -> None:
    watched(world, minutes=2)
    service.answers = False
    watched(world, minutes=3)
    service.answers = True
    watched(world, minutes=2)

    assert seen(world) == [(date(2026, 11, 23), 360, 120)]


def test_a_clock_that_stood_still_knows_nothing_of_that_time(world: World, service: Service) -> None:
    service.answers = False
    watched(world, minutes=2)
    world.clock.forward(hours=9)
    watched(world, minutes=2)

    assert seen(world) == [(date(2026, 11, 23), 120, 120)]


def test_a_clock_that_was_set_back_counts_nothing_twice(world: World, service: Service) -> None:
    service.answers = False
    watched(world, minutes=5)
    world.clock.forward(minutes=-3)
    service_watch.look(world.house)

    assert seen(world) == [(date(2026, 11, 23), 240, 240)]


def test_after_so_many_silent_hours_the_day_is_given_back_once_by_itself(world: World, service: Service) -> None:
    folio = world.case().folio
    at(world, DAY)
    service.answers = False
    watched(world, minutes=240, every=240)
    before = deadline(world, folio).due

    watched(world, minutes=60, every=240)
    world.work()

    assert (before, deadline(world, folio).due) == (LAST, date(2027, 1, 28))
    (row,) = outages.recorded(world.house)
    assert (row.day, row.reason, row.recorded_by) == (DAY, "no respondió durante 4 horas o más", "system")
    (letter,) = sent(world, folio, "deadline_moved")
    assert letter.state == "done"
    (event,) = (one for one in world.view(folio).events if one.act == "give_days_back")
    assert (event.actor, event.details["reason"]) == (
        "system",
        "el servicio de pruebas no estuvo disponible (24/nov/2026): no respondió durante 4 horas o más.",
    )


def test_the_last_day_is_given_back_before_anybody_s_request_expires(world: World, service: Service) -> None:
    folio = world.case().folio
    at(world, LAST, 19)
    watched(world, minutes=2)
    service.answers = False
    watched(world, minutes=244, every=240)
    at(world, date(2027, 1, 28))

    assert promises.expire(world.house) == 0
    assert world.view(folio).case.state == State.AWAITING_EVIDENCE


def test_the_clock_looks_at_the_service_before_it_lets_anything_expire(world: World, service: Service) -> None:
    folio = world.case().folio
    world.sql("INSERT INTO service_watch VALUES (:day, 14400, 14399, :at, false)", day=LAST, at=at_night(LAST, 57))
    service.answers = False
    world.clock.now = at_night(LAST, 59)

    clock.look_at_the_calendar(world.house)
    at(world, date(2027, 1, 28))
    clock.look_at_the_calendar(world.house)

    assert (world.view(folio).case.state, deadline(world, folio).due) == (State.AWAITING_EVIDENCE, date(2027, 1, 28))


def at_night(day: date, minute: int) -> datetime:
    """That minute after eleven at night in Mexico City."""
    return datetime(day.year, day.month, day.day + 1, 5, minute, tzinfo=UTC)


def test_a_clock_that_never_reached_the_service_gives_nothing_back_by_itself(world: World, service: Service) -> None:
    folio = world.case().folio
    at(world, date(2026, 11, 30))
    service.answers = False
    watched(world, minutes=300, every=240)

    assert seen(world) == [(date(2026, 11, 30), 17_760, 17_760)]
    assert (outages.recorded(world.house), deadline(world, folio).due) == ([], LAST)


def test_a_day_off_is_given_back_to_nobody(world: World, service: Service) -> None:
    folio = world.case().folio
    at(world, date(2026, 11, 28))  # a Saturday
    watched(world, minutes=2)
    service.answers = False
    watched(world, minutes=300, every=240)

    assert (outages.recorded(world.house), deadline(world, folio).due) == ([], LAST)


def test_silence_over_midnight_is_counted_by_the_local_day(world: World, service: Service) -> None:
    service.answers = False
    world.clock.now = datetime(2026, 11, 25, 5, 58, tzinfo=UTC)  # 23:58 of the 24th in Mexico City
    service_watch.look(world.house)
    watched(world, minutes=4)

    assert seen(world) == [(DAY, 60, 60), (date(2026, 11, 25), 180, 180)]


def test_how_long_counts_is_a_setting(world: World, service: Service) -> None:
    settings = world.house.settings.model_copy(update={"outage_hours": 1})
    world.house = replace(world.house, settings=settings)
    at(world, DAY)
    service.answers = False
    watched(world, minutes=64, every=240)

    assert [row.reason for row in outages.recorded(world.house)] == ["no respondió durante 1 hora o más"]


def test_what_a_person_recorded_is_not_given_back_again(world: World, service: Service) -> None:
    world.house = replace(world.house, settings=world.house.settings.model_copy(update={"supervisors": "Olga"}))
    folio = world.case().folio
    at(world, DAY)
    outages.record(world.house, (DAY,), "Se cayó", "Olga")
    service.answers = False
    watched(world, minutes=300, every=240)

    assert [row.recorded_by for row in outages.recorded(world.house)] == ["Olga"]
    assert deadline(world, folio).due == date(2027, 1, 28)


def test_without_a_portal_nothing_is_watched(world: World) -> None:
    service_watch.look(world.house)

    assert seen(world) == []
    assert service_probe.of(None) is None


@pytest.mark.parametrize(("status", "answers"), [(401, True), (200, False), (404, False), (503, False), (302, False)])
def test_the_service_works_where_it_refuses_a_stranger(status: int, answers: bool) -> None:
    with answering(status) as (address, paths):
        assert asked(f"{address}/mesa") is answers

    assert paths == ["/mesa/api/avisos"]


def test_a_service_that_is_not_there_does_not_answer() -> None:
    with answering(401) as (address, _):
        pass

    assert asked(address) is False
    assert asked("http://no.such.host.invalid") is False


def asked(address: str) -> bool:
    """What the probe of that portal says."""
    probe = service_probe.of(address)
    assert probe
    return probe()


@contextmanager
def answering(status: int) -> Iterator[tuple[str, list[str]]]:
    """A server that answers everything with that status: its address, and what it was asked for."""
    paths: list[str] = []

    class Answers(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            paths.append(self.path)
            self.send_response(status)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

    with HTTPServer(("127.0.0.1", 0), Answers) as server:
        thread = Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}", paths
        server.shutdown()
        thread.join()
