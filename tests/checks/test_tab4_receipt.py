"""Tab 4: whose receipt it is, which code carries the deduction, and whether it is the row's amount."""

from dataclasses import replace
from decimal import Decimal

import pytest

from backoffice.domain.evidence import Answer, AnswerKind, Deduction
from tests.checks.example import codes, example_set, faultless, the, verdict_on, with_answers, with_cfdi

TAX = Deduction("002", "D02", "ISR", Decimal("1500.00"))


def line(code: str, amount: str, concept: str = "Descuento") -> Deduction:
    """One deduction of the receipt."""
    return Deduction(code, "D99", concept, Decimal(amount))


def with_lines(*lines: Deduction):
    """Faultless evidence whose receipt has these deductions beside the tax."""
    return with_cfdi(deductions=(TAX, *lines))


def with_insurance():
    """The set, asking for the receipt of a-1, whose 1,490.41 include 15.00 of insurance."""
    return replace(example_set(), receipt=("samples", 1))


def of_a_1(*lines: Deduction):
    """The receipt of a-1."""
    return with_cfdi(nss="10108500014", deductions=lines)


def test_without_a_receipt_the_finding_names_the_row_it_should_be_of():
    verdict = verdict_on(replace(faultless(), cfdi=None))

    assert codes(verdict) == ["cfdi_missing"]
    assert "fila b-1" in verdict.findings[0].message


def test_a_sealed_receipt_is_flagged():
    assert codes(verdict_on(with_cfdi(sealed=True))) == ["cfdi_sealed"]


@pytest.mark.parametrize(
    ("changes", "code", "expected", "found"),
    [
        ({"nss": "10108500055"}, "cfdi_nss_differs", "10108500048", "10108500055"),
        ({"nss": ""}, "cfdi_nss_differs", "10108500048", "nada"),
        ({"employer_registration": "B5510768108"}, "cfdi_employer_differs", "A0112345105", "B5510768108"),
        ({"period_start": "2026-09-02"}, "cfdi_period_start_differs", "2026-09-01", "2026-09-02"),
        ({"period_end": "2026-09-30"}, "cfdi_period_end_differs", "2026-09-15", "2026-09-30"),
    ],
)
def test_worker_employer_and_period_are_those_of_the_set(changes, code, expected, found):
    verdict = verdict_on(with_cfdi(**changes))

    assert codes(verdict) == [code]
    assert (the(verdict, code).expected, the(verdict, code).found) == (expected, found)


def test_dashes_in_the_employer_registration_do_not_matter():
    assert verdict_on(with_cfdi(employer_registration="A01-12345-10 5")).findings == ()


@pytest.mark.parametrize("code", ["009", "010"])
def test_both_codes_of_the_housing_credit_are_right(code):
    assert verdict_on(with_lines(line(code, "1291.66"))).findings == ()


@pytest.mark.parametrize(("code", "name"), [("004", "Otros"), ("005", "Aportaciones a Fondo de vivienda")])
@pytest.mark.parametrize(("amount", "concept"), [("1291.66", "Descuento"), ("1291.66", "Crédito de vivienda")])
def test_the_usual_wrong_codes_are_named(code, name, amount, concept):
    verdict = verdict_on(with_lines(line(code, amount, concept)))

    assert codes(verdict) == ["cfdi_deduction_code_wrong"]
    assert the(verdict, "cfdi_deduction_code_wrong").found == code
    assert f"({name})" in verdict.findings[0].message


def test_a_wrong_code_with_a_wrong_amount_gets_both_findings():
    verdict = verdict_on(with_lines(line("004", "900.00", "AMORTIZACIÓN INFONAVIT")))

    assert codes(verdict) == ["cfdi_deduction_code_wrong", "cfdi_amount_differs"]


def test_a_deduction_for_something_else_is_left_alone():
    assert verdict_on(with_lines(line("009", "1291.66"), line("004", "250.00", "Comedor"))).findings == ()


def test_a_receipt_without_the_deduction_is_wrong():
    assert codes(verdict_on(with_lines())) == ["cfdi_deduction_missing"]


