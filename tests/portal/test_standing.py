"""The page that is asked most asks the database once, whatever the case has: who asks and where the case stands."""

from typing import Any

from sqlalchemy import event

from backoffice.records.standing import COLUMNS, OF_COMPANY
from backoffice.records.visits import SESSION, WITH_STANDING, Visit
from tests.portal.pen import Pen
from tests.staff import PORTAL


def test_the_page_of_a_case_asks_one_question_and_a_used_session_is_written_down_once_a_minute(pen: Pen) -> None:
    world = pen.browser.world
    pen.request()
    world.work()
    pen.send(b"uma: wrong")
    world.work()
    world.clock.forward(minutes=2)
    asked: list[str] = []

    def heard(_: Any, __: Any, statement: str, *___: Any) -> None:
        asked.append(statement.split(maxsplit=1)[0])

    event.listen(world.by(PORTAL).database, "before_cursor_execute", heard)
    first, second = pen.browser.get("/certificacion"), pen.browser.get("/certificacion")
    event.remove(world.by(PORTAL).database, "before_cursor_execute", heard)

    assert asked == ["SELECT", "UPDATE", "SELECT"]
    assert "Recibimos tu archivo" in first.text
    assert first.text == second.text


def test_the_columns_are_those_that_the_database_gives_in_that_order(pen: Pen) -> None:
    with pen.browser.world.house.database.connect() as connection:
        of_company, of_token, both = (
            [column.name for column in connection.exec_driver_sql(sql.replace(":digest", "''")).cursor.description]
            for sql in (OF_COMPANY.format("NULL::uuid"), SESSION, WITH_STANDING.element.text)
        )

    assert of_company == list(COLUMNS)
    assert of_token == list(Visit._fields)
    assert both == [*Visit._fields, *COLUMNS]
