"""Cells of one sheet, the same for every format."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta


@dataclass(frozen=True, slots=True)
class ErrorValue:
    """A cell with an error such as ``#N/A``."""

    text: str


@dataclass(frozen=True, slots=True)
class Uncalculated:
    """A formula without stored value."""


Value = None | str | int | float | bool | date | datetime | time | timedelta | ErrorValue | Uncalculated

#: Whether a text tells where something stands: what is asked of every text in a sheet.
Tells = Callable[[str], bool]

#: Stands for a row with cells in which nothing can matter.
LEFT_OUT: list[Value] = []
#: Stands for any number of empty rows.
NOTHING: list[Value] = []


@dataclass(slots=True)
class Grid:
    """A sheet: ``rows[0]`` is the sheet's row ``first_row`` (from 1), each row starting at column A, ragged.

    A row that is ``LEFT_OUT`` has cells that were not read; ``left_out_columns`` is how far the longest such row goes.
    """

    name: str
    hidden: bool = False
    first_row: int = 1
    rows: list[list[Value]] = field(default_factory=list)
    left_out_columns: int = 0
    _telling: list[tuple[int, int, str]] | None = field(default=None, repr=False, compare=False)

    def size(self) -> tuple[int, int]:
        """Last used row and column, counted from 1; (0, 0) for an empty sheet."""
        last_row, last_column = 0, self.left_out_columns
        for index, row in enumerate(self.rows, start=self.first_row):
            used = used_length(row)
            if used:
                last_row, last_column = index, max(last_column, used)
            elif row is LEFT_OUT:
                last_row = index
        return last_row, last_column

    def telling(self, tells: Tells) -> list[tuple[int, int, str]]:
        """Row (from 1), column (from 0) and text of the cells whose text *tells*: the same question every time.

        Each text is asked about once, however often it stands in the sheet, and the answer is kept.
        """
        if self._telling is None:
            found = {value for value in set().union(*self.rows) if isinstance(value, str) and tells(value)}
            self._telling = [
                (row, column, value)
                for row, cells in enumerate(self.rows, start=self.first_row)
                if not found.isdisjoint(cells)
                for column, value in enumerate(cells)
                if isinstance(value, str) and value in found
            ]
        return self._telling

    def replace(self, row: int, column: int, value: Value) -> None:
        """Set one cell, extending its row; rows outside the grid are left alone."""
        position = row - self.first_row
        if not 0 <= position < len(self.rows) or self.rows[position] is LEFT_OUT:
            return
        if self.rows[position] is NOTHING:
            self.rows[position] = []
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
