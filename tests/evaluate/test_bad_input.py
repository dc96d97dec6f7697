"""What applicants do to a workbook, and what attackers put into it: findings, never a crash, never a pass."""

import io
from collections.abc import Callable

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from backoffice.domain.test_set import TestSet
from backoffice.rehearsal.making import xlsx_objects
from backoffice.rehearsal.making.filling import AMORTIZATIONS, ARCHIVE, RECEIPT, SCREENSHOTS, answer_rows
from backoffice.rehearsal.making.packing import archive
from tests.evaluate.applicant import Applicant, with_embedded
from tests.evaluate.conftest import Outcome, run_command
from tests.evaluate.reviewing import touched

Evaluate = Callable[..., Outcome]
#: Where the receipt's text begins in the workbook of these tests.
RECEIPT_ROW = 30


def judged(evaluate: Evaluate, workbook: bytes) -> Outcome:
    """Evaluated, with an answer that is JSON whatever it says."""
    outcome = evaluate(workbook, "--json")
    assert outcome.status in {0, 1}
    assert outcome.err == ""
    return outcome


def lines_of(sheet: Worksheet) -> list[str]:
    """The receipt as it stands in the cells."""
    return [str(cell.value) for (cell,) in sheet.iter_rows(min_row=RECEIPT_ROW, max_col=1) if cell.value]


def with_receipt(sheet: Worksheet, lines: list[str]) -> None:
    """Other lines in the place of the receipt's."""
    sheet.delete_rows(RECEIPT_ROW, 1_000)
    for place, line in enumerate(lines):
        sheet.cell(RECEIPT_ROW + place, 1).value = line


def test_evidence_of_an_earlier_round_is_told_in_every_tab(
    evaluate: Evaluate, test_set: TestSet, tmp_path_factory: pytest.TempPathFactory
) -> None:
    later = tmp_path_factory.mktemp("later") / "set"
    words = ("--round", "correction", "--seed", "cd" * 16, "--on", "2026-11-23", "--out", str(later))
    assert run_command("test-set", "new", *words) == 0

    outcome = evaluate(Applicant(test_set), "--json", folder=later)

    assert outcome.status == 1
    assert {"evidence_of_another_set", "rows_of_another_set", "notices_of_another_set"} <= set(outcome.codes)


def test_sheets_that_were_renamed_are_taken_by_their_order_with_a_note(evaluate: Evaluate, test_set: TestSet) -> None:
    def rename(book: openpyxl.Workbook) -> None:
        for number, sheet in enumerate(book.worksheets[:4]):
            sheet.title = f"Hoja{number + 1}"

    outcome = judged(evaluate, touched(test_set, rename))

    assert [finding for finding in outcome.json["findings"] if finding["severity"] == "error"] == []
    assert outcome.json["verdict"] == "consistent"


def test_tabs_in_another_order_are_found_by_their_names(evaluate: Evaluate, test_set: TestSet) -> None:
    def shuffle(book: openpyxl.Workbook) -> None:
        book._sheets.reverse()

    outcome = judged(evaluate, touched(test_set, shuffle))

    assert "rows_of_another_set" not in outcome.codes
    assert [code for code in outcome.codes if code.endswith("_differs")] == []
    assert "amortizations_empty" not in outcome.codes


def test_hidden_rows_are_judged_like_others(evaluate: Evaluate, test_set: TestSet) -> None:
    def hide(book: openpyxl.Workbook) -> None:
        sheet = book[AMORTIZATIONS]
        for index, row in answer_rows(sheet, test_set, "assessment"):
            sheet.row_dimensions[index].hidden = True
            if row.number == 2:
                sheet.cell(index, 23).value = 1.0

    outcome = judged(evaluate, touched(test_set, hide))

    wrong = [
        (one["section"], one["number"]) for one in outcome.json["findings"] if one["code"] == "withholding_differs"
    ]
    assert wrong == [("assessment", 2)]


def test_answers_in_merged_cells_are_missing_where_they_do_not_stand(evaluate: Evaluate, test_set: TestSet) -> None:
    def merge(book: openpyxl.Workbook) -> None:
        sheet = book[AMORTIZATIONS]
        (first, _), (last, _) = list(answer_rows(sheet, test_set, "assessment"))[:2]
        sheet.merge_cells(start_row=first, end_row=last, start_column=23, end_column=23)

    outcome = judged(evaluate, touched(test_set, merge))

    assert outcome.json["verdict"] == "inconsistent"
    assert [(one["code"], one["number"]) for one in outcome.json["findings"]] == [("row_unanswered", 2)]


def test_an_answer_column_that_was_moved_is_found_by_its_heading(evaluate: Evaluate, test_set: TestSet) -> None:
    def move(book: openpyxl.Workbook) -> None:
        sheet = book[AMORTIZATIONS]
        for cells in sheet.iter_rows(min_col=1, max_col=40):
            values = [cell.value for cell in cells]
            moved = [values[28], *values[:28], *values[29:]] if len(values) > 28 else values
            for cell, value in zip(cells, moved, strict=True):
                if not isinstance(cell, openpyxl.cell.MergedCell):
                    cell.value = value

    outcome = judged(evaluate, touched(test_set, move))

    assert "column_missing" not in outcome.codes
    assert [code for code in outcome.codes if code.endswith("_differs")] == []


