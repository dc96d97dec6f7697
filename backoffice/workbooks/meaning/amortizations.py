"""Tab 2: its sections, headers and rows, found by their words. Whether the figures are right is not asked here."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from backoffice.domain.evidence import STEPS, Answer, AnswerRow
from backoffice.domain.findings import Section
from backoffice.workbooks.formats.grid import Grid, Value, address
from backoffice.workbooks.meaning.columns import IDENTITY, column_of
from backoffice.workbooks.meaning.numbers import answer, digits, small_number
from backoffice.workbooks.meaning.words import plain

LEAST_COLUMNS = 3
AFTER_THE_LAST = 1 << 30
LONGEST_TITLE = 90
MAX_ROWS = 5_000
#: Rows worth a closer look: beginnings of the words of steps, and of titles.
HEADER_HINT = re.compile(r"reten|amort|umi|unidad|diari|segur|d[ií]\u0301?a|descont|descuent|total|import|monto|cuota")
TITLE_HINT = re.compile(r"muestras|evaluaci")


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


def tables(grid: Grid) -> list[Table]:
    """Every table of a sheet, wherever it stands."""
    found = headers(grid)
    titles = section_titles(grid)
    result = []
    for header in found:
        end = min((h.row for h in found if h.row > header.row and overlaps(h, header)), default=AFTER_THE_LAST)
        result.extend(read_table(grid, header, end, titles))
    return result


def overlaps(one: Header, other: Header) -> bool:
    """They share columns of the sheet."""
    return one.span[0] <= other.span[1] and other.span[0] <= one.span[1]


def headers(grid: Grid) -> list[Header]:
    """Rows that name columns; a row with two tables side by side gives two."""
    found = []
    for row, cells in grid.rows_like(HEADER_HINT):
        found += [header for header in header_groups(row, cells) if is_header(header)]
    return found


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
    for row, column, value in grid.texts_like(TITLE_HINT):
        if section := section_named(value):
            found.append((row, column, section))
    return found


def section_named(text: str) -> Section | None:
    """*a) Muestras del cálculo…* or *b) Evaluación para el cálculo…*, with or without the letter."""
    if len(text) > LONGEST_TITLE:
        return None
    words = plain(text)
    bare = words.removeprefix("seccion ")
    if "muestras" in words and ("calculo" in words or bare.startswith(("a ", "muestras"))):
        return "samples"
    if "evaluacion" in words and ("calculo" in words or bare.startswith(("b ", "evaluacion"))):
        return "assessment"
    return None


def read_table(grid: Grid, header: Header, end: int, titles: list[tuple[int, int, Section]]) -> list[Table]:
    """The rows under a header, to the next one; a title on the way starts the other section under the same header."""
    section = section_above(header, titles)
    table = Table(section, header)
    result = [table]
    turns = {row: s for row, column, s in titles if header.row < row < end - 1 and in_span(column, header)}
    below = grid.rows[header.row + 1 - grid.first_row : max(0, end - grid.first_row)]
    for row, cells in enumerate(below, start=header.row + 1):
        if row in turns and turns[row] != table.section:
            table = Table(turns[row], header)
            result.append(table)
        if len(table.rows) >= MAX_ROWS:
            table.cut = True
            break
        found = read_row(grid.name, table.section, header, row, cells)
        if found:
            table.rows.append(found)
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


def read_row(sheet: str, section: Section, header: Header, row: int, cells: list[Value]) -> AnswerRow | None:
    """One row of answers; ``None`` for a row that names no worker."""

    def at(key: str) -> Value:
        column = header.columns.get(key, len(cells))
        return cells[column] if column < len(cells) else None

    nss, credit, number = digits(at("nss"), 11), digits(at("credit_number"), 10), small_number(at("number"))
    answers = {step: step_answer(header, step, row, at(step)) for step in STEPS if step in header.columns}
    if not nss and not credit and (number is None or all(a.kind == "empty" for a in answers.values())):
        return None
    return AnswerRow(section, number, nss, credit, sheet, row, answers)


def step_answer(header: Header, step: str, row: int, value: Value) -> Answer:
    """The answer to one step."""
    return answer(address(row, header.columns[step]), value)
