"""How often an evaluation asks the database: what it holds already, or does not need, it does not ask for."""

from typing import Any

from sqlalchemy import event

from backoffice.casework import evaluation, intake
from backoffice.domain.work import WorkKind
from tests.casework.world import World


def test_a_right_file_asks_for_its_case_once_in_each_transaction_and_for_no_words(world: World) -> None:
    case = world.case()
    intake.receive(world.house, case.folio, "e.xls", b"right")
    (row_id,) = [row_id for rung, row_id in world.bells.rung if rung == WorkKind.EVALUATE]
    asked: list[str] = []

    def heard(_: Any, __: Any, statement: str, *___: Any) -> None:
        asked.append(" ".join(statement.split()))

    event.listen(world.house.database, "before_cursor_execute", heard)
    evaluation.run(world.house, row_id)
    event.remove(world.house.database, "before_cursor_execute", heard)

    assert sum("FROM cases WHERE" in one for one in asked) == 2
    assert sum("INSERT INTO verdicts" in one for one in asked) == 1
    assert [one for one in asked if "fact_words" in one] == []
