"""Pesos and centavos. Money is an integer of centavos or a ``Decimal``; a float never is."""

from decimal import ROUND_HALF_UP, Decimal

CENTAVO = Decimal("0.01")


def to_centavos(pesos: Decimal) -> int:
    """Pesos as an integer of centavos, rounded half up."""
    return int((pesos * 100).quantize(Decimal(1), rounding=ROUND_HALF_UP))


def to_pesos(centavos: int) -> str:
    """Plain decimal pesos for files and JSON: ``129166`` → ``"1291.66"``."""
    sign = "-" if centavos < 0 else ""
    return f"{sign}{abs(centavos) // 100}.{abs(centavos) % 100:02d}"


def shown(centavos: int) -> str:
    """Pesos for people: thousands with comma, two decimals, a true minus: ``-129166`` → ``"−1,291.66"``."""
    sign = "−" if centavos < 0 else ""
    return f"{sign}{abs(centavos) // 100:,}.{abs(centavos) % 100:02d}"
