"""The clock's question to the test service, put to a portal that answers on a port."""

from collections.abc import Callable

from sqlalchemy import text

from backoffice.casework import service_probe
from tests.casework.world import World
from tests.portal.live import live


def probe(address: str) -> Callable[[], bool]:
    """The question to the portal at that address."""
    asked = service_probe.of(address)
    assert asked
    return asked


def test_the_test_service_of_a_portal_that_works_answers_and_writes_nothing_down(world: World) -> None:
    with live(world) as address:
        assert probe(address)()

    assert world.reading(lambda session: session.execute(text("SELECT count(*) FROM notice_calls")).scalar_one()) == 0


def test_pages_may_work_while_the_test_service_does_not(world: World) -> None:
    with live(world) as address:
        world.sql("ALTER TABLE test_sets RENAME TO gone")

        assert probe(address)() is False
        assert probe(f"{address}/static")() is False


def test_a_portal_that_ended_does_not_answer(world: World) -> None:
    with live(world) as address:
        pass

    assert probe(address)() is False
