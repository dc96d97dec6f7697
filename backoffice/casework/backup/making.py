"""Making a backup while the desk works: the database at one moment, then every file that it speaks of."""

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

import psycopg
from sqlalchemy import Connection
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from backoffice.casework.backup.manifest import BLOB_LIST, BLOBS, KEYS, NAME, TABLES, Manifest, digest_of, table_file
from backoffice.casework.house import House
from backoffice.domain.errors import BadInput, ServiceUnavailable, StoredFileMissing
from backoffice.records import audit
from backoffice.records.blob_references import referenced
from backoffice.records.database import NO_ANSWER
from backoffice.records.migrating import step_of
from backoffice.records.privacy import erased_keys
from backoffice.records.table_copies import TableCopy, copy_out, counters

Progress = Callable[[str], None]
#: A backup that is not whole yet has this behind its name.
UNFINISHED = ".parcial"


@dataclass(frozen=True, slots=True)
class Backup:
    """A whole backup: where it stands, what is in it, and which files of keys came along."""

    folder: Path
    manifest: Manifest
    keys: tuple[str, ...]


def back_up(house: House, folder: Path, *, with_keys: bool, progress: Progress) -> Backup:
    """Copy everything into *folder*, which must not exist. What was interrupted is begun anew the next time.

    Keys are copied where *with_keys*: who has them can sign as the desk. Raises ``BadInput`` and
    ``ServiceUnavailable``; blobs that are gone are named in the manifest and stop nothing.
    """
    if folder.exists():
        raise BadInput(f"{folder} ya existe. Da el nombre de una carpeta nueva.")
    draft = folder.with_name(f"{folder.name}{UNFINISHED}")
    try:
        shutil.rmtree(draft, ignore_errors=True)
        draft.mkdir(parents=True, mode=0o700)
        (draft / TABLES).mkdir()
        keys = _copy_keys(house, draft) if with_keys else ()
        manifest = _copied(house, draft, keys, progress)
        (draft / NAME).write_text(manifest.written(), "utf-8")
        draft.rename(folder)
    except OSError as trouble:
        raise BadInput(f"No se puede escribir en {draft}: {trouble.strerror}.") from trouble
    return Backup(folder, manifest, keys)


def _copied(house: House, draft: Path, keys: tuple[str, ...], progress: Progress) -> Manifest:
    try:
        with house.database.connect().execution_options(isolation_level="REPEATABLE READ") as connection:
            tables, step, numbers, audited = _tables(connection, draft, progress)
            session = Session(connection)
            wanted = referenced(session) - erased_keys(session)
    except OperationalError as trouble:
        raise ServiceUnavailable(NO_ANSWER) from trouble
    if audited.broken_at is not None:
        progress(f"La bitácora no encadena en el evento {audited.broken_at:,}: se respalda como está.")
    count, size, missing = _copy_blobs(house, draft, wanted, progress)
    names = [table_file(table.name) for table in tables] + [BLOB_LIST, *(f"{KEYS}/{name}" for name in keys)]
    return Manifest(
        made_at=house.now(),
        step=step,
        tables=tables,
        counters=numbers,
        files={name: digest_of(draft / name) for name in names},
        blobs=count,
        bytes=size,
        events=audited.events,
        head=audited.head,
        missing=missing,
    )


def _tables(
    connection: Connection, draft: Path, progress: Progress
) -> tuple[tuple[TableCopy, ...], str, dict[str, int | None], audit.Audited]:
    driver = cast(psycopg.Connection[Any], connection.connection.driver_connection)
    step, found = step_of(connection), []
    for table in copy_out(driver, draft / TABLES):
        progress(f"{table.name}: {table.rows:,} renglones")
        found.append(table)
    return tuple(found), step, counters(driver), audit.verify(Session(connection))


def _copy_blobs(
    house: House, draft: Path, wanted: frozenset[str], progress: Progress
) -> tuple[int, int, tuple[str, ...]]:
    """All that is kept, and the keys that are *wanted* and are not there as they were; how many, and their bytes."""
    sizes: dict[str, int] = {}
    missing = set(wanted)
    with (draft / BLOB_LIST).open("w", encoding="ascii") as listed:
        for key in house.blobs.all_keys():
            try:
                data = house.blobs.get(key)
            except StoredFileMissing:
                missing.add(key)
                continue
            place = draft / BLOBS / key
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(data)
            listed.write(f"{key}\n")
            sizes[key] = len(data)
    progress(f"archivos guardados: {len(sizes):,}")
    return len(sizes), sum(sizes.values()), tuple(sorted(missing - sizes.keys()))


def _copy_keys(house: House, draft: Path) -> tuple[str, ...]:
    kept = house.settings.var / "keys"
    files = sorted(file for file in kept.iterdir() if file.is_file()) if kept.is_dir() else []
    own = house.settings.notices_key_file
    files += [own] if own is not None and own.is_file() else []
    (draft / KEYS).mkdir(mode=0o700)
    for file in files:
        place = draft / KEYS / file.name
        place.touch(mode=0o600)
        place.write_bytes(file.read_bytes())
    return tuple(file.name for file in files)
