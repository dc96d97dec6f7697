"""The evidence workbook that an applicant fills in: four tabs as the public guide asks, and one of instructions.

It holds what is given and never an answer, nor what the notices must tell (in section b, type and value; dates of
receipt, modification and suspension).
"""

from io import BytesIO

from openpyxl import Workbook

from backoffice.domain.test_set.model import TestSet
from backoffice.workbooks.template.answers import fill_answers
from backoffice.workbooks.template.guide import fill_guide
from backoffice.workbooks.template.places import fill_archive, fill_receipt, fill_screens
from backoffice.workbooks.template.stable import without_clock

#: Sheet names in order; reading knows them by their words, so a renamed sheet is still found.
SHEETS = ("1. JSON", "2. Amortizaciones", "3. Pantallas", "4. CFDI", "Instrucciones")


def write(test_set: TestSet) -> bytes:
    """The template of *test_set* as ``.xlsx`` bytes. The same test set gives the same bytes."""
    book = Workbook()
    book.remove(book.worksheets[0])
    fillers = (fill_archive, fill_answers, fill_screens, fill_receipt, fill_guide)
    for name, fill in zip(SHEETS, fillers, strict=True):
        fill(book.create_sheet(name), test_set)
    book.active = len(SHEETS) - 1
    book.properties.creator = "Mesa de certificación"
    book.properties.title = f"Evidencias del set de pruebas {test_set.id}"
    written = BytesIO()
    book.save(written)
    return without_clock(written.getvalue(), test_set.on)
