"""The way back from a backup, into an empty place alone. The database gets all of it or nothing."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

import psycopg
from alembic import command
from sqlalchemy import Connection, func, select
from sqlalchemy.exc import OperationalError, ProgrammingError
from sqlalchemy.orm import Session

from backoffice.casework.backup.manifest import (
    BLOB_LIST,
    BLOBS,
    NOT_WHOLE,
    TABLES,
    Manifest,
    check_files,
    read_manifest,
)
from backoffice.casework.house import House
from backoffice.domain.errors import BadInput, ServiceUnavailable
from backoffice.records import audit, rights
from backoffice.records.blobs import key_of
from backoffice.records.database import NO_ANSWER
from backoffice.records.migrating import MIGRATION_LOCK, alembic_config, newest_step, prepare_for_steps, step_of
from backoffice.records.privacy import erased_keys
from backoffice.records.table_copies import copy_in, filled, set_counters

Progress = Callable[[str], None]
#: Whoever has a row in one of these has a desk, and no empty place.
OF_A_DESK = ("applicants", "accounts", "cases", "submissions", "audit_events")
OCCUPIED = "La base de datos ya tiene datos ({tables}). Un respaldo solo se restaura en una base vacía: da otra."
TABLES_STAY = "La base de datos ya tiene tablas, vacías, y esta cuenta no puede quitarlas. Da una base recién creada."
STRANGERS = "El almacén de archivos ya tiene otros archivos. Un respaldo solo se restaura en un almacén vacío: da otro."
NEWER = "El respaldo es de una versión más nueva de la mesa (tablas {step}). Instala esa versión y repite."
NOT_THE_SAME = "La base restaurada no es la del respaldo ({what}): no se guardó nada. Usa otro respaldo."


@dataclass(frozen=True, slots=True)
class Restored:
    """What came back, and whether the audit trail holds: ``broken_at`` is the first event that does not."""

    manifest: Manifest
    broken_at: int | None


def restore(house: House, folder: Path, *, progress: Progress) -> Restored:
    """Put a backup back. What is interrupted can be repeated: files that came already stay.

    Raises ``BadInput``: no whole backup, of a newer version, or no empty place; ``ServiceUnavailable``.
    """
    manifest = read_manifest(folder)
    if manifest.step > newest_step():
        raise BadInput(NEWER.format(step=manifest.step))
    progress("Revisando el respaldo…")
    check_files(folder, manifest)
    keys = (folder / BLOB_LIST).read_text("ascii").split()
    try:
        with house.database.begin() as connection:
            refuse_the_occupied(connection)
            # The database waits while all files go into their store, which may take hours.
            connection.exec_driver_sql("SET LOCAL idle_in_transaction_session_timeout = 0")
            put_blobs(house, folder, keys, progress)
            broken_at = _fill(connection, folder, manifest, progress)
            for key in erased_keys(Session(connection)):
                house.blobs.erase(key)  # what was erased is known to have been, here too
    except OperationalError as trouble:
        raise ServiceUnavailable(NO_ANSWER) from trouble
    return Restored(manifest, broken_at)


def refuse_the_occupied(connection: Connection) -> None:
    """Take the migrations' lock, and raise ``BadInput`` where the database has a desk already."""
    prepare_for_steps(connection)
    connection.execute(select(func.pg_advisory_xact_lock(MIGRATION_LOCK)))
    occupied = filled(_driver(connection), OF_A_DESK)
    if occupied:
        raise BadInput(OCCUPIED.format(tables=", ".join(occupied)))


def clear(connection: Connection) -> None:
    """Take away the tables of a desk in which nobody ever was. Raises ``BadInput`` where this login may not."""
    if not step_of(connection):
        return
    try:
        connection.exec_driver_sql(
            "DROP SCHEMA public CASCADE; CREATE SCHEMA public; GRANT USAGE ON SCHEMA public TO public"
        )
    except ProgrammingError as refused:
        raise BadInput(TABLES_STAY) from refused


def put_blobs(house: House, folder: Path, keys: list[str], progress: Progress) -> None:
    """All files into the store. Raises ``BadInput`` where one is not what its name says, or others lie there."""
    if set(house.blobs.all_keys()) - set(keys):
        raise BadInput(STRANGERS)
    for key, data in _blobs(folder, keys):
        if key_of(data) != key:
            raise BadInput(NOT_WHOLE.format(folder=folder, name=f"{BLOBS}/{key}"))
        house.blobs.put(data)
    progress(f"archivos guardados: {len(keys):,}")


def _blobs(folder: Path, keys: list[str]) -> Iterator[tuple[str, bytes]]:
    for key in keys:
        file = folder / BLOBS / key
        yield key, file.read_bytes() if file.is_file() else b""


def _fill(connection: Connection, folder: Path, manifest: Manifest, progress: Progress) -> int | None:
    """The tables as they were, then brought up to date; the first event at which the audit trail breaks."""
    config, driver = alembic_config(connection), _driver(connection)
    clear(connection)
    command.upgrade(config, manifest.step)
    for table in manifest.tables:
        rows = copy_in(driver, table, folder / TABLES)
        if rows != table.rows:
            raise BadInput(NOT_THE_SAME.format(what=table.name))
        progress(f"{table.name}: {rows:,} renglones")
    set_counters(driver, manifest.counters)
    audited = audit.verify(Session(connection))
    if (audited.events, audited.head) != (manifest.events, manifest.head):
        raise BadInput(NOT_THE_SAME.format(what="bitácora"))
    command.upgrade(config, "head")
    rights.grant(connection)
    return audited.broken_at


def _driver(connection: Connection) -> psycopg.Connection[Any]:
    return cast(psycopg.Connection[Any], connection.connection.driver_connection)
