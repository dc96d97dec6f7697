"""Ways in which honest evidence differs from the template: none of them is a fault."""

from collections.abc import Callable
from decimal import Decimal

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from backoffice.domain.evidence import STEPS
from backoffice.rehearsal.making.filling import AMORTIZATIONS, ARCHIVE, RECEIPT, SCREENSHOTS, answer_rows
from backoffice.workbooks.template.columns import GIVEN
from tests.evaluate.planting.draft import Draft
from tests.workbooks.making.evidence import archive

Habit = Callable[[Draft], None]


def as_it_came(draft: Draft) -> None:
    """Filled in and saved."""


def receipt_as_text(draft: Draft) -> None:
    """The XML stands in cells."""
    draft.receipt_as_text = True


def sheets_renamed(draft: Draft) -> None:
    """Other words for the tabs."""
    draft.titles = {ARCHIVE: "Avisos", AMORTIZATIONS: "CALCULOS", SCREENSHOTS: "Capturas", RECEIPT: "Recibo XML"}


def sheets_without_words(draft: Draft) -> None:
    """Names that say nothing."""
    draft.titles = {ARCHIVE: "Uno", AMORTIZATIONS: "Dos", SCREENSHOTS: "Tres", RECEIPT: "Cuatro"}


def tabs_in_another_order(draft: Draft) -> None:
    """The receipt stands first."""
    draft.touches.append(lambda book: book.move_sheet(RECEIPT, -3))


def rows_shuffled(draft: Draft) -> None:
    """Workers sorted otherwise within their section."""

    def touch(book: Workbook) -> None:
        sheet = book[AMORTIZATIONS]
        for section in ("samples", "assessment"):
            shuffle(sheet, [index for index, _ in answer_rows(sheet, draft.test_set, section)], draft)

    draft.touches.append(touch)


def shuffle(sheet: Worksheet, rows: list[int], draft: Draft) -> None:
    """Exchange the contents of rows."""
    held = [[cell.value for cell in sheet[row]] for row in rows]
    draft.draw.shuffle(held)
    for row, values in zip(rows, held, strict=True):
        for column, value in enumerate(values, 1):
            sheet.cell(row, column).value = value


def rows_hidden(draft: Draft) -> None:
    """Some rows folded away, and columns too."""

    def touch(book: Workbook) -> None:
        sheet = book[AMORTIZATIONS]
        for row in (8, 9, 20):
            sheet.row_dimensions[row].hidden = True
        sheet.column_dimensions["E"].hidden = True

    draft.touches.append(touch)


def titles_merged(draft: Draft) -> None:
    """Titles centred over the table."""
    draft.touches.append(lambda book: book[AMORTIZATIONS].merge_cells("A4:E4"))


def columns_of_ones_own(draft: Draft) -> None:
    """Two columns put in at the left, a remark at the right."""

    def touch(book: Workbook) -> None:
        sheet = book[AMORTIZATIONS]
        sheet.insert_cols(1, 2)
        for row in range(6, 40):
            sheet.cell(row, len(GIVEN) + 12).value = "revisado"

    draft.touches.append(touch)


def amounts_as_text(draft: Draft) -> None:
    """With the peso sign and thousands."""
    for steps in draft.cells.values():
        if isinstance(steps["withholding"], Decimal):
            steps["withholding"] = f"$ {steps['withholding']:,.2f}"


def amounts_not_rounded(draft: Draft) -> None:
    """Binary noise and more decimals, within the tolerance."""
    for steps in draft.cells.values():
        if isinstance(steps["withholding"], Decimal):
            steps["withholding"] = float(steps["withholding"]) + 1e-9


def words_for_what_does_not_apply(draft: Draft) -> None:
    """``N/A`` and dashes."""
    for steps in draft.cells.values():
        for step in STEPS[:-1]:
            if steps[step] == "No aplica":
                steps[step] = draft.draw.choice(["N/A", "no aplica", "—", "NO APLICA"])


def notices_renamed_in_a_folder(draft: Draft) -> None:
    """Other file names, and what a Mac leaves in archives."""
    members: dict[str, str | bytes] = {
        f"mis avisos/{number}.json": text for number, text in enumerate(draft.notices.values())
    }
    members["__MACOSX/mis avisos/._0.json"] = b"\0\5\x16\7"
    members["mis avisos/.DS_Store"] = b"\0\0\0\1Bud1"
    draft.archive = ("avisos.zip", archive(members))


def a_sheet_of_ones_own(draft: Draft) -> None:
    """Notes at the end."""

    def touch(book: Workbook) -> None:
        book.create_sheet("Notas")["A1"] = "Calculado con nuestro sistema"

    draft.touches.append(touch)


def a_thousand_empty_rows(draft: Draft) -> None:
    """Formats far below the table."""

    def touch(book: Workbook) -> None:
        for row in range(60, 1060):
            book[AMORTIZATIONS].cell(row, 3).value = ""

    draft.touches.append(touch)


def six_screens(draft: Draft) -> None:
    """More pictures than asked for."""
    from tests.workbooks.making.evidence import screen  # noqa: PLC0415 — only this habit draws more

    draft.screens = [screen(f"Otra pantalla {number}", number) for number in range(6)]


HABITS: tuple[Habit, ...] = (
    as_it_came, receipt_as_text, sheets_renamed, sheets_without_words, tabs_in_another_order, rows_shuffled,
    rows_hidden, titles_merged, columns_of_ones_own, amounts_as_text, amounts_not_rounded,
    words_for_what_does_not_apply, notices_renamed_in_a_folder, a_sheet_of_ones_own, a_thousand_empty_rows, six_screens,
)  # fmt: skip
