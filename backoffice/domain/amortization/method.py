"""The choices that the calculation makes. ``RIGHT`` is the law; a mistake is one choice made otherwise."""

from dataclasses import dataclass, fields
from typing import Any, Literal


@dataclass(frozen=True, slots=True, kw_only=True)
class Method:
    """One way to compute a withholding. The first value of every choice is the right one."""

    divisor: Literal[
        "bimester", "next_bimester", "month_30_4", "month_30", "year_365", "monthly", "payrolls", "payrolls_of_month"
    ] = "bimester"
    unit: Literal["umi", "uma", "minimum_wage", "previous_umi"] = "umi"
    factor: Literal["times_unit", "times_unit_30_4", "as_pesos", "as_percentage", "two_decimals"] = "times_unit"
    base: Literal["sdi", "daily_wage"] = "sdi"
    uma_cap: Literal["current", "none", "previous"] = "current"
    sdi_change: Literal["dated", "old", "new"] = "dated"
    value_change: Literal["dated", "old", "new"] = "dated"
    low_wage_cap: Literal["low_wages", "nobody", "everyone"] = "low_wages"
    low_wage_base: Literal["by_rule", "daily_wage"] = "by_rule"
    zone: Literal["own", "other"] = "own"
    absences: Literal["by_rule", "always", "never", "seventh"] = "by_rule"
    days: Literal["calendar", "nominal", "one_short"] = "calendar"
    start: Literal["notice", "ignored", "day_of_receipt"] = "notice"
    end: Literal["notice", "ignored", "suspension_ignored"] = "notice"
    notices: Literal["unified_nss", "nss_only"] = "unified_nss"
    bimester: Literal["split", "first_day", "payment_date"] = "split"
    daily: Literal["exact", "centavos"] = "exact"
    rounding: Literal["half_up", "down"] = "half_up"
    insurance: Literal["first_payroll", "none", "every_payroll", "split", "prorated", "not_on_hire"] = "first_payroll"
    wage_available: Literal["ceiling", "ignored"] = "ceiling"


RIGHT = Method()


def changed(method: Method) -> dict[str, Any]:
    """The choices in which a method differs from the right one."""
    return {f.name: value for f in fields(method) if (value := getattr(method, f.name)) != getattr(RIGHT, f.name)}
