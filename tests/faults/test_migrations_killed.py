"""Migrations killed (SIGKILL) in the middle: nothing of them is there, nobody waits for a lock, the next one ends."""

import multiprocessing
import os
from signal import SIGKILL

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Engine, event, text

from backoffice.records import migrate
from backoffice.records.database import open_database
from backoffice.records.migrating import alembic_config
from backoffice.records.tables import METADATA
from tests.records.test_migrations import BEFORE, ROWS

CONTEXT = multiprocessing.get_context("spawn")
WITHIN = 120.0


def dying(address: str, statement: int) -> None:
    """Migrate, and be killed before that statement; before the commit where there are not so many."""
    seen = 0

    def pass_by(*_: object) -> None:
        nonlocal seen
        seen += 1
        if seen == statement:
            os.kill(os.getpid(), SIGKILL)

    def end(_: object) -> None:
        os.kill(os.getpid(), SIGKILL)

    event.listen(Engine, "before_cursor_execute", pass_by)
    event.listen(Engine, "commit", end)
    migrate(address)


def killed(address: str, statement: int) -> None:
    """Do that in a process of its own."""
    child = CONTEXT.Process(target=dying, args=(address, statement))
    child.start()
    child.join(WITHIN)
    assert child.exitcode == -SIGKILL


@pytest.mark.parametrize("statement", [8, 40, 10_000])
def test_a_new_database_whose_migration_was_killed_is_empty_and_is_migrated_by_the_next(
    postgres_url: str, statement: int
) -> None:
    killed(postgres_url, statement)
    engine = open_database(postgres_url)
    with engine.connect() as connection:
        left = connection.execute(text("SELECT count(*) FROM pg_class WHERE relnamespace = 'public'::regnamespace"))
        assert left.scalar_one() == 0

    migrate(postgres_url)

    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        differences = [one for one in compare_metadata(context, METADATA) if "alembic_version" not in str(one)]
    engine.dispose()
    assert differences == []


@pytest.mark.parametrize("statement", [12, 10_000])
def test_a_database_with_cases_keeps_them_though_its_migration_was_killed(postgres_url: str, statement: int) -> None:
    engine = open_database(postgres_url)
    with engine.begin() as connection:
        command.upgrade(alembic_config(connection), "0001")
        for insert in BEFORE.strip().split("\n"):
            connection.execute(text(insert), {"id": "00000000-0000-0000-0000-000000000001"})
        before = connection.execute(text(ROWS)).all()

    killed(postgres_url, statement)
    with engine.connect() as connection:
        between = connection.execute(text("SELECT version_num FROM alembic_version")).scalar_one()
    migrate(postgres_url)

    with engine.connect() as connection:
        after = connection.execute(text(ROWS)).all()
    engine.dispose()
    assert between == "0001"
    assert len(before) == 1
    assert before == after
