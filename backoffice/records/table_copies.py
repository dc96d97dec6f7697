"""All tables as files, and back: what PostgreSQL's COPY says of each, compressed, at one moment of the database."""

import gzip
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql

from backoffice.records.tables import METADATA

SUFFIX = ".copy.gz"
#: Bytes that are handed on at once.
PIECE = 1 << 20
COLUMNS = """
SELECT relname, array_agg(attname::text ORDER BY attnum)
FROM pg_class JOIN pg_attribute ON attrelid = pg_class.oid
WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace AND attnum > 0 AND NOT attisdropped
    AND attgenerated = '' AND relname <> 'alembic_version'
GROUP BY relname ORDER BY relname
"""
COUNTERS = "SELECT sequencename::text, last_value FROM pg_sequences WHERE schemaname = 'public' ORDER BY sequencename"


@dataclass(frozen=True, slots=True)
class TableCopy:
    """A table in a file: its columns as they stand there, and how many rows."""

    name: str
    columns: tuple[str, ...]
    rows: int


def copy_out(connection: psycopg.Connection[Any], folder: Path) -> Iterator[TableCopy]:
    """Write every table to ``NAME.copy.gz`` in *folder*, the referenced before the referring ones.

    The caller's transaction should be REPEATABLE READ, so that all are of one moment.
    """
    known = dict(connection.execute(COLUMNS).fetchall())
    for name in in_order(known):
        columns = tuple(known[name])
        query = sql.SQL("COPY {} ({}) TO STDOUT").format(sql.Identifier(name), _listed(columns))
        with connection.cursor() as cursor:
            with gzip.open(folder / f"{name}{SUFFIX}", "wb", compresslevel=1) as file, cursor.copy(query) as rows:
                for piece in rows:
                    file.write(piece)
            yield TableCopy(name, columns, cursor.rowcount)


def copy_in(connection: psycopg.Connection[Any], table: TableCopy, folder: Path) -> int:
    """Fill a table from its file, in the caller's transaction; how many rows came."""
    query = sql.SQL("COPY {} ({}) FROM STDIN").format(sql.Identifier(table.name), _listed(table.columns))
    with connection.cursor() as cursor:
        with gzip.open(folder / f"{table.name}{SUFFIX}", "rb") as file, cursor.copy(query) as rows:
            while piece := file.read(PIECE):
                rows.write(piece)
        return cursor.rowcount


def counters(connection: psycopg.Connection[Any]) -> dict[str, int | None]:
    """Every sequence and the last number that it gave; ``None`` where it gave none."""
    return dict(connection.execute(COUNTERS).fetchall())


def set_counters(connection: psycopg.Connection[Any], numbers: dict[str, int | None]) -> None:
    """Let every sequence go on after its number."""
    for name, number in numbers.items():
        if number is not None:
            connection.execute("SELECT setval(quote_ident(%s)::regclass, %s)", [name, number])


def filled(connection: psycopg.Connection[Any], names: Sequence[str]) -> list[str]:
    """Those of the tables *names* that are there and hold a row."""
    there = {name for name, _ in connection.execute(COLUMNS)}
    asked = sql.SQL("SELECT EXISTS (SELECT FROM {})")
    return [
        name
        for name in names
        if name in there and connection.execute(asked.format(sql.Identifier(name))).fetchone() == (True,)
    ]


def in_order(names: dict[str, Any]) -> list[str]:
    """The tables, the referenced before the referring ones."""
    ordered = [table.name for table in METADATA.sorted_tables if table.name in names]
    return ordered + [name for name in names if name not in ordered]


def _listed(columns: Sequence[str]) -> sql.Composed:
    return sql.SQL(", ").join(map(sql.Identifier, columns))
