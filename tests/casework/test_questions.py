"""How often receiving and evaluating ask the database: what is held already, or not needed, is not asked for."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import event

from backoffice.casework import evaluation, intake
from backoffice.casework.house import House
from backoffice.domain.work import WorkKind
from tests.casework.world import World


@contextmanager
def asked_of(house: House) -> Iterator[list[str]]:
    """The statements of the block, each in one line, as they are asked."""
    asked: list[str] = []

    def heard(_: Any, __: Any, statement: str, *___: Any) -> None:
        asked.append(" ".join(statement.split()))

    event.listen(house.database, "before_cursor_execute", heard)
    try:
        yield asked
    finally:
        event.remove(house.database, "before_cursor_execute", heard)


def read(asked: list[str], table: str) -> int:
    return sum(one.startswith("SELECT") and f"FROM {table}" in one for one in asked)


def test_receiving_asks_for_the_case_and_what_surrounds_it_once_in_each_transaction(world: World) -> None:
    case = world.case()

    with asked_of(world.house) as asked:
        intake.receive(world.house, case.folio, "e.xls", b"right")

    assert read(asked, "cases WHERE") == 2
    assert read(asked, "rounds JOIN") == 2
    assert len(asked) <= 12


def test_a_right_file_asks_for_its_case_once_in_each_transaction_and_for_no_words(world: World) -> None:
    case = world.case()
    intake.receive(world.house, case.folio, "e.xls", b"right")
    row_id = world.bells.only(WorkKind.EVALUATE)

    with asked_of(world.house) as asked:
        evaluation.run(world.house, row_id)

    assert read(asked, "cases WHERE") == 2
    assert read(asked, "submissions") == 2
    assert sum("INSERT INTO verdicts" in one for one in asked) == 1
    assert [one for one in asked if "fact_words" in one] == []
    assert len(asked) <= 18 + 3  # of which three are for the letter to the desk


def test_work_that_is_over_is_begun_by_nobody_and_changes_nothing(world: World) -> None:
    case = world.case()
    intake.receive(world.house, case.folio, "e.xls", b"right")
    row_id = world.bells.only(WorkKind.EVALUATE)
    evaluation.run(world.house, row_id)

    with asked_of(world.house) as asked:
        evaluation.run(world.house, row_id)

    assert [one for one in asked if not one.startswith("SELECT")] == []