def test_several_lines_are_added():
    assert verdict_on(with_lines(line("009", "1000.00"), line("010", "291.66"))).findings == ()


def test_another_amount_is_an_error_with_both_figures():
    finding = the(verdict_on(with_lines(line("009", "1291.60"))), "cfdi_amount_differs")

    assert (finding.expected, finding.found, finding.causes) == ("1291.66", "1291.60", ())


@pytest.mark.parametrize("amount", ["1291.61", "1291.71"])
def test_five_cents_are_rounding(amount):
    verdict = verdict_on(with_lines(line("009", amount)))

    assert verdict.result == "consistent"
    assert codes(verdict) == ["cfdi_rounding_accepted"]


def test_the_same_wrong_amount_as_in_tab_2_has_the_same_cause():
    evidence = replace(
        with_answers({("assessment", 1, "withholding"): "1503.08"}), cfdi=with_lines(line("009", "1503.08")).cfdi
    )

    finding = the(verdict_on(evidence), "cfdi_amount_differs")

    assert finding.causes == ("uma_for_umi",)
    assert "Es la misma cifra que en tu pestaña 2." in finding.message


RIGHT, WRONG, OTHER = "1291.66", "1503.08", "900.00"
DEDUCTION = (
    "La deducción por el crédito de vivienda en el CFDI no es la retención de la fila b-1: calculamos 1,291.66 y"
)


def in_both(tab_2: str | Answer | None, receipt: str, test_set=None):
    """The verdict where tab 2 says one thing of b-1 and the receipt another, or the same."""
    evidence = with_answers({("assessment", 1, "withholding"): tab_2})
    return verdict_on(replace(evidence, cfdi=with_lines(line("009", receipt)).cfdi), test_set)


def test_a_receipt_that_is_right_where_tab_2_is_wrong_is_told_as_another_calculation():
    verdict = in_both(WRONG, RIGHT)

    finding = the(verdict, "cfdi_differs_from_tab_2")
    assert codes(verdict) == ["withholding_differs", "cfdi_differs_from_tab_2"]
    assert (finding.severity, finding.standing, finding.tab) == ("warning", "P", 4)
    assert (finding.section, finding.number, finding.nss) == ("assessment", 1, "10108500048")
    assert (finding.expected, finding.found) == ("1291.66", "1503.08")
    assert finding.message == (
        "El CFDI y tu pestaña 2 no traen la misma cifra para la fila b-1: el CFDI dice 1,291.66, que es lo que calculamos; "
        "la pestaña 2 dice 1,503.08. Confirma que los dos salen del mismo cálculo."
    )


@pytest.mark.parametrize(
    ("tab_2", "receipt", "found", "sentence"),
    [
        (RIGHT, WRONG, ["cfdi_amount_differs"],
         f"{DEDUCTION} encontramos 1,503.08. En tu pestaña 2 está la cifra correcta (1,291.66): es el recibo el que no la "
         "trae."),
        ("1291.70", OTHER, ["rounding_accepted", "cfdi_amount_differs"],
         f"{DEDUCTION} encontramos 900.00. En tu pestaña 2 está la cifra correcta (1,291.70): es el recibo el que no la "
         "trae."),
        (WRONG, OTHER, ["withholding_differs", "cfdi_amount_differs"],
         f"{DEDUCTION} encontramos 900.00. En tu pestaña 2 hay otra (1,503.08), que tampoco es la correcta: no salen del "
         "mismo cálculo."),
        (OTHER, OTHER, ["withholding_differs", "cfdi_amount_differs"],
         f"{DEDUCTION} encontramos 900.00. Es la misma cifra que en tu pestaña 2. Sin causa identificada."),
    ],
)  # fmt: skip
def test_a_wrong_receipt_says_once_which_of_the_two_is_right(tab_2, receipt, found, sentence):
    verdict = in_both(tab_2, receipt)

    assert codes(verdict) == found
    assert the(verdict, "cfdi_amount_differs").message == sentence


