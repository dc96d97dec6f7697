"""The steps bring an empty database to what the tables say, once, however many start."""

import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Engine, text

from backoffice.domain.errors import BadInput, ServiceUnavailable
from backoffice.records import migrate
from backoffice.records.database import open_database, transaction
from backoffice.records.migrating import alembic_config, step_of
from backoffice.records.tables import METADATA, Case


def test_the_steps_make_exactly_the_tables_that_the_classes_describe(engine: Engine) -> None:
    with engine.connect() as connection:
        differences = compare_metadata(MigrationContext.configure(connection, opts={"compare_type": True}), METADATA)

    assert [d for d in differences if "alembic_version" not in str(d)] == []


def test_migrating_twice_changes_nothing(postgres_url: str) -> None:
    migrate(postgres_url)

    migrate(postgres_url)

    engine = open_database(postgres_url)
    with engine.connect() as connection:
        assert connection.execute(text("SELECT version_num FROM alembic_version")).scalars().all() == ["0016"]
    engine.dispose()


#: A case with a verdict and a letter, as the first tables hold them.
BEFORE = """
INSERT INTO applicants VALUES (:id, 'A0112345105', 'EKU9003173C9', 'Ñandú', 'n@example.mx', now());
INSERT INTO cases VALUES (:id, '2600000018', :id, 'in_analysis', 1, 3, now(), now());
INSERT INTO rounds VALUES (:id, :id, 1, 'first', '00', '2026-11-23', false, now());
INSERT INTO test_sets VALUES (:id, :id, 'T-0001', '2026-01', '{}', '{}', 'ab/ab', now());
INSERT INTO submissions VALUES (:id, :id, :id, 1, 'e.xls', 5, 'ab', 'ab/ab', now(), 'evaluated');
INSERT INTO verdicts VALUES (:id, :id, 'consistent', '{}', 'ab', '2026-01', '1', now());
INSERT INTO outbox VALUES (:id, 'evaluate', 'evaluate:1', :id, :id, '{}', 'done', 1, 0, now(), now());
"""
ROWS = "SELECT * FROM verdicts JOIN submissions ON submissions.id = verdicts.submission_id, outbox"


def test_a_database_with_cases_is_brought_up_to_date_and_back_without_losing_any(postgres_url: str) -> None:
    engine = open_database(postgres_url)
    with engine.begin() as connection:
        command.upgrade(alembic_config(connection), "0001")
        for statement in BEFORE.strip().split("\n"):
            connection.execute(text(statement), {"id": "00000000-0000-0000-0000-000000000001"})
        before = connection.execute(text(ROWS)).all()

    migrate(postgres_url)
    with engine.begin() as connection:
        between = connection.execute(text(ROWS)).all()
        seeds = connection.execute(text("SELECT seed FROM round_seeds")).scalars().all()
        connection.execute(text("INSERT INTO rules_versions VALUES ('abc', '{}', now())"))
        connection.execute(text(A_RUN), {"id": "00000000-0000-0000-0000-000000000002"})
        command.downgrade(alembic_config(connection), "0001")
        after = connection.execute(text(ROWS)).all()
        seeds_back = connection.execute(text("SELECT seed FROM rounds")).scalars().all()
    migrate(postgres_url)

    assert len(before) == 1
    assert before == between == after
    assert seeds == seeds_back == ["00"]
    engine.dispose()


#: A run with a part, whose work is about no case.
A_RUN = """
WITH run AS (
    INSERT INTO rule_runs VALUES (:id, 1, '', 'all', 'abc', '1', 'olga', now(), NULL, 1) RETURNING id
), part AS (
    INSERT INTO rule_run_parts SELECT :id, id, 1, '[]' FROM run RETURNING id
)
INSERT INTO outbox SELECT :id, 'readjudicate', 'readjudicate:1', NULL, id, '{}', 'ready', 0, 0, now(), now() FROM part
"""


def test_what_the_second_step_adds_can_be_taken_away_again(postgres_url: str) -> None:
    migrate(postgres_url)
    engine = open_database(postgres_url)

    with engine.begin() as connection:
        command.downgrade(alembic_config(connection), "0001")
        tables = "SELECT table_name FROM information_schema.tables WHERE table_schema = 'public'"
        left = set(connection.execute(text(tables)).scalars())

    engine.dispose()
    assert left == {
        "alembic_version", "applicants", "audit_events", "cases", "decisions", "outbox", "review_tasks", "rounds",
        "submissions", "test_sets", "verdicts",
    }  # fmt: skip


def test_a_step_that_waits_for_a_table_keeps_nobody_waiting_long_and_tries_again(postgres_url: str) -> None:
    engine = open_database(postgres_url)
    with engine.begin() as connection:
        command.upgrade(alembic_config(connection), "0015")
    waits = []

    with ThreadPoolExecutor(1) as pool:
        begun = time.monotonic()
        with engine.begin() as long:
            long.execute(text("SELECT FROM rounds"))
            migrating = pool.submit(migrate, postgres_url)
            for _ in range(4):
                time.sleep(1)
                start = time.monotonic()
                with engine.begin() as other:
                    other.execute(text("SELECT FROM rounds"))
                waits.append(time.monotonic() - start)
            went_on = migrating.running()
            lasted = time.monotonic() - begun
        migrating.result(timeout=60)

    with engine.connect() as connection:
        assert step_of(connection) == "0016"
    engine.dispose()
    assert went_on
    assert max(waits) > 0.1  # somebody did wait behind it
    assert sum(waits) < 2.5 * (lasted - sum(waits))  # and not much longer than nobody had to


def test_a_database_in_another_encoding_is_refused_with_the_remedy(postgres_url: str) -> None:
    engine = open_database(postgres_url)
    plain = f"{engine.url.database}_plain"
    with engine.connect() as connection:
        connection.execution_options(isolation_level="AUTOCOMMIT").exec_driver_sql(
            f"CREATE DATABASE {plain} TEMPLATE template0 ENCODING 'SQL_ASCII' LOCALE 'C' LOCALE_PROVIDER libc"
        )
    engine.dispose()

    with pytest.raises(BadInput, match=r"está en SQL_ASCII y la mesa necesita UTF8\. Crea otra con «createdb -E UTF8"):
        migrate(engine.url.set(database=plain).render_as_string(hide_password=False))


def test_two_starts_at_once_take_turns(postgres_url: str) -> None:
    with ThreadPoolExecutor(2) as pool:
        both = [pool.submit(migrate, postgres_url) for _ in range(2)]

    assert [one.exception() for one in both] == [None, None]


def test_a_database_that_does_not_answer_is_said_in_one_sentence() -> None:
    with pytest.raises(ServiceUnavailable) as refusal:
        migrate("postgresql://nobody:hidden@127.0.0.1:1/mesa")

    assert str(refusal.value) == (
        "La base de datos no responde. Arranca los servicios con «./mesa up» y vuelve a intentarlo."
    )


def test_a_database_without_tables_is_said_in_one_sentence(postgres_url: str) -> None:
    engine = open_database(postgres_url)

    with pytest.raises(ServiceUnavailable, match="no tiene sus tablas al día"), transaction(engine) as session:
        session.query(Case).all()

    engine.dispose()
