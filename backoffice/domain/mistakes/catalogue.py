"""The catalogue: code → the one choice that differs from the right method. What is said of each is in ``wording``."""

from dataclasses import dataclass, replace

from backoffice.domain.amortization import RIGHT, Method
from backoffice.domain.amortization.method import changed


@dataclass(frozen=True, slots=True)
class Mistake:
    """A mistake's code and the method of who makes it."""

    code: str
    method: Method


CATALOGUE: dict[str, Mistake] = {
    mistake.code: mistake
    for mistake in (
        Mistake("half_month", replace(RIGHT, divisor="payrolls_of_month")),
        Mistake("equal_split", replace(RIGHT, divisor="payrolls")),
        Mistake("month_30_4", replace(RIGHT, divisor="month_30_4")),
        Mistake("month_30", replace(RIGHT, divisor="month_30")),
        Mistake("year_365", replace(RIGHT, divisor="year_365")),
        Mistake("monthly_as_bimonthly", replace(RIGHT, divisor="monthly")),
        Mistake("wrong_bimester_days", replace(RIGHT, divisor="next_bimester")),
        Mistake("nominal_days", replace(RIGHT, days="nominal")),
        Mistake("daily_rounded", replace(RIGHT, daily="centavos")),
        Mistake("truncated", replace(RIGHT, rounding="down")),
        Mistake("uma_for_umi", replace(RIGHT, unit="uma")),
        Mistake("minimum_wage_for_umi", replace(RIGHT, unit="minimum_wage")),
        Mistake("stale_umi", replace(RIGHT, unit="previous_umi")),
        Mistake("factor_times_30_4", replace(RIGHT, factor="times_unit_30_4")),
        Mistake("factor_as_pesos", replace(RIGHT, factor="as_pesos")),
        Mistake("factor_as_percentage", replace(RIGHT, factor="as_percentage")),
        Mistake("factor_rounded", replace(RIGHT, factor="two_decimals")),
        Mistake("daily_wage_for_sdi", replace(RIGHT, base="daily_wage")),
        Mistake("uma_cap_ignored", replace(RIGHT, uma_cap="none")),
        Mistake("stale_uma_cap", replace(RIGHT, uma_cap="previous")),
        Mistake("sdi_change_ignored", replace(RIGHT, sdi_change="old")),
        Mistake("new_sdi_whole_period", replace(RIGHT, sdi_change="new")),
        Mistake("twenty_percent_ignored", replace(RIGHT, low_wage_cap="nobody")),
        Mistake("twenty_percent_for_all", replace(RIGHT, low_wage_cap="everyone")),
        Mistake("twenty_percent_on_daily_wage", replace(RIGHT, low_wage_base="daily_wage")),
        Mistake("wrong_zone", replace(RIGHT, zone="other")),
        Mistake("absences_discounted", replace(RIGHT, absences="always")),
        Mistake("absences_not_discounted", replace(RIGHT, absences="never")),
        Mistake("seventh_day_discounted", replace(RIGHT, absences="seventh")),
        Mistake("above_wage_available", replace(RIGHT, wage_available="ignored")),
        Mistake("start_ignored", replace(RIGHT, start="ignored")),
        Mistake("end_ignored", replace(RIGHT, end="ignored")),
        Mistake("one_day_short", replace(RIGHT, days="one_short")),
        Mistake("same_day_start", replace(RIGHT, start="day_of_receipt")),
        Mistake("bimesters_not_split", replace(RIGHT, bimester="first_day")),
        Mistake("bimester_of_payment_date", replace(RIGHT, bimester="payment_date")),
        Mistake("suspension_ignored", replace(RIGHT, end="suspension_ignored")),
        Mistake("modification_ignored", replace(RIGHT, value_change="old")),
        Mistake("modification_whole_period", replace(RIGHT, value_change="new")),
        Mistake("insurance_missing", replace(RIGHT, insurance="none")),
        Mistake("insurance_every_payroll", replace(RIGHT, insurance="every_payroll")),
        Mistake("insurance_split", replace(RIGHT, insurance="split")),
        Mistake("insurance_prorated", replace(RIGHT, insurance="prorated")),
        Mistake("insurance_skipped_on_hire", replace(RIGHT, insurance="not_on_hire")),
        Mistake("unified_nss_ignored", replace(RIGHT, notices="nss_only")),
    )
}

#: Cut instead of rounded: always inside the tolerance, so it is never the cause of a wrong row, and only noted.
TRUNCATED = "truncated"

#: The right answer of another row. No method of its own: it is seen by comparing rows.
ROWS_SWAPPED = "rows_swapped"

#: The rule (``rules.toml``) that each choice of the calculation follows.
RULES = {
    "divisor": "daily_method",
    "unit": "factor_times_umi",
    "factor": "factor_times_umi",
    "base": "percentage_of_sdi",
    "sdi_change": "percentage_of_sdi",
    "uma_cap": "uma_cap",
    "value_change": "modification",
    "low_wage_cap": "low_wage_cap",
    "low_wage_base": "low_wage_cap",
    "zone": "low_wage_cap",
    "absences": "absences",
    "days": "calendar_days",
    "start": "start_and_end",
    "end": "start_and_end",
    "notices": "unified_nss",
    "bimester": "split_at_bimester",
    "daily": "round_once",
    "rounding": "round_once",
    "insurance": "damage_insurance",
    "wage_available": "wage_available",
}


def rule_broken(code: str) -> str:
    """The code of the rule that a mistake breaks."""
    if code == ROWS_SWAPPED:
        return "one_row_one_worker"
    (choice,) = changed(CATALOGUE[code].method)
    return RULES[choice]
