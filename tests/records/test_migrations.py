"""The steps bring an empty database to what the tables say, once, however many start."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Engine, text

from backoffice.domain.errors import BadInput, ServiceUnavailable
from backoffice.records import migrate
from backoffice.records.database import open_database, transaction
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
        assert connection.execute(text("SELECT version_num FROM alembic_version")).scalars().all() == ["0001"]
    engine.dispose()


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