def test_fifty_thousand_rows_more_are_counted_and_the_set_is_judged(evaluate: Evaluate, test_set: TestSet) -> None:
    def fill(book: openpyxl.Workbook) -> None:
        sheet = book[AMORTIZATIONS]
        for number in range(50_000):
            sheet.append([5_000 + number, "99999999999"])

    outcome = judged(evaluate, touched(test_set, fill))

    assert outcome.json["verdict"] == "inconsistent"
    assert "too_many_rows" in outcome.codes or "rows_unknown" in outcome.codes
    assert len(outcome.codes) < 10


@pytest.mark.parametrize(
    ("first", "code"),
    [
        ('<!DOCTYPE r [<!ENTITY e SYSTEM "file:///etc/passwd">]>', "cfdi_doctype"),
        ('<!DOCTYPE r [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;&a;">]>', "cfdi_doctype"),
    ],
)
def test_a_receipt_with_entities_is_told_and_the_rest_is_judged(
    evaluate: Evaluate, test_set: TestSet, first: str, code: str
) -> None:
    def change(book: openpyxl.Workbook) -> None:
        sheet = book[RECEIPT]
        lines = [line for line in lines_of(sheet) if not line.startswith("<?xml")]
        with_receipt(sheet, [first, *lines])

    outcome = judged(evaluate, touched(test_set, change))

    assert outcome.json["verdict"] == "inconsistent"
    assert {one["code"] for one in outcome.json["findings"] if one["tab"] == 4} == {code}
    assert "root:" not in outcome.out


@pytest.mark.parametrize("declared", ["UTF-16", "klingon", "ISO-8859-1"])
def test_in_cells_a_receipt_is_text_whatever_encoding_it_declares(
    evaluate: Evaluate, test_set: TestSet, declared: str
) -> None:
    def change(book: openpyxl.Workbook) -> None:
        sheet = book[RECEIPT]
        lines = [line for line in lines_of(sheet) if not line.startswith("<?xml")]
        with_receipt(sheet, [f'<?xml version="1.0" encoding="{declared}"?>', *lines])

    outcome = judged(evaluate, touched(test_set, change))

    assert [one["code"] for one in outcome.json["findings"] if one["severity"] == "error"] == []


@pytest.mark.parametrize("declared", ["UTF-8", "us-ascii", "klingon"])
def test_a_receipt_in_two_encodings_at_once_is_told_and_the_rest_is_judged(
    evaluate: Evaluate, test_set: TestSet, declared: str
) -> None:
    written: list[str] = []

    def take(book: openpyxl.Workbook) -> None:
        written.extend(lines_of(book[RECEIPT]))
        with_receipt(book[RECEIPT], [])

    workbook = touched(test_set, take)
    text = "\n".join(line for line in written if not line.startswith("<?xml"))
    half = text.index("<nomina12:Nomina")
    head = f'<?xml version="1.0" encoding="{declared}"?><!-- Ñandú -->'
    document = head.encode("latin-1") + text[:half].encode() + "<!-- Ñandú -->".encode() + text[half:].encode("cp1252")

    outcome = judged(evaluate, with_document(workbook, document))

    assert outcome.json["verdict"] == "inconsistent"
    assert {one["code"] for one in outcome.json["findings"] if one["tab"] == 4} == {"cfdi_damaged"}


def with_document(workbook: bytes, document: bytes) -> bytes:
    """The workbook with a file in its fourth sheet."""
    parts = xlsx_objects.unpacked(workbook)
    relations = xlsx_objects.relations({"rId1": ("package", "../embeddings/recibo.xml")})
    more = {"xl/embeddings/recibo.xml": document, "xl/worksheets/_rels/sheet4.xml.rels": relations}
    return xlsx_objects.packed({**parts, **more})


def test_a_receipt_with_ten_megabytes_of_blanks_is_told_and_the_rest_is_judged(
    evaluate: Evaluate, test_set: TestSet
) -> None:
    def fill(book: openpyxl.Workbook) -> None:
        sheet = book[RECEIPT]
        lines = lines_of(sheet)
        middle = len(lines) // 2
        with_receipt(sheet, [*lines[:middle], *[" " * 32_767] * 310, *lines[middle:]])

    outcome = judged(evaluate, touched(test_set, fill))

    assert outcome.json["verdict"] == "inconsistent"
    assert {one["code"] for one in outcome.json["findings"] if one["tab"] == 4} == {"cfdi_too_large"}


def test_a_workbook_with_every_sheet_but_one_gone_is_judged_by_what_is_left(
    evaluate: Evaluate, test_set: TestSet
) -> None:
    def strip(book: openpyxl.Workbook) -> None:
        for name in (SCREENSHOTS, RECEIPT):
            del book[name]

    outcome = judged(evaluate, touched(test_set, strip))

    assert outcome.json["verdict"] == "inconsistent"
    assert "tab_missing" in outcome.codes


def test_an_archive_without_notices_beside_a_link_is_no_archive(evaluate: Evaluate, test_set: TestSet, issued) -> None:
    book = openpyxl.load_workbook(io.BytesIO(Applicant(test_set).workbook((issued / "evidencias.xlsx").read_bytes())))
    book[ARCHIVE]["A30"] = '=HYPERLINK("file:///etc/passwd")'
    out = io.BytesIO()
    book.save(out)
    empty = with_embedded(out.getvalue(), archive({}))

    outcome = judged(evaluate, empty)

    assert outcome.json["verdict"] == "inconsistent"
    assert [one["code"] for one in outcome.json["findings"] if one["tab"] == 1] != []
