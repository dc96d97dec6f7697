"""The headings of a table, once it is known what each column is called."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from backoffice.domain.evidence import STEPS
from backoffice.workbooks.meaning.columns import IDENTITY

LEAST_COLUMNS = 3

#: The key of a column, and whether its heading says exactly that.
Named = tuple[str, bool]


@dataclass(slots=True)
class Header:
    """A header row or the part of it that belongs to one table: key → column (from 0). *row* is the last of *depth*."""

    row: int
    columns: dict[str, int] = field(default_factory=dict)
    exact: set[str] = field(default_factory=set)
    repeated: list[str] = field(default_factory=list)
    depth: int = 1

    @property
    def span(self) -> tuple[int, int]:
        """First and last of its columns."""
        return min(self.columns.values()), max(self.columns.values())

    @property
    def first_row(self) -> int:
        """The row with which it starts."""
        return self.row - self.depth + 1


def valid_groups(row: int, found: Iterable[Named | None], depth: int = 1) -> list[Header]:
    """The headers among the columns that are named."""
    return [header for header in groups(row, found, depth) if is_header(header)]


def is_header(header: Header) -> bool:
    """It names an identity, a step, and three columns at least."""
    keys = set(header.columns)
    return len(keys) >= LEAST_COLUMNS and bool(keys & IDENTITY) and bool(keys & set(STEPS))


def groups(row: int, found: Iterable[Named | None], depth: int) -> Iterator[Header]:
    """The columns of one table each; an identity named again starts another table."""
    header = Header(row, depth=depth)
    for column, name in enumerate(found):
        if name is None:
            continue
        if starts_another(header, name[0]):
            yield header
            header = Header(row, depth=depth)
        add(header, column, *name)
    yield header


def starts_another(header: Header, key: str) -> bool:
    """An identity is named a second time, after the answers of the first table."""
    return key in IDENTITY and key in header.columns and bool(set(header.columns) & set(STEPS))


def add(header: Header, column: int, key: str, is_exact: bool) -> None:
    """An exact title wins over one that only contains the words; between equals the first."""
    if key not in header.columns or (is_exact and key not in header.exact):
        header.columns[key] = column
    elif is_exact or key not in header.exact:
        header.repeated.append(key)
    if is_exact:
        header.exact.add(key)
