"""The right value of every step of a row, as ``answers.json`` spells it."""

from decimal import ROUND_HALF_UP, Decimal

import pandas as pd

from backoffice.domain.money import to_pesos


def expected_steps(table_row: pd.Series, parts: pd.DataFrame) -> dict[str, str | None]:
    """The right value of every step; the steps of a day only where the row has one part."""
    steps: dict[str, str | None] = {"bimester_days": None, "unit_value": None, "daily_amount": None}
    if len(parts) == 1:
        part = parts.iloc[0]
        by_wage = part["denominator"] == WAGE_DENOMINATOR
        unit = int(part["unit_value"])
        steps = {
            "bimester_days": None if by_wage else str(part["bimester_days"]),
            "unit_value": to_pesos(unit) if unit >= 0 else None,
            "daily_amount": daily_pesos(int(part["numerator"]), int(part["denominator"])),
        }
    amounts = {name: to_pesos(int(table_row[name])) for name in ("amortization", "insurance", "withholding")}
    return {**steps, "days": str(table_row["days"]), **amounts}


#: The denominator of type 1, whose daily amount does not depend on the bimester.
WAGE_DENOMINATOR = 1_000_000_000


def daily_pesos(numerator: int, denominator: int) -> str:
    """Centavos a day as pesos with six decimals, half up."""
    pesos = Decimal(numerator) / Decimal(denominator) / 100
    return str(pesos.quantize(Decimal("0.000001"), rounding=ROUND_HALF_UP))
