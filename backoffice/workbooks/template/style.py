"""How the template looks: the desk's colours, and words beside them. No meaning here."""

from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

ACCENT, INK, SOFT, LINE, GROUND, WHITE = "A3123A", "1D2330", "5B6472", "C9CED6", "F6F7F9", "FFFFFF"
INPUT, INPUT_LINE, INPUT_INK = "FFF4D6", "C99A2E", "7A4C00"
FONT = "Arial"

TITLE = Font(name=FONT, size=15, bold=True, color=ACCENT)
HEADING = Font(name=FONT, size=12, bold=True, color=INK)
STRONG = Font(name=FONT, size=10, bold=True, color=INK)
PLAIN = Font(name=FONT, size=10, color=INK)
QUIET = Font(name=FONT, size=10, color=SOFT)
ON_INK = Font(name=FONT, size=10, bold=True, color=WHITE)
ON_INPUT = Font(name=FONT, size=10, bold=True, color=INPUT_INK)

WRAPPED = Alignment(wrap_text=True, vertical="center", horizontal="center")
PROSE = Alignment(wrap_text=True, vertical="top")
MIDDLE = Alignment(vertical="center")
RIGHT = Alignment(vertical="center", horizontal="right", indent=1)
LEFT = Alignment(vertical="center", indent=1)
CENTERED = Alignment(vertical="center", horizontal="center")
UNLOCKED = Protection(locked=False)


def filled(color: str) -> PatternFill:
    """One solid colour."""
    return PatternFill("solid", start_color=color, end_color=color)


def box(color: str) -> Border:
    """The same line on the four sides."""
    side = Side(style="thin", color=color)
    return Border(left=side, right=side, top=side, bottom=side)


def put(sheet: Worksheet, cell: str, value: str, font: Font = PLAIN, alignment: Alignment | None = None) -> None:
    """Write a text with its font."""
    sheet[cell] = value
    sheet[cell].font = font
    if alignment:
        sheet[cell].alignment = alignment


def head(sheet: Worksheet, title: str, test_set_id: str) -> None:
    """Rows 1 and 2 of every tab: what it is for, and the test set it belongs to in a labelled cell."""
    put(sheet, "A1", title, TITLE, MIDDLE)
    sheet.row_dimensions[1].height = 28
    put(sheet, "A2", "Set de pruebas", QUIET, MIDDLE)
    put(sheet, "B2", test_set_id, STRONG, MIDDLE)
    sheet.row_dimensions[2].height = 20
    sheet.sheet_view.showGridLines = False


def frame(sheet: Worksheet, top: int, bottom: int, last_column: int, words: str) -> None:
    """An empty framed place with a word inside, for an object or a picture; cells stay free to write on."""
    edge, none = Side(style="medium", color=INPUT_LINE), Side()
    for row in range(top, bottom + 1):
        for column in range(1, last_column + 1):
            cell = sheet.cell(row, column)
            cell.fill = filled(INPUT)
            cell.border = Border(
                left=edge if column == 1 else none,
                right=edge if column == last_column else none,
                top=edge if row == top else none,
                bottom=edge if row == bottom else none,
            )
    put(sheet, sheet.cell(top, 1).coordinate, words, ON_INPUT, MIDDLE)


def prepare_print(sheet: Worksheet, *, landscape: bool = False) -> None:
    """One page wide."""
    sheet.page_setup.orientation = "landscape" if landscape else "portrait"
    sheet.page_setup.paperSize = 1
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.page_margins.left = sheet.page_margins.right = 0.4
