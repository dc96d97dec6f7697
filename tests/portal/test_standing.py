"""The page that is asked most asks the database once, whatever the case has: who asks and where the case stands."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
import pytest
from sqlalchemy import Engine, event
from starlette.requests import Request

from backoffice.domain.errors import ServiceUnavailable
from backoffice.domain.people import NO_RIGHT
from backoffice.portal.pages import page
from backoffice.records.database import glance
from backoffice.records.standing import OF_APPLICANT, StandingRow
from backoffice.records.visits import SESSION, WITH_STANDING, Visit
from tests.casework.world import World
from tests.portal.pen import Pen
from tests.staff import PORTAL


@contextmanager
def asked_by_psycopg(engine: Engine) -> Iterator[list[str]]:
    """The first word of each statement of the block, whoever asks it."""
    asked: list[str] = []

    class Heard(psycopg.Cursor[Any]):
        def execute(self, query: Any, *given: Any, **more: Any) -> "Heard":
            asked.append(str(query).split(maxsplit=1)[0])
            return super().execute(query, *given, **more)

    def listen(raw: Any, *_: Any) -> None:
        raw.cursor_factory = Heard

    def leave(raw: Any, *_: Any) -> None:
        if raw is not None:
            raw.cursor_factory = psycopg.Cursor

    event.listen(engine, "checkout", listen)
    event.listen(engine, "checkin", leave)
    try:
        yield asked
    finally:
        event.remove(engine, "checkout", listen)
        event.remove(engine, "checkin", leave)


def test_the_page_of_a_case_asks_one_question_and_a_used_session_is_written_down_once_a_minute(pen: Pen) -> None:
    world = pen.browser.world
    pen.request()
    world.work()
    pen.send(b"uma: wrong")
    world.work()
    world.clock.forward(minutes=2)

    with asked_by_psycopg(world.by(PORTAL).database) as asked:
        first, second = pen.browser.get("/certificacion"), pen.browser.get("/certificacion")

    assert asked == ["SELECT", "UPDATE", "SELECT"]
    assert "Recibimos tu archivo" in first.text
    assert first.text == second.text


def test_the_columns_are_those_that_the_database_gives_in_that_order(pen: Pen) -> None:
    with glance(pen.browser.world.house.database) as connection:
        of_company, of_token, both = (
            [column.name for column in connection.execute(sql, {"digest": "", "applicant": None}).description or ()]
            for sql in (OF_APPLICANT, SESSION, WITH_STANDING)
        )

    assert of_company == list(StandingRow._fields)
    assert of_token == list(Visit._fields)
    assert both == [*Visit._fields, *StandingRow._fields]


def test_a_program_that_lacks_a_right_is_told_so_of_a_glance_too(portal_world: World) -> None:
    with (
        pytest.raises(ServiceUnavailable, match=re.escape(NO_RIGHT[None])),
        portal_world.by(PORTAL).glance() as asked,
    ):
        asked.execute("DELETE FROM audit_events")


def test_a_word_that_would_hide_a_piece_of_pages_is_refused() -> None:
    with pytest.raises(ValueError, match="facts"):
        page(Request({"type": "http"}), "refusal.html", facts=[])
