"""Filling in the template as an applicant does: figures in the yellow cells, pictures in their frames."""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from io import BytesIO

from openpyxl import Workbook, load_workbook
from openpyxl.drawing.image import Image
from openpyxl.worksheet.worksheet import Worksheet

from backoffice.domain.evidence import STEPS
from backoffice.domain.findings import Section
from backoffice.domain.test_set import TestRow, TestSet
from backoffice.domain.test_set.screens import SCREENS
from backoffice.workbooks import template
from backoffice.workbooks.template import SHEETS
from backoffice.workbooks.template.answers import TITLES
from backoffice.workbooks.template.columns import GIVEN, NOT_APPLICABLE

#: What a program computed: plain decimals by step, ``None`` where a step does not apply.
Answers = Mapping[tuple[Section, int], Mapping[str, str | None]]
#: What stands in the yellow cells, right or not; ``None`` leaves one empty.
Cells = Mapping[tuple[Section, int], Mapping[str, str | float | Decimal | None]]

ARCHIVE, AMORTIZATIONS, SCREENSHOTS, RECEIPT, _ = SHEETS
#: The words over a frame in which an object is placed.
FRAME = "Por llenar: inserta aquí"
PICTURE_WIDTH, ICON_SIDE = 720, 64


def filled_in(test_set: TestSet, cells: Cells, screens: Sequence[bytes], icons: Mapping[str, bytes]) -> bytes:
    """The template of *test_set* with its answers, four screenshots and, by sheet, an icon where an object goes."""
    book = load_workbook(BytesIO(template.write(test_set)))
    write_answers(book[AMORTIZATIONS], test_set, cells)
    paste_screens(book[SCREENSHOTS], screens)
    for sheet, icon in icons.items():
        paste(book[sheet], icon, f"B{frame_row(book[sheet]) + 2}", ICON_SIDE)
    return saved(book)


def typed(answers: Answers) -> Cells:
    """*answers* as an applicant types them: numbers, or «No aplica»."""
    return {
        place: {step: NOT_APPLICABLE if value is None else Decimal(value) for step, value in steps.items()}
        for place, steps in answers.items()
    }


def write_answers(sheet: Worksheet, test_set: TestSet, cells: Cells) -> None:
    """Every step of section a, the withholding of section b."""
    for section, steps in (("samples", STEPS), ("assessment", STEPS[-1:])):
        for index, row in answer_rows(sheet, test_set, section):
            for column, step in enumerate(steps, start=len(GIVEN) + 1):
                sheet.cell(index, column).value = cells[row.section, row.number][step]


def answer_rows(sheet: Worksheet, test_set: TestSet, section: str) -> Iterator[tuple[int, TestRow]]:
    """Where the rows of a section stand: below its title, two lines of headings between."""
    rows = [row for row in test_set.rows if row.section == section]
    title = next(cell.row for cell in sheet["A"] if rows and cell.value == TITLES[rows[0].section])
    yield from enumerate(rows, start=title + 3)


def paste_screens(sheet: Worksheet, screens: Sequence[bytes]) -> None:
    """One picture in each of the four places, whose titles are known."""
    tops = {cell.value: cell.row for cell in sheet["A"]}
    for (title, _), screen in zip(SCREENS, screens, strict=True):
        paste(sheet, screen, f"A{tops[title] + 3}", PICTURE_WIDTH)


def frame_row(sheet: Worksheet) -> int:
    """The first row of the frame for an object."""
    return next(row for row, cell in enumerate(sheet["A"], start=1) if str(cell.value).startswith(FRAME))


def row_of_object(workbook: bytes, sheet: str) -> int:
    """The row, from 0, where an object stands on *sheet*: inside its frame."""
    return frame_row(load_workbook(BytesIO(workbook))[sheet]) + 1


def paste(sheet: Worksheet, picture: bytes, cell: str, width: int) -> None:
    """A picture with its corner at *cell*, *width* pixels wide on the sheet."""
    image = Image(BytesIO(picture))
    image.width, image.height = width, round(image.height * width / image.width)
    sheet.add_image(image, cell)


def saved(book: Workbook) -> bytes:
    """The workbook as ``.xlsx``, its figures in view first."""
    book.active = SHEETS.index(AMORTIZATIONS)
    written = BytesIO()
    book.save(written)
    return written.getvalue()
