"""The catalogue: each mistake changes the amount as published, and has its Spanish."""

from datetime import date

import pytest

from backoffice.domain.amortization import read_cases, withhold
from backoffice.domain.mistakes import CATALOGUE, rule_broken, sentence, wording
from backoffice.domain.mistakes.sentences import WORDINGS
from backoffice.official import parameters

PERIOD = {
    "period_start": "2026-09-01", "period_end": "2026-09-15", "frequency": "fortnight", "paid_on": "2026-09-15",
    "sdi": "524.65", "daily_wage": "500",
}  # fmt: skip
FIXED = {**PERIOD, "discount_type": "2", "discount_value": "3000.00"}
FACTOR = {**PERIOD, "discount_type": "3", "discount_value": "26.0528"}
PERCENT = {**PERIOD, "discount_type": "1", "discount_value": "25"}
LONG = {**FIXED, "period_start": "2026-08-16", "period_end": "2026-08-31"}


@pytest.mark.parametrize(
    ("code", "row", "centavos"),
    [
        ("half_month", FIXED, 150000),
        ("half_month", FACTOR, 131319),
        ("half_month", {**FIXED, "frequency": "weekly"}, 147541),
        ("equal_split", {**FIXED, "frequency": "weekly"}, 75000),
        ("month_30_4", FIXED, 148026),
        ("month_30", FIXED, 150000),
        ("year_365", FIXED, 147945),
        ("wrong_bimester_days", LONG, 157377),
        ("daily_rounded", FIXED, 147540),
        ("truncated", FIXED, 147540),
        ("monthly_as_bimonthly", FIXED, 73770),
        ("monthly_as_bimonthly", FACTOR, 64583),
        ("uma_for_umi", FACTOR, 150308),
        ("uma_for_umi", FIXED, 147541),
        ("minimum_wage_for_umi", FACTOR, 403656),
        ("stale_umi", FACTOR, 123413),
        ("factor_as_pesos", FACTOR, 1281),
        ("factor_as_percentage", FACTOR, 205029),
        ("factor_rounded", FACTOR, 129152),
        ("daily_wage_for_sdi", PERCENT, 187500),
        ("nominal_days", LONG, 145161),
        ("insurance_every_payroll", FIXED, 149041),
        ("insurance_missing", {**FIXED, "first_payroll": "yes"}, 147541),
        ("insurance_split", FIXED, 147916),
        ("insurance_prorated", {**FIXED, "first_payroll": "yes"}, 147910),
        ("one_day_short", {**FIXED, "starts_on": "2026-09-05"}, 98361),
        ("same_day_start", {**FIXED, "starts_on": "2026-09-05"}, 118033),
        ("same_day_start", {**FIXED, "starts_on": "2026-09-05", "hired_on": "2026-09-05"}, 108197),
        ("start_ignored", {**FIXED, "starts_on": "2026-09-05"}, 147541),
        ("above_wage_available", {**FIXED, "wage_available": "10"}, 147541),
        ("twenty_percent_for_all", PERCENT, 157395),
    ],
)
def test_a_mistake_gives_its_own_amount(code, row, centavos):
    rows = withhold(read_cases([row]), parameters(), CATALOGUE[code].method).rows

    assert rows["withholding"].tolist() == [centavos]


def test_every_mistake_has_its_spanish_and_nothing_else_has():
    assert list(WORDINGS) == [*CATALOGUE, "rows_swapped"]
    for text in WORDINGS.values():
        assert text.sentence.startswith("El cálculo ")
        assert text.sentence.endswith(".")
        assert text.remedy.endswith(".")


def test_no_two_mistakes_are_one_method():
    assert len({mistake.method for mistake in CATALOGUE.values()}) == len(CATALOGUE)


def test_the_sentence_carries_the_values_of_the_day():
    found = sentence("uma_for_umi", date(2026, 9, 1), parameters())

    assert found == "El cálculo usa la UMA (117.31); corresponde la UMI (100.81)."


def test_a_previous_value_is_the_last_that_differed():
    found = sentence("stale_umi", date(2026, 9, 1), parameters())

    assert found == "El cálculo usa una UMI anterior (96.32); corresponde la vigente (100.81)."


def test_a_day_without_a_value_still_has_a_sentence():
    assert "sin valor" in sentence("uma_for_umi", date(2040, 1, 1), parameters())


def test_a_mistake_has_a_short_name():
    assert wording("uma_for_umi").name == "UMA por UMI"


def test_every_mistake_breaks_a_rule_whose_standing_and_source_are_known():
    for code in [*CATALOGUE, "rows_swapped"]:
        assert parameters().rules[rule_broken(code)].source
    assert rule_broken("uma_for_umi") == "factor_times_umi"
    assert parameters().rules[rule_broken("wrong_zone")].standing == "?"
