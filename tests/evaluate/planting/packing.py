"""From a draft to a workbook: filled in with openpyxl, embedded as Excel does, or saved as .xls by LibreOffice."""

from collections.abc import Iterable
from io import BytesIO

from openpyxl import Workbook, load_workbook

from backoffice.rehearsal.making import office, xls_objects
from backoffice.rehearsal.making.filling import (
    AMORTIZATIONS,
    ICON_SIDE,
    RECEIPT,
    SCREENSHOTS,
    frame_row,
    paste,
    paste_screens,
    write_answers,
)
from backoffice.rehearsal.making.icons import icon
from backoffice.rehearsal.making.package import package
from backoffice.rehearsal.making.packing import icons
from backoffice.rehearsal.making.xlsx_objects import embed
from backoffice.workbooks import template
from tests.evaluate.planting.draft import Draft


def as_xlsx(draft: Draft) -> bytes:
    """As Excel would save it."""
    book, rows = filled(draft), {}
    for sheet in draft.files:
        rows[sheet] = frame_row(book[sheet]) + 1
    placed = {
        draft.titles.get(sheet, sheet): (package(name, content), icon(name[-4:]), rows[sheet])
        for sheet, (name, content) in draft.files.items()
    }
    return embed(saved(book, draft), placed)


def as_xls(drafts: Iterable[Draft]) -> list[bytes]:
    """As LibreOffice saves them: icons first, which become objects, and saved once more."""
    held = list(drafts)
    plain = []
    for draft in held:
        book = filled(draft)
        for sheet, shown in icons(draft.files).items():
            paste(book[sheet], shown, f"B{frame_row(book[sheet]) + 2}", ICON_SIDE)
        plain.append(saved(book, draft))
    embedded = [
        xls_objects.embed(workbook, {draft.titles.get(sheet, sheet): file for sheet, file in draft.files.items()})
        for workbook, draft in zip(office.all_saved(plain, ".xlsx"), held, strict=True)
    ]
    return office.all_saved(embedded, ".xls")


def filled(draft: Draft) -> Workbook:
    """The template with answers, screenshots and, where it goes into cells, the receipt."""
    book = load_workbook(BytesIO(template.write(draft.test_set)))
    write_answers(book[AMORTIZATIONS], draft.test_set, draft.cells)  # type: ignore[arg-type]
    if len(draft.screens) == 4:
        paste_screens(book[SCREENSHOTS], draft.screens)
    else:
        for number, screen in enumerate(draft.screens):
            paste(book[SCREENSHOTS], screen, f"B{8 + 26 * number}", 720)
    if draft.receipt is not None and draft.receipt_as_text:
        for place, line in enumerate(draft.receipt.decode("utf-8", "replace").splitlines()):
            book[RECEIPT][f"A{30 + place}"] = line
    return book


def saved(book: Workbook, draft: Draft) -> bytes:
    """The book after its last touches, its sheets renamed."""
    for touch in draft.touches:
        touch(book)
    for name, title in draft.titles.items():
        book[name].title = title
    book.active = 0
    written = BytesIO()
    book.save(written)
    return written.getvalue()
