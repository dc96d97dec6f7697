"""An applicant who fills in the template: answers, archive, screenshots and receipt, as Excel would save them."""

import io
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import openpyxl

from backoffice.domain.evidence import STEPS
from backoffice.domain.findings import Section
from backoffice.domain.test_set import TestSet
from backoffice.rehearsal.making import xlsx_objects
from backoffice.rehearsal.making.filling import (
    AMORTIZATIONS,
    PICTURE_WIDTH,
    RECEIPT,
    SCREENSHOTS,
    paste,
    typed,
    write_answers,
)
from backoffice.rehearsal.making.packing import archive
from backoffice.rehearsal.making.receipt import amounts, receipt
from tests.workbooks.making.evidence import screens


@dataclass
class Applicant:
    """What one applicant does. ``answers`` replaces right answers; ``None`` empties a cell."""

    test_set: TestSet
    answers: Mapping[tuple[Section, int, str], object] = field(default_factory=dict)
    notices: Mapping[str, str] | None = None
    screenshots: int = 2
    deduction: str = "009"

    def workbook(self, template: bytes) -> bytes:
        """The template, filled in and saved as .xlsx."""
        book = openpyxl.load_workbook(io.BytesIO(template))
        write_answers(book[AMORTIZATIONS], self.test_set, self._cells())
        for number, picture in enumerate(screens()[: self.screenshots]):
            paste(book[SCREENSHOTS], picture, f"B{7 + 26 * number}", PICTURE_WIDTH)
        for place, line in enumerate(self._receipt()):
            book[RECEIPT][f"A{30 + place}"] = line
        out = io.BytesIO()
        book.save(out)
        notices = self.test_set.notices if self.notices is None else self.notices
        return with_embedded(out.getvalue(), archive(notices)) if notices else out.getvalue()

    def _cells(self) -> dict[tuple[Section, int], dict[str, object]]:
        right = typed({(row.section, row.number): row.expected for row in self.test_set.rows})
        return {place: {s: self.answers.get((*place, s), steps[s]) for s in STEPS} for place, steps in right.items()}

    def _receipt(self) -> list[str]:
        row = self.test_set.row(*self.test_set.receipt)
        paid = amounts(row, row.expected, in_one_line=True)
        paid = replace(paid, housing=tuple((self.deduction, *line[1:]) for line in paid.housing))
        return receipt(self.test_set, paid).decode().splitlines()


def with_embedded(workbook: bytes, payload: bytes) -> bytes:
    """The workbook with a file in its first sheet as it is: with no OLE object around it."""
    parts = xlsx_objects.unpacked(workbook)
    parts["xl/embeddings/avisos.zip"] = payload
    relations = xlsx_objects.relations({"rId1": ("package", "../embeddings/avisos.zip")})
    return xlsx_objects.packed({**parts, "xl/worksheets/_rels/sheet1.xml.rels": relations})
