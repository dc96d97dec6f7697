"""``mesa check``: whose receipt is asked for, and when its amount is compared."""

from dataclasses import replace

import openpyxl

from backoffice.rehearsal.making.filling import RECEIPT
from backoffice.workbooks import template
from tests.evaluate.applicant import Applicant
from tests.evaluate.planting.draft import set_of
from tests.evaluate.reviewing import notices_in, touched, without_receipt_amounts


def test_the_receipt_is_that_of_the_row_that_tab_4_names(check, test_set):
    def change(book: openpyxl.Workbook) -> None:
        sheet = book[RECEIPT]
        for row in sheet.iter_rows(min_row=30):
            for cell in row:
                if isinstance(cell.value, str):
                    cell.value = cell.value.replace(test_set.row("samples", 1).nss, test_set.row("samples", 2).nss)

    (finding,) = check(touched(test_set, change), "--json").json["findings"]

    assert (finding["code"], finding["expected"]) == ("cfdi_nss_differs", test_set.row("samples", 1).nss)


def test_where_tab_4_says_nothing_any_more_the_receipt_names_its_row(check, tmp_path):
    test_set = replace(set_of("a receipt without labels"), receipt=("samples", 3))
    avisos = notices_in(tmp_path, test_set)

    def change(book: openpyxl.Workbook) -> None:
        for row in book[RECEIPT].iter_rows(min_row=1, max_row=29):
            for cell in row:
                cell.value = None

    outcome = check(touched(test_set, change, answers={("samples", 3, "withholding"): 1}), "--json", avisos=avisos)

    assert {(f["code"], f["number"]) for f in outcome.json["findings"] if f["tab"] == 4} == {
        ("cfdi_differs_from_tab_2", 3)
    }


def test_the_amount_of_a_receipt_of_b_is_not_compared_and_that_is_said(check, tmp_path):
    test_set = replace(set_of("a receipt of b"), receipt=("assessment", 2))
    avisos = notices_in(tmp_path, test_set)
    typed = without_receipt_amounts(Applicant(test_set).workbook(template.write(test_set)))

    shown, as_json = check(typed, avisos=avisos), check(typed, "--json", avisos=avisos)

    assert "El importe del CFDI no se compara: no recalculamos su fila." in shown.out
    assert {f["code"] for f in as_json.json["findings"] if f["tab"] == 4} == {"cfdi_totals_differ"}
