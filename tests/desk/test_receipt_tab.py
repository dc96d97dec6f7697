"""The receipt's tab: its folio and totals, and the credit's lines added up as the evaluation does."""

import re
from dataclasses import replace
from decimal import Decimal

import pytest

from backoffice.desk.tabs import receipt
from backoffice.domain.checks.lines import HousingLines
from backoffice.domain.checks.tab4_receipt import TO_CONFIRM
from backoffice.domain.copies.traces import Receipt, Traces
from backoffice.domain.evidence import Cfdi, Deduction
from tests.casework.world import World
from tests.checks.example import faultless
from tests.desk.test_tabs_of_the_book import opened


def test_the_receipt_shows_its_folio_its_totals_and_the_line_of_the_credit(world: World) -> None:
    cfdi = faultless().cfdi
    assert cfdi is not None
    stamped = replace(cfdi, sealed=True, totals={"TotalDeducciones": cfdi.deductions[1].amount})
    uuid = "5c8e4f3a-0000-4000-8000-0123456789ab"
    case = opened(
        world, b"right receipt", replace(faultless(), cfdi=stamped), Traces(receipts=(Receipt(uuid, "", "d"),))
    )

    shown = receipt.shown(case)

    assert uuid.upper() in shown
    assert "<dt>Deducciones</dt><dd><bdi>1,291.66</bdi></dd>" in shown
    assert "<dt>Total</dt><dd><bdi>6,000.00</bdi></dd>" in shown
    marked = shown.split('<tr class="marked">')
    assert len(marked) == 2
    assert "préstamo del Infonavit" in marked[1].split("</tr>")[0]


def receipt_of(*deductions: Deduction) -> Cfdi:
    """The receipt that answers the set rightly, with other deductions."""
    cfdi = faultless().cfdi
    assert cfdi is not None
    return replace(cfdi, deductions=deductions)


def line_of(type_: str, concept: str, amount: str) -> Deduction:
    """A deduction of the receipt."""
    return Deduction(type_, "D", concept, Decimal(amount))


@pytest.mark.parametrize(
    ("deductions", "said", "difference", "tone"),
    [
        ([line_of("009", "Crédito de vivienda", "1291.66")], "1,291.66", "", "ok"),
        ([line_of("009", "Infonavit", "1276.66"), line_of("004", "Seguro de daños", "15.00")], "1,291.66", "", "ok"),
        ([line_of("004", "Amortización Infonavit", "1291.66")], "1,291.66", "", "ok"),
        ([line_of("010", "Vivienda", "1291.65")], "1,291.65", "−0.01", "ok"),
        ([line_of("009", "Infonavit", "1291.664")], "1,291.664", "+0.004", "ok"),
        ([line_of("009", "Infonavit", "1291.714")], "1,291.714", "+0.054", "bad"),
        ([line_of("009", "Infonavit", "1300.00")], "1,300.00", "+8.34", "bad"),
        ([line_of("001", "Seguridad social", "210.00")], "0.00", "−1,291.66", "bad"),
    ],
)  # fmt: skip
def test_the_receipt_stands_beside_its_row_added_up_as_the_evaluation_does(
    world: World, deductions: list[Deduction], said: str, difference: str, tone: str
) -> None:
    shown = receipt.shown(
        opened(world, f"right row {deductions}".encode(), replace(faultless(), cfdi=receipt_of(*deductions)))
    )

    assert "<dt>Retención correcta</dt><dd>1,291.66</dd>" in shown
    assert f'<dt>Suma del crédito en el recibo</dt><dd><b class="{tone}">{said}</b></dd>' in shown
    assert (f'<dt>Diferencia</dt><dd><b class="{tone}">{difference}</b>' in shown) == bool(difference)
    assert ("<dt>Diferencia</dt>" in shown) == bool(difference)


def test_what_is_the_credits_under_another_code_is_marked_as_such(world: World) -> None:
    lines = (
        line_of("001", "Seguridad social", "210.00"),
        line_of("009", "Infonavit", "1276.66"),
        line_of("005", "Vivienda", "1.00"),
    )

    shown = receipt.shown(opened(world, b"right codes", replace(faultless(), cfdi=receipt_of(*lines))))

    marked = [part.split("</tr>")[0] for part in shown.split('<tr class="marked">')[1:]]
    assert len(marked) == 2
    for part, words in zip(marked, ("préstamo del Infonavit", "del crédito, con otra clave"), strict=True):
        assert words in part


def test_insurance_in_a_line_of_its_own_is_called_so() -> None:
    credit, insurance = line_of("009", "Infonavit", "1475.41"), line_of("004", "Otro", "15.00")
    lines = HousingLines((credit,), (), insurance)

    assert receipt.credit_said(insurance, lines) == "seguro de daños, aparte"


def test_a_receipt_that_a_disputed_rule_explains_is_not_red(world: World) -> None:
    case = opened(world, b"right disputed", replace(faultless(), cfdi=receipt_of(line_of("009", "Infonavit", "1300"))))
    assert case.verdict is not None
    to_confirm = TO_CONFIRM.finding(words={"label": "b-1", "right": "", "given": "", "beside": ""}, tab=4)

    shown = receipt.shown(replace(case, verdict=replace(case.verdict, findings=(to_confirm,))))

    assert '<b class="warn">1,300.00</b>' in shown
    assert "criterio por confirmar" in shown


def test_deductions_beyond_the_first_sixty_are_counted(world: World) -> None:
    many = [line_of("001", f"Otra {number}", "1.00") for number in range(63)]
    many[62] = line_of("009", "Infonavit", "1291.66")

    shown = receipt.shown(opened(world, b"right many", replace(faultless(), cfdi=receipt_of(*many))))

    assert "Y 3 deducciones más." in shown
    assert shown.count("préstamo del Infonavit") == 1  # the last line, which the sum rests on


def test_dates_of_the_receipt_are_written_as_the_desk_writes_them(world: World) -> None:
    shown = receipt.shown(opened(world, b"right dates", faultless()))

    assert re.search(r"<dt>Periodo</dt><dd><bdi>\d+/\w{3}/\d{4} a \d+/\w{3}/\d{4}</bdi>", shown)


def test_a_receipt_without_a_stamp_has_no_folio_and_says_so(world: World) -> None:
    shown = receipt.shown(opened(world, b"right unstamped", faultless()))

    assert "sin timbre, no tiene" in shown
    assert "sin sellar, como pide la guía" in shown
