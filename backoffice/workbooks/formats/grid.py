"""Cells of one sheet, the same for every format."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta


@dataclass(frozen=True, slots=True)
class ErrorValue:
    """A cell with an error such as ``#N/A``."""

    text: str


@dataclass(frozen=True, slots=True)
class Uncalculated:
    """A formula without stored value."""


#: Characters of a text that are searched: a few kilobytes of shared text may stand in a million cells.
LOOKED_AT = 300

Value = None | str | int | float | bool | date | datetime | time | timedelta | ErrorValue | Uncalculated


@dataclass(slots=True)
class Grid:
    """A sheet: ``rows[0]`` is the sheet's row ``first_row`` (from 1), each row starting at column A, ragged."""

    name: str
    hidden: bool = False
    first_row: int = 1
    rows: list[list[Value]] = field(default_factory=list)
    _texts: list[str] | None = field(default=None, repr=False, compare=False)

    def size(self) -> tuple[int, int]:
        """Last used row and column, counted from 1; (0, 0) for an empty sheet."""
        last_row = last_column = 0
        for index, row in enumerate(self.rows, start=self.first_row):
            used = used_length(row)
            if used:
                last_row, last_column = index, max(last_column, used)
        return last_row, last_column

    def rows_like(self, hint: re.Pattern[str]) -> Iterator[tuple[int, list[Value]]]:
        """Number (from 1) and cells of the rows whose texts, in lower case, match *hint*."""
        if self._texts is None:
            self._texts = ["\t".join([v[:LOOKED_AT] for v in row if type(v) is str]).casefold() for row in self.rows]
        for index, text in enumerate(self._texts):
            if text and hint.search(text):
                yield self.first_row + index, self.rows[index]

    def texts_like(self, hint: re.Pattern[str]) -> Iterator[tuple[int, int, str]]:
        """Row (from 1), column (from 0) and text of the cells whose text, in lower case, matches *hint*."""
        for row, cells in self.rows_like(hint):
            for column, value in enumerate(cells):
                if isinstance(value, str) and hint.search(value[:LOOKED_AT].casefold()):
                    yield row, column, value

    def replace(self, row: int, column: int, value: Value) -> None:
        """Set one cell, extending its row; rows outside the grid are left alone."""
        position = row - self.first_row
        if 0 <= position < len(self.rows):
            cells = self.rows[position]
            cells.extend([None] * (column + 1 - len(cells)))
            cells[column] = value


def used_length(row: list[Value]) -> int:
    """Cells up to the last one that is not empty."""
    length = len(row)
    while length and (row[length - 1] is None or row[length - 1] == ""):
        length -= 1
    return length


def column_letters(column: int) -> str:
    """0 → ``A``, 26 → ``AA``."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def address(row: int, column: int) -> str:
    """Row from 1 and column from 0 as ``W31``."""
    return f"{column_letters(column)}{row}"


def parse_address(text: str) -> tuple[int, int]:
    """``W31`` → (31, 22). ``ValueError`` where it is no address."""
    letters = text.rstrip("0123456789")
    if not letters.isascii() or not letters.isalpha() or len(letters) > 3:
        raise ValueError(text)
    column = 0
    for letter in letters.upper():
        column = column * 26 + ord(letter) - 64
    return int(text[len(letters) :]), column - 1
