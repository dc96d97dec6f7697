"""Bringing a database's tables up to date. Two that start at once take turns; an interrupted one leaves nothing."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, func, select
from sqlalchemy.exc import OperationalError

from backoffice.domain.errors import ServiceUnavailable
from backoffice.records.database import NO_ANSWER, open_database

MIGRATION_LOCK = 7_305_000
STEPS = Path(__file__).with_name("migrations")


def migrate(database_url: str) -> None:
    """Run the steps that the database has not had, all in one transaction, under an advisory lock."""
    engine = open_database(database_url)
    try:
        with engine.begin() as connection:
            connection.exec_driver_sql("SET LOCAL lock_timeout = '60s'")
            connection.execute(select(func.pg_advisory_xact_lock(MIGRATION_LOCK)))
            command.upgrade(alembic_config(connection), "head")
    except OperationalError as trouble:
        raise ServiceUnavailable(NO_ANSWER) from trouble
    finally:
        engine.dispose()


def alembic_config(connection: Connection) -> Config:
    """Alembic's configuration, without a file of its own."""
    config = Config()
    config.set_main_option("script_location", str(STEPS).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    return config
