"""What a worker tries before its first message leaves nothing behind and needs nobody."""

from dataclasses import replace

from sqlalchemy import func, select, table

from backoffice.casework import evaluation
from backoffice.records.database import open_database
from tests.casework.world import World

TABLES = ("outbox", "audit_events", "verdicts", "review_tasks", "rules_versions")


def test_warming_up_leaves_nothing_behind(world: World) -> None:
    evaluation.warm_up(world.house)

    for name in TABLES:
        rows = select(func.count()).select_from(table(name))
        assert world.reading(lambda session, rows=rows: session.execute(rows).scalar()) == 0
    assert world.bells.rung == []


def test_a_worker_gets_warm_though_the_database_does_not_answer(world: World) -> None:
    nobody = open_database("postgresql://127.0.0.1:1/nobody")

    evaluation.warm_up(replace(world.house, database=nobody))