@pytest.mark.parametrize(
    ("tab_2", "receipt"), [(RIGHT, RIGHT), ("1291.70", RIGHT), (RIGHT, "1291.62"), ("1291.61", "1291.71")]
)
def test_two_figures_within_the_tolerance_are_not_set_against_each_other(tab_2, receipt):
    assert set(codes(in_both(tab_2, receipt))) <= {"rounding_accepted", "cfdi_rounding_accepted"}


@pytest.mark.parametrize(
    "unread",
    [
        None,
        Answer("", AnswerKind.EMPTY),
        Answer("", AnswerKind.UNREADABLE, "mil"),
        Answer("", AnswerKind.ERROR, "#N/A"),
        Answer("", AnswerKind.NUMBER, "NaN", Decimal("NaN")),
    ],
)
@pytest.mark.parametrize("receipt", [RIGHT, WRONG])
def test_where_tab_2_holds_no_number_the_receipt_is_judged_alone(unread, receipt):
    verdict = in_both(unread, receipt)

    assert "cfdi_differs_from_tab_2" not in codes(verdict)
    assert [f.message for f in verdict.findings if f.code == "cfdi_amount_differs"] == (
        [] if receipt == RIGHT else [f"{DEDUCTION} encontramos 1,503.08."]
    )


def test_a_row_of_the_receipt_that_tab_2_does_not_have_breaks_nothing():
    evidence = with_cfdi()
    rows = tuple(row for row in evidence.rows if (row.section, row.number) != ("assessment", 1))

    assert codes(verdict_on(replace(evidence, rows=rows))) == ["row_missing"]


def test_a_receipt_that_follows_another_reading_of_a_disputed_rule_is_no_reason_to_reject():
    """The minimum wage worker of b-1 withholds 20 % of the SBC (330 × 15 × 0.2), or of the daily wage (315.04)."""
    case = {"daily_wage": "315.04", "sdi": "330.00"}
    rows = tuple(
        replace(
            row, case={**row.case, **case}, expected={**row.expected, "amortization": "990.00", "withholding": "990.00"}
        )
        if row.label == "b-1"
        else row
        for row in example_set().rows
    )

    verdict = in_both("945.12", "945.12", replace(example_set(), rows=rows))

    finding = the(verdict, "cfdi_criterion_to_confirm")
    assert codes(verdict) == ["criterion_to_confirm", "cfdi_criterion_to_confirm"]
    assert (verdict.result, finding.severity, finding.standing) == ("consistent", "warning", "?")
    assert finding.causes == ("twenty_percent_on_daily_wage",)
    assert finding.message.endswith("Otra lectura de la regla lo explica: criterio por confirmar.")


def test_insurance_inside_or_beside_under_009_is_right():
    inside = verdict_on(of_a_1(line("009", "1490.41")), with_insurance())
    beside = verdict_on(of_a_1(line("009", "1475.41"), line("009", "15.00", "Seguro de daños")), with_insurance())

    assert inside.findings == ()
    assert beside.findings == ()


@pytest.mark.parametrize("concept", ["Seguro de daños vivienda", "SD"])
def test_insurance_beside_under_004_only_warns(concept):
    verdict = verdict_on(of_a_1(line("009", "1475.41"), line("004", "15.00", concept)), with_insurance())

    assert verdict.result == "consistent"
    assert codes(verdict) == ["cfdi_insurance_as_other"]


def test_fifteen_pesos_of_something_else_are_not_counted_as_insurance():
    verdict = verdict_on(of_a_1(line("009", "1490.41"), line("004", "15.00", "Comedor")), with_insurance())

    assert verdict.findings == ()


def test_a_row_without_withholding_needs_no_deduction():
    test_set = replace(example_set(), receipt=("assessment", 4))

    verdict = verdict_on(with_cfdi(nss="10108500063", deductions=(TAX,)), test_set)

    assert verdict.findings == ()


def test_hostile_texts_stay_short_and_on_one_line():
    finding = the(verdict_on(with_cfdi(nss="<script>\r\n\x1b[2J" + "9" * 100_000)), "cfdi_nss_differs")

    assert finding.found is not None
    assert finding.found.startswith("<script> [2J9999")
    assert len(finding.found) == 60
