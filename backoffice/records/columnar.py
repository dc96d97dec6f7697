"""Columns of a query as wholes: the database puts each together, so that no row is ever made one by one.

Numbers and moments come as the eight bytes that the database itself sends for them, texts as one list of JSON. All
columns are put together from the same rows in the same order; which order that is, nobody says.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
from sqlalchemy import (
    BigInteger,
    ColumnElement,
    DateTime,
    Integer,
    LargeBinary,
    Select,
    cast,
    func,
    literal,
    select,
)
from sqlalchemy.dialects.postgresql import BYTEA
from sqlalchemy.orm import Session

#: What stands for a number that is not there; as a moment it is numpy's ``NaT``.
MISSING = -(2**63)
#: The same among the database's moments.
LONG_AGO = cast("-infinity", DateTime(timezone=True))
#: Microseconds from 1970 to 2000, when the database's own time begins.
SINCE_2000 = 946_684_800_000_000


@dataclass(frozen=True, slots=True)
class Binaries:
    """Values of a binary column, one after the other, and the size of each in bytes."""

    joined: bytes
    sizes: npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Columns:
    """Columns by name, all of one length: ``numbers`` (dates are days since 1970, booleans 0 and 1; ``MISSING``),
    ``moments`` (UTC), ``texts`` (texts and JSON; ``None``) and ``binaries``.
    """

    numbers: dict[str, npt.NDArray[np.int64]]
    moments: dict[str, npt.NDArray[np.datetime64]]
    texts: dict[str, list[Any]]
    binaries: dict[str, Binaries]


def read_columns(session: Session, query: Select[*tuple[Any, ...]]) -> Columns:
    """The columns of *query*, each of which has a name."""
    lines = query.subquery("lines")
    wanted = [part for column in lines.c for part in _asked(column)]
    row = session.connection().execute(select(*wanted)).one()._mapping
    found = Columns({}, {}, {}, {})
    for column in lines.c:
        _understood(found, column, row)
    return found


def in_order(columns: Columns, order: npt.NDArray[np.int64]) -> Columns:
    """The same, its lines in that *order*: their places, first to last."""
    if np.array_equal(order, np.arange(len(order))):
        return columns
    places = order.tolist()
    return Columns(
        {name: column[order] for name, column in columns.numbers.items()},
        {name: column[order] for name, column in columns.moments.items()},
        {name: [column[place] for place in places] for name, column in columns.texts.items()},
        {name: _reordered(column, order) for name, column in columns.binaries.items()},
    )


def _reordered(binaries: Binaries, order: npt.NDArray[np.int64]) -> Binaries:
    ends = np.cumsum(binaries.sizes)
    starts, joined = (ends - binaries.sizes)[order].tolist(), binaries.joined
    pieces = [joined[start:end] for start, end in zip(starts, ends[order].tolist(), strict=True)]
    return Binaries(b"".join(pieces), binaries.sizes[order])


def _asked(column: ColumnElement[Any]) -> tuple[ColumnElement[Any], ...]:
    """What the database is asked for in place of a column."""
    name = str(column.key)
    match column.type:
        case LargeBinary():
            sizes = func.int8send(cast(func.coalesce(func.length(column), 0), BigInteger))
            return _joined(column, name), _joined(sizes, f"{name} sizes")
        case DateTime():
            return (_joined(func.timestamptz_send(func.coalesce(column, LONG_AGO)), name),)
        case Integer():
            return (
                _joined(func.int8send(func.coalesce(cast(column, BigInteger), literal(MISSING, BigInteger))), name),
            )
        case _:
            return (func.coalesce(func.json_agg(column), func.json_build_array()).label(name),)


def _joined(column: ColumnElement[Any], name: str) -> ColumnElement[Any]:
    nothing = literal(b"", BYTEA)
    return func.coalesce(func.string_agg(column, nothing), nothing).label(name)


def _understood(found: Columns, column: ColumnElement[Any], row: Any) -> None:
    """Put the answer for *column* where it belongs."""
    name = str(column.key)
    match column.type:
        case LargeBinary():
            found.binaries[name] = Binaries(bytes(row[name]), _numbers(row[f"{name} sizes"]))
        case DateTime():
            since = _numbers(row[name])
            found.moments[name] = np.where(since == MISSING, MISSING, since + SINCE_2000).view("datetime64[us]")
        case Integer():
            found.numbers[name] = _numbers(row[name])
        case _:
            found.texts[name] = row[name]


def _numbers(sent: bytes) -> npt.NDArray[np.int64]:
    return np.frombuffer(sent, dtype=">i8").astype(np.int64)
