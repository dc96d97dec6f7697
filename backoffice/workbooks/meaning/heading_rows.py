"""Where the headings of tables stand: a row that names columns, or two or three rows that only together do."""

from collections.abc import Iterable, Iterator
from itertools import product

from backoffice.domain.evidence import STEPS
from backoffice.workbooks.formats.grid import Grid, Value
from backoffice.workbooks.limits import HEADING_ROWS
from backoffice.workbooks.meaning.columns import IDENTITY, column_of, is_second_half
from backoffice.workbooks.meaning.headings import Header, Named, valid_groups
from backoffice.workbooks.meaning.sections import section_named
from backoffice.workbooks.meaning.telling import names_step, telling_cells

#: Columns in which headings of several rows are looked for.
WIDEST = 256
#: Rows of a sheet from which headings of several rows are tried: where there are more, they are no headings.
TRIED = 100
CORE = IDENTITY | set(STEPS)


def headers(grid: Grid) -> Iterator[Header]:
    """Headings from above; two tables side by side give two.

    Several rows are taken together only where that names more than any of them does by itself.
    """
    rows = dict.fromkeys(row for row, _, text in telling_cells(grid) if names_step(text) or is_second_half(text))
    done = 0
    for count, row in enumerate(rows):
        if row <= done:
            continue
        alone = in_row(grid, row)
        together = in_rows(grid, row, done) if count < TRIED else []
        chosen = alone
        if together and worth(together) > max(worth(in_row(grid, near)) for near in around(together[0])):
            chosen = together
        yield from chosen
        done = max([row, *(header.row for header in chosen)])


def around(header: Header) -> Iterable[int]:
    """The rows of a heading, and the next ones: one of them may be the true one."""
    return range(header.first_row, header.row + HEADING_ROWS)


def worth(found: list[Header]) -> tuple[int, int]:
    """How many of the columns that are judged the headers name, and how many in all."""
    return (
        sum(len(CORE & set(header.columns)) for header in found),
        sum(len(header.columns) for header in found),
    )


def in_row(grid: Grid, row: int) -> list[Header]:
    """The headers that one row makes."""
    return valid_groups(row, (named(value) for value in cells_of(grid, row)))


def in_rows(grid: Grid, row: int, done: int) -> list[Header]:
    """The headers that rows make together of which *row* is one; the best reading of them, [] where there is none."""
    best: list[Header] = []
    for bottom, depth in product(range(row, row + HEADING_ROWS), range(2, HEADING_ROWS + 1)):
        top = bottom - depth + 1
        band = [texts(cells_of(grid, each)) for each in range(top, bottom + 1)] if done < top <= row else []
        if not band or not all(map(any, band)):
            continue
        for reach in range(3):
            found = valid_groups(bottom, names(band, reach), depth)
            if (worth(found), -repeats(found)) > (worth(best), -repeats(best)):
                best = found
    return best


def repeats(found: list[Header]) -> int:
    """How many columns stand twice."""
    return sum(len(header.repeated) for header in found)


def cells_of(grid: Grid, row: int) -> list[Value]:
    """The cells of a row, [] outside the sheet."""
    place = row - grid.first_row
    return grid.rows[place] if 0 <= place < len(grid.rows) else []


def texts(cells: list[Value]) -> list[str]:
    """The texts of a row of headings, those of titles left out; [] where it holds anything else, as rows of data do."""
    found = ["" if value is None else value.strip() if isinstance(value, str) else "0" for value in cells[:WIDEST]]
    if any(text and not is_wording(text) for text in found):
        return []
    return ["" if section_named(text) else text for text in found]


def is_wording(text: str) -> bool:
    """A text with words rather than a number."""
    return text == "#" or any(map(str.isalpha, text))


def names(band: list[list[str]], reach: int) -> list[Named | None]:
    """What each column of some rows of headings is called by them together.

    A heading reaches over the empty cells at its right: never (*reach* 0), where the one below says nothing alone (1),
    or always (2). Nobody can tell merged cells from empty ones here, so all three are tried.
    """
    width = max(map(len, band))
    rows = [row + [""] * (width - len(row)) for row in band]
    wide = [spread(row, list(map("".join, zip(*rows[place:], strict=True)))) for place, row in enumerate(rows[:-1], 1)]
    return [name_of([row[column] for row in rows], [row[column] for row in wide], reach) for column in range(width)]


def spread(row: list[str], below: list[str]) -> list[str]:
    """A row in which each text that stands over another, be it two rows *below*, fills the empty cells at its right."""
    filled, last = [], ""
    for text, under in zip(row, below, strict=True):
        if text:
            last = text if under else ""
        filled.append(text or last)
    return filled


def name_of(cells: list[str], wide: list[str], reach: int) -> Named | None:
    """The column named by the texts over it: by all of them, by the lower ones, or by the lowest alone."""
    lowest = max((place for place, text in enumerate(cells) if text), default=-1)
    if lowest < 0:
        return None
    alone = column_of(cells[lowest])
    reaches = reach == 2 or (reach == 1 and alone is None)
    above = [text for text in (wide if reaches else cells)[:lowest] if text]
    joined = [column_of(" ".join([*above[start:], cells[lowest]])) for start in range(len(above))]
    exact = next((name for name in [*joined, alone] if name and name[1]), None)
    if exact or alone:
        return exact or alone
    said_above = {name[0] for text in above if (name := column_of(text))}
    return next((name for name in reversed(joined) if name and name[0] not in said_above), None)


def named(value: Value) -> Named | None:
    """The column that one cell names."""
    return column_of(value) if isinstance(value, str) and value else None
