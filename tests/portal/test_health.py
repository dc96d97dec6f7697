"""Whoever watches the portal is told the truth, and nothing else."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from sqlalchemy import create_engine

from tests.casework.world import World
from tests.portal.browser import Browser
from tests.portal.pen import Pen


def test_a_portal_with_its_database_lives_and_is_ready(nobody: Browser) -> None:
    assert (nobody.get("/health").status_code, nobody.get("/health").json()) == (200, {"status": "ok"})
    assert (nobody.get("/ready").status_code, nobody.get("/ready").json()) == (200, {"status": "ok"})


def test_without_the_database_it_lives_and_is_not_ready_and_does_not_say_where_the_database_is(
    portal_world: World,
) -> None:
    gone = create_engine("postgresql+psycopg://mesa:secreto@127.0.0.1:1/mesa", connect_args={"connect_timeout": 2})
    visitor = Browser(
        World(
            replace(portal_world.house, database=gone), portal_world.clock, portal_world.bells, portal_world.entrances
        )
    )

    assert visitor.get("/health").status_code == 200
    answer = visitor.get("/ready")
    assert (answer.status_code, answer.json()) == (503, {"status": "unavailable"})


def test_a_visitor_learns_that_the_trouble_is_ours_and_nothing_of_our_house(portal_world: World, pen: Pen) -> None:
    pen.request()
    portal_world.work()
    gone = create_engine("postgresql+psycopg://mesa:secreto@127.0.0.1:1/mesa", connect_args={"connect_timeout": 2})
    application = pen.browser.client.app
    application.state.house = replace(application.state.house, database=gone)  # type: ignore[attr-defined]

    answer = pen.browser.get("/certificacion")

    assert answer.status_code == 503
    assert "Algo de nuestro lado no responde en este momento. Lo que ya enviaste está guardado" in answer.text
    assert "mesa up" not in answer.text
    assert "base de datos" not in answer.text
    assert f"menciona el número {answer.headers['x-request-id']}." in answer.text

    sent = pen.browser.post("/certificacion/terminos/solicitud", {"acepto": "si"})
    assert "Esto último no se guardó; lo que enviaste antes, sí." in sent.text


@pytest.mark.parametrize(("step", "status"), [("0001", 503), ("9999", 200)])
def test_it_waits_for_the_steps_that_it_needs_and_goes_on_when_the_next_version_has_brought_its_own(
    portal_world: World, browser: Callable[[], Browser], step: str, status: int
) -> None:
    portal_world.sql("UPDATE alembic_version SET version_num = :step", step=step)

    assert browser().get("/ready").status_code == status


def test_it_is_not_ready_over_a_database_that_was_never_prepared(
    portal_world: World, browser: Callable[[], Browser]
) -> None:
    portal_world.sql("DROP TABLE alembic_version")

    assert browser().get("/ready").status_code == 503
