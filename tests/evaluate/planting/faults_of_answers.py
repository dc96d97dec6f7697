"""Tab 2: programs that compute otherwise, and hands that type otherwise."""

from decimal import Decimal

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from backoffice.domain.mistakes.catalogue import CATALOGUE
from backoffice.domain.test_set import TestRow
from backoffice.rehearsal.making.filling import AMORTIZATIONS, answer_rows
from backoffice.workbooks.template.columns import GIVEN
from tests.evaluate.planting.draft import Draft, Place
from tests.evaluate.planting.faults import Fault, fault

STEPS = "bimester_days unit_value daily_amount days amortization insurance withholding"
#: What a wrong calculation must be told as, and what may be told besides.
DIFFERENCES = " ".join(f"{step}_differs" for step in STEPS.split())
BESIDES = (
    f"{DIFFERENCES} criterion_to_confirm cfdi_amount_differs answer_should_not_apply answer_claims_not_applicable"
    " rounding_accepted cfdi_rounding_accepted cfdi_criterion_to_confirm cfdi_differs_from_tab_2"
)
#: Mistakes that are no reason to reject: one is always within the tolerance, one is another reading of a disputed rule.
ONLY_TOLD = {"truncated": "rounding_accepted", "twenty_percent_on_daily_wage": "criterion_to_confirm"}
#: Figures that contradict each other because one of them was changed.
CONTRADICTIONS = "steps_contradict many_steps_contradict related_rows_contradict cfdi_differs_from_tab_2"


def of_mistake(code: str) -> Fault:
    """A program with one mistake of the catalogue, whole workbook and receipt."""
    method = CATALOGUE[code].method

    def plant(draft: Draft) -> None:
        if method is None:
            raise ValueError(code)
        draft.answer(method)

    codes = ONLY_TOLD.get(code, DIFFERENCES)
    return Fault(
        f"program: {code}",
        2,
        plant,
        frozenset(codes.split()),
        frozenset(BESIDES.split()),
        code,
        warns=code in ONLY_TOLD,
    )


def some(draft: Draft, section: str = "assessment") -> Place:
    """A row that withholds something and is not the receipt's."""
    rows = [r for r in draft.test_set.rows if r.section == section and Decimal(r.expected["withholding"] or 0) > 20]
    row: TestRow = draft.draw.choice([r for r in rows if (r.section, r.number) != draft.test_set.receipt])
    return row.section, row.number


def sheet_row(book: Workbook, draft: Draft, place: Place) -> tuple[Worksheet, int]:
    """The sheet of tab 2 and the row where *place* stands."""
    sheet = book[AMORTIZATIONS]
    rows = answer_rows(sheet, draft.test_set, place[0])
    return sheet, next(index for index, row in rows if row.number == place[1])


@fault(2, "withholding_differs", CONTRADICTIONS)
def an_amount_typed_in(draft: Draft) -> None:
    """One total that no program gave."""
    place = some(draft)
    off = Decimal(draft.draw.randrange(7, 90_000)) / 100
    draft.cells[place]["withholding"] = Decimal(str(draft.cells[place]["withholding"])) + off


@fault(2, "amortization_differs", CONTRADICTIONS)
def a_step_typed_in(draft: Draft) -> None:
    """An amortization that does not lead to its total."""
    place = some(draft, "samples")
    draft.cells[place]["amortization"] = Decimal(str(draft.cells[place]["amortization"])) + Decimal("1.07")


@fault(2, "answer_missing row_unanswered", CONTRADICTIONS)
def a_total_left_empty(draft: Draft) -> None:
    """One cell forgotten."""
    draft.cells[some(draft)]["withholding"] = None


@fault(2, "answer_missing row_unanswered", CONTRADICTIONS)
def a_step_left_empty(draft: Draft) -> None:
    """One step forgotten."""
    draft.cells[some(draft, "samples")]["days"] = None


@fault(2, "answer_is_error error_cells", CONTRADICTIONS)
def an_error_in_a_cell(draft: Draft) -> None:
    """A formula that failed."""
    draft.cells[some(draft)]["withholding"] = "#N/A"


@fault(2, "answer_without_value formulas_without_value answer_is_error", CONTRADICTIONS)
def a_formula_never_calculated(draft: Draft) -> None:
    """Written by a program that does not calculate (saved by LibreOffice it has its value)."""
    draft.cells[some(draft)]["withholding"] = "=NA()"


@fault(2, "answer_unreadable unreadable_numbers", CONTRADICTIONS)
def words_in_place_of_a_figure(draft: Draft) -> None:
    """A note to oneself."""
    draft.cells[some(draft)]["withholding"] = "pendiente"


@fault(2, "answer_claims_not_applicable withholding_differs", CONTRADICTIONS)
def a_total_that_does_not_apply(draft: Draft) -> None:
    """«No aplica» where something is withheld."""
    draft.cells[some(draft)]["withholding"] = "No aplica"


@fault(2, "row_missing", CONTRADICTIONS)
def a_row_deleted(draft: Draft) -> None:
    """A worker left out."""
    place = some(draft)

    def touch(book: Workbook) -> None:
        sheet, row = sheet_row(book, draft, place)
        for cell in sheet[row]:
            cell.value = None

    draft.touches.append(touch)


@fault(2, "nss_differs", CONTRADICTIONS)
def a_wrong_nss(draft: Draft) -> None:
    """One digit of the worker's number."""
    place = some(draft)

    def touch(book: Workbook) -> None:
        sheet, row = sheet_row(book, draft, place)
        cell = sheet.cell(row, 2)
        cell.value = str(cell.value)[:-1] + str((int(str(cell.value)[-1]) + 1) % 10)

    draft.touches.append(touch)


@fault(2, "column_missing", "answer_missing row_unanswered section_missing " + CONTRADICTIONS)
def a_column_without_its_title(draft: Draft) -> None:
    """The title over the totals of section a is wiped out."""

    def touch(book: Workbook) -> None:
        sheet = book[AMORTIZATIONS]
        sheet.cell(6, len(GIVEN) + 4).value = None

    draft.touches.append(touch)


@fault(2, "section_empty")
def an_empty_section(draft: Draft) -> None:
    """Section b as it came."""
    for place in draft.places("assessment"):
        draft.cells[place] = dict.fromkeys(draft.cells[place])


MISTAKES = tuple(of_mistake(code) for code, mistake in CATALOGUE.items() if mistake.method is not None)
FAULTS = (
    an_amount_typed_in, a_step_typed_in, a_total_left_empty, a_step_left_empty, an_error_in_a_cell,
    a_formula_never_calculated, words_in_place_of_a_figure, a_total_that_does_not_apply, a_row_deleted, a_wrong_nss,
    a_column_without_its_title, an_empty_section,
)  # fmt: skip
