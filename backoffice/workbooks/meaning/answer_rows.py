"""One row of tab 2 as an ``AnswerRow``, once it is known which column is which."""

from collections.abc import Container, Mapping
from typing import Final

from backoffice.domain.evidence import STEPS, AnswerKind, AnswerRow
from backoffice.domain.findings import Section
from backoffice.workbooks.formats.grid import Value, column_letters
from backoffice.workbooks.meaning.given import READERS, percentage
from backoffice.workbooks.meaning.numbers import answer, digits, small_number

#: More than any row has: the place of a column that a table lacks.
NOWHERE = 1 << 30
#: Rows of a section whose given cells are read; a test set has some thirty.
GIVEN_ROWS = 200


class Places:
    """Where the cells of a table's rows stand, worked out once: there may be thousands of rows."""

    def __init__(self, sheet: str, columns: Mapping[str, int], repeated: Container[str] = ()) -> None:
        """*repeated* columns stand twice: nobody can say which of the two is the one given."""
        self.sheet: Final = sheet
        self.identity = [columns.get(key, NOWHERE) for key in ("nss", "credit_number", "number")]
        self.steps = [(step, columns[step], column_letters(columns[step])) for step in STEPS if step in columns]
        readable = (key for key in READERS if key in columns and key not in repeated)
        self.discount = columns.get("discount_value", NOWHERE)
        self.given_cells = [(key, columns[key], READERS[key]) for key in readable]

    def row(self, section: Section, row: int, cells: list[Value], count: int = 0) -> AnswerRow | None:
        """The answers of one row after *count* others; ``None`` for a row that names no worker."""
        length = len(cells)
        nss, credit, number = (cells[place] if place < length else None for place in self.identity)
        worker = digits(nss, 11), digits(credit, 10), small_number(number)
        if worker == ("", "", None):
            return None
        answers = {
            step: answer(f"{letters}{row}", cells[place] if place < length else None)
            for step, place, letters in self.steps
        }
        if not worker[0] and not worker[1] and all(a.kind == AnswerKind.EMPTY for a in answers.values()):
            return None
        given = self.given(cells) if count < GIVEN_ROWS else {}
        return AnswerRow(section, worker[2], worker[0], worker[1], self.sheet, row, answers, given)

    def given(self, cells: list[Value]) -> dict[str, str]:
        """The given cells of one row that say something."""
        length = len(cells)
        found = ((key, reader(cells[place])) for key, place, reader in self.given_cells if place < length)
        given = {key: value for key, value in found if value is not None}
        if given.get("discount_type") == "1" and "discount_value" in given:
            given["discount_value"] = percentage(cells[self.discount]) or ""
        return given
