"""The tolerances of the comparison in one place, each with its standing. Not the rules of the withholding itself."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from backoffice.domain.parameters import Parameters


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What counts as equal, and what is too small to see. All but the tolerance is our own proposal.

    ``tolerance_centavos``: an amount of a period this near the exact one is accepted with a note (official table).
    ``daily_decimals``: the daily amount is compared at the decimals shown, and at no fewer than these; one unit of the
    last is accepted. ``picture_width`` and ``picture_height``: pixels below which a picture shows no screen.
    ``separate_insurance``: centavos of a line of its own that SAT's code 004 may carry with no more than a warning.
    """

    tolerance_centavos: int
    daily_decimals: int = 4
    picture_width: int = 160
    picture_height: int = 90
    separate_insurance: int = 1500

    @classmethod
    def on(cls, day: date, parameters: Parameters) -> "Limits":
        """The limits of a test set issued on *day*."""
        return cls(tolerance_centavos=int(parameters["tolerance"].on(day) * 100))

    def forgives(self, off: Decimal) -> bool:
        """Whether an amount of a period that is *off* (pesos, of either sign) from the exact one is accepted."""
        return abs(off) * 100 <= self.tolerance_centavos
