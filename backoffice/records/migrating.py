"""Bringing a database's tables up to date. Two that start at once take turns; an interrupted one leaves nothing."""

import time
from functools import cache
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from psycopg.errors import DeadlockDetected, LockNotAvailable
from sqlalchemy import Connection, Engine, func, select
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from backoffice.domain.errors import BadInput, ServiceUnavailable
from backoffice.records import rights
from backoffice.records.database import NO_ANSWER, open_database

MIGRATION_LOCK = 7_305_000
#: How long others who migrate are waited for, and how long a table that somebody uses.
TURN_WITHIN, TABLE_WITHIN = "60s", "2s"
#: Seconds after each try that did not get its tables.
PAUSES = (1, 2, 4, 8, 15, 15, 15)
NEVER_FREE = (
    "Alguien usa las tablas sin soltarlas, y no se pudieron poner al día. Busca en pg_stat_activity una transacción "
    "abierta hace mucho, ciérrala y vuelve a arrancar los servicios."
)
STEPS = Path(__file__).with_name("migrations")


def migrate(database_url: str) -> None:
    """Run the steps that the database has not had, all in one transaction, under an advisory lock; then give rights.

    Nobody who works waits for it long: whoever waits for a table stands in the way of all who come after, so a step
    that does not get its table soon gives up and tries again later. Raises ``BadInput`` where the database is not in
    UTF-8 (it could not hold the names of people), ``ServiceUnavailable`` where a table never is free.
    """
    engine = open_database(database_url)
    try:
        for pause in PAUSES:
            if _migrated(engine):
                return
            time.sleep(pause)
        raise ServiceUnavailable(NEVER_FREE)
    except OperationalError as trouble:
        raise ServiceUnavailable(NO_ANSWER) from trouble
    finally:
        engine.dispose()


def _migrated(engine: Engine) -> bool:
    """One try at all the steps; ``False`` where others held a table."""
    try:
        with engine.begin() as connection:
            prepare_for_steps(connection)
            connection.execute(select(func.pg_advisory_xact_lock(MIGRATION_LOCK)))
            connection.exec_driver_sql(f"SET LOCAL lock_timeout = '{TABLE_WITHIN}'")
            command.upgrade(alembic_config(connection), "head")
            rights.grant(connection)
    except OperationalError as trouble:
        if isinstance(trouble.orig, LockNotAvailable | DeadlockDetected):
            return False
        raise
    return True


def prepare_for_steps(connection: Connection) -> None:
    """Refuse what the desk cannot live in, and wait for others in turn, but not for ever. Raises ``BadInput``."""
    refuse_other_encodings(connection)
    connection.exec_driver_sql(f"SET LOCAL lock_timeout = '{TURN_WITHIN}'")


def step_of(connection: Connection) -> str:
    """The last step that the database had; '' where it had none."""
    if connection.exec_driver_sql("SELECT to_regclass('public.alembic_version')").scalar() is None:
        return ""
    return connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar() or ""


def has_all_steps(session: Session) -> bool:
    """Whether the database has had every step of this version; later ones come before their programs."""
    return step_of(session.connection()) >= newest_step()


@cache
def newest_step() -> str:
    """The number of the last step, four digits."""
    return ScriptDirectory.from_config(alembic_config()).get_current_head() or ""


def refuse_other_encodings(connection: Connection) -> None:
    """Only UTF-8 holds every text of the desk."""
    encoding = connection.exec_driver_sql("SHOW server_encoding").scalar_one()
    if encoding != "UTF8":
        raise BadInput(
            f"La base de datos está en {encoding} y la mesa necesita UTF8. "
            "Crea otra con «createdb -E UTF8 -T template0 NOMBRE» y apunta a ella MESA_DATABASE_URL."
        )


def alembic_config(connection: Connection | None = None) -> Config:
    """Alembic's configuration, without a file of its own."""
    config = Config()
    config.set_main_option("script_location", str(STEPS).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    return config
