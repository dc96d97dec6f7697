"""Tab 2: its sections, headers and rows, found by their words. Whether the figures are right is not asked here."""

from collections import Counter
from dataclasses import dataclass, field
from itertools import islice

from backoffice.domain.evidence import STEPS, AnswerRow
from backoffice.domain.findings import Section
from backoffice.workbooks.formats.grid import LEFT_OUT, Grid
from backoffice.workbooks.limits import TABLE_ROWS, TABLES
from backoffice.workbooks.meaning.answer_rows import Places
from backoffice.workbooks.meaning.heading_rows import headers
from backoffice.workbooks.meaning.headings import Header
from backoffice.workbooks.meaning.sections import section_named
from backoffice.workbooks.meaning.telling import telling_cells

AFTER_THE_LAST = 1 << 30


class RowsLeftOut(Exception):
    """A table goes on in rows of a long sheet that were not read, and has fewer than it may."""


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
        end = min((h.first_row for h in found if h.row > header.row and overlaps(h, header)), default=AFTER_THE_LAST)
        result.extend(read_table(grid, header, end, titles, count))
    if len(found) > TABLES:
        result[-1].more_tables = True
    return result


def overlaps(one: Header, other: Header) -> bool:
    """They share columns of the sheet."""
    return one.span[0] <= other.span[1] and other.span[0] <= one.span[1]


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
