"""Tab 2: its sections, headers and rows, found by their words. Whether the figures are right is not asked here."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice

from backoffice.domain.evidence import STEPS, AnswerRow
from backoffice.domain.findings import Section
from backoffice.workbooks.formats.grid import LEFT_OUT, Grid, Value
from backoffice.workbooks.limits import TABLE_ROWS, TABLES
from backoffice.workbooks.meaning.answer_rows import Places
from backoffice.workbooks.meaning.columns import IDENTITY, column_of
from backoffice.workbooks.meaning.sections import section_named
from backoffice.workbooks.meaning.telling import names_step, telling_cells

LEAST_COLUMNS = 3
AFTER_THE_LAST = 1 << 30


class RowsLeftOut(Exception):
    """A table goes on in rows of a long sheet that were not read, and has fewer than it may."""


@dataclass(slots=True)
class Header:
    """A header row or the part of it that belongs to one table: key → column (from 0)."""

    row: int
    columns: dict[str, int] = field(default_factory=dict)
    exact: set[str] = field(default_factory=set)
    repeated: list[str] = field(default_factory=list)

    @property
    def span(self) -> tuple[int, int]:
        """First and last of its columns."""
        return min(self.columns.values()), max(self.columns.values())


@dataclass(slots=True)
class Table:
    """A header with its section and the rows below it."""

    section: Section
    header: Header
    rows: list[AnswerRow] = field(default_factory=list)
    cut: bool = False
    more_tables: bool = False

    def add(self, row: AnswerRow | None, count: Counter[Section], *, left_out: bool) -> None:
        """The next row, ``None`` where it names no worker. *count*: rows of each section in the whole sheet; beyond
        ``TABLE_ROWS`` of them a row is only noted."""
        if left_out and count[self.section] < TABLE_ROWS:
            raise RowsLeftOut
        if left_out or (row and count[self.section] >= TABLE_ROWS):
            self.cut = True
        elif row:
            self.rows.append(row)
            count[self.section] += 1


def tables(grid: Grid) -> list[Table]:
    """The tables of a sheet, wherever they stand; beyond ``TABLES`` headers, the last one notes that there are more."""
    found = list(islice(headers(grid), TABLES + 1))
    titles = section_titles(grid)
    count: Counter[Section] = Counter()
    result = []
    for header in found[:TABLES]:
        end = min((h.row for h in found if h.row > header.row and overlaps(h, header)), default=AFTER_THE_LAST)
        result.extend(read_table(grid, header, end, titles, count))
    if len(found) > TABLES:
        result[-1].more_tables = True
    return result


def overlaps(one: Header, other: Header) -> bool:
    """They share columns of the sheet."""
    return one.span[0] <= other.span[1] and other.span[0] <= one.span[1]


def headers(grid: Grid) -> Iterator[Header]:
    """Rows that name columns, from above; a row with two tables side by side gives two."""
    for row in dict.fromkeys(row for row, _, text in telling_cells(grid) if names_step(text)):
        cells = grid.rows[row - grid.first_row]
        yield from (header for header in header_groups(row, cells) if is_header(header))


def is_header(header: Header) -> bool:
    """It names an identity, a step, and three columns at least."""
    keys = set(header.columns)
    return len(keys) >= LEAST_COLUMNS and bool(keys & IDENTITY) and bool(keys & set(STEPS))


def header_groups(row: int, cells: list[Value]) -> Iterator[Header]:
    """The columns that a row names; an identity named again starts another table."""
    header = Header(row)
    for column, value in enumerate(cells):
        named = column_of(value) if isinstance(value, str) and value else None
        if named is None:
            continue
        if starts_another(header, named[0]):
            yield header
            header = Header(row)
        add(header, column, *named)
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


def section_titles(grid: Grid) -> list[tuple[int, int, Section]]:
    """Row, column and section of every title."""
    found = []
    for row, column, value in telling_cells(grid):
        if section := section_named(value):
            found.append((row, column, section))
    return found


def read_table(
    grid: Grid, header: Header, end: int, titles: list[tuple[int, int, Section]], count: Counter[Section]
) -> list[Table]:
    """The rows under a header, to the next one; a title on the way starts the other section under the same header."""
    table = Table(section_above(header, titles), header)
    result = [table]
    turns = {row: s for row, column, s in titles if header.row < row < end - 1 and in_span(column, header)}
    places = Places(grid.name, header.columns, header.repeated)
    below = grid.rows[header.row + 1 - grid.first_row : max(0, end - grid.first_row)]
    for row, cells in enumerate(below, start=header.row + 1):
        if row in turns and turns[row] != table.section:
            table = Table(turns[row], header)
            result.append(table)
        read = None if table.cut else places.row(table.section, row, cells, count[table.section])
        table.add(read, count, left_out=cells is LEFT_OUT)
    return [t for t in result if t.rows or t is result[0]]


def in_span(column: int, header: Header) -> bool:
    """A title stands over the table, or a little to its left."""
    return header.span[0] - 2 <= column <= header.span[1]


def section_above(header: Header, titles: list[tuple[int, int, Section]]) -> Section:
    """The nearest title above, over the table rather than beside it; else what the columns tell."""
    above = [(in_span(column, header), row, column, s) for row, column, s in titles if row <= header.row]
    if above:
        return max(above)[3]
    return "samples" if len(set(header.columns) & set(STEPS)) > 2 else "assessment"
