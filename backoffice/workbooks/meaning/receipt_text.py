"""The text of a receipt in the cells of a sheet: where it may start, and what of it may be the XML."""

import re
from collections.abc import Iterator
from itertools import islice
from typing import NamedTuple

from backoffice.workbooks.formats.grid import Grid
from backoffice.workbooks.limits import CFDI_BYTES
from backoffice.workbooks.meaning.telling import telling_cells

DECLARATION = re.compile(r"^\s*<\?xml[^<>?]*\?>")
START = re.compile(r"<\?xml|<!DOCTYPE|<(?:[\w.-]+:)?Comprobante\b")
ROOT = re.compile(r"<((?:[\w.-]+:)?Comprobante)\b")
#: The last tag of a cell; what was cut where cells end may lack its beginning.
LAST_TAG = re.compile(r"(?:</?|/)?(?:[\w.-]*:)?Comprobante\s*>")
FULL_CELL = 32_767
#: Starts that are tried in one sheet; a receipt has two at most, its declaration and its root.
STARTS = 12
#: Starts that are tried in one cell: a note before the XML may speak of one.
TRIED = 3


class Candidate(NamedTuple):
    """What may be the XML: its bytes, and what of the text stands before and after it."""

    document: bytes
    before: str = ""
    after: str = ""

    @property
    def has_text_around(self) -> bool:
        """Something else was written in the same cells."""
        return bool(self.before.strip() or self.after.strip())

    @property
    def has_another_after(self) -> bool:
        """A second receipt follows."""
        return ROOT.search(self.after) is not None


def in_cells(grid: Grid) -> list[tuple[int, int]]:
    """Row (from 1) and column (from 0) of the cells where the text of an XML may start; a note may be among them."""
    telling = telling_cells(grid)
    starts = {value for value in dict.fromkeys(value for _, _, value in telling) if START.search(value)}
    return [(row, column) for row, column, value in telling if value in starts][:STARTS]


def text_from(grid: Grid, row: int, column: int) -> tuple[list[Candidate], int]:
    """The XML whose text starts in a cell: candidates, the likeliest first, and its last row."""
    pieces, last = column_text(grid, row, column)
    joined = [list(candidates(text, len(pieces[0]))) for text in dict.fromkeys(joinings(pieces))]
    return [*(found[0] for found in joined), *(other for found in joined for other in found[1:])], last


def column_text(grid: Grid, row: int, column: int) -> tuple[list[str], int]:
    """Texts from a cell down to the end of the document, blank ones too: they count, and take their lines.

    And the row of the last.
    """
    pieces, size, last = [], 0, row
    for last, cells in enumerate(grid.rows[row - grid.first_row :], row):  # noqa: B007 — told after the loop
        value = cells[column] if column < len(cells) else None
        if isinstance(value, str) and value:
            pieces.append(value)
            size += len(value)
        if size > CFDI_BYTES or (isinstance(value, str) and ends_document(value)):
            break
    return pieces, last


def ends_document(value: str) -> bool:
    """The last tag of a cell ends a receipt, whatever words follow."""
    return LAST_TAG.match(value, max(0, value.rfind("<"))) is not None


def joinings(pieces: list[str]) -> list[str]:
    """Lines, or one text cut where a cell was full."""
    lines = "".join(piece if len(piece) >= FULL_CELL else piece + "\n" for piece in pieces)
    return [lines, "".join(pieces)]


def candidates(text: str, first: int) -> Iterator[Candidate]:
    """From where the XML may start in a text to its end tag; then to the end of the text, then from later starts.

    All starts lie in its *first* characters: those of the cell where it begins.
    """
    starts = [start.start() for start in islice(START.finditer(text, 0, first), TRIED)] or [0]
    end = document_end(text, starts[0])
    yield candidate(text, starts[0], end)
    if text[end:].strip():
        yield candidate(text, starts[0], len(text))
    for start in starts[1:]:
        yield candidate(text, start, document_end(text, start))


def document_end(text: str, start: int) -> int:
    """Where the end tag of the first root from *start* on ends; the end of the text where there is none."""
    root = ROOT.search(text, start)
    tag = re.compile(rf"</{re.escape(root[1])}\s*>").search(text, root.end()) if root else None
    return tag.end() if tag else len(text)


def candidate(text: str, start: int, end: int) -> Candidate:
    """A part of a text as UTF-8, without a declaration that may name another encoding.

    White space stays: lines are counted by it, and it weighs.
    """
    document = DECLARATION.sub("", text[start:end]).encode("utf-8", "replace")
    return Candidate(document, text[:start], text[end:])
