"""Which deductions of a payroll receipt are the housing credit's, by SAT's code or, miscoded, by their words or amount.

SAT does not settle 009 or 010; 009 is the literal housing-institute loan, so both are right.
"""

import unicodedata
from dataclasses import dataclass
from decimal import Decimal

from backoffice.domain.checks.limits import Limits
from backoffice.domain.evidence import Cfdi, Deduction
from backoffice.domain.test_set import TestRow

RIGHT_CODES = {"009", "010"}
OTHERS = "004"
MISTAKEN_CODES = {OTHERS, "005"}

#: Words, without accents, by which payrolls name the deduction.
WORDS = ("infonavit", "vivienda", "amortizacion", "credito hip", "seguro de dano", "seg. de dano")


@dataclass(frozen=True, slots=True)
class HousingLines:
    """Lines rightly coded, lines coded as something else, and an insurance line of its own under 004."""

    coded: tuple[Deduction, ...]
    miscoded: tuple[Deduction, ...]
    insurance_apart: Deduction | None

    @property
    def total(self) -> Decimal:
        """Pesos of all of them."""
        apart = self.insurance_apart.amount if self.insurance_apart else Decimal(0)
        return sum((line.amount for line in (*self.coded, *self.miscoded)), apart)


def housing_lines(cfdi: Cfdi, row: TestRow, limits: Limits) -> HousingLines:
    """Sort the receipt's deductions; those of other matters (taxes, social security) are left out."""
    coded = tuple(line for line in cfdi.deductions if line.type in RIGHT_CODES)
    others = [line for line in cfdi.deductions if line.type in MISTAKEN_CODES]
    apart = next((line for line in others if coded and _is_insurance_apart(line, coded, row, limits)), None)
    miscoded = (line for line in others if line is not apart and _is_housing(line, row, bool(coded)))
    return HousingLines(coded, tuple(miscoded), apart)


def _is_housing(line: Deduction, row: TestRow, others_are_coded: bool) -> bool:
    """Its concept says so; or it is the very amount, and nothing else in the receipt is the credit's."""
    if _speaks_of_housing(line):
        return True
    amounts = {row.expected.get("withholding"), row.expected.get("amortization")} - {None}
    return not others_are_coded and any(Decimal(text or 0) == line.amount != 0 for text in amounts)


def _is_insurance_apart(line: Deduction, coded: tuple[Deduction, ...], row: TestRow, limits: Limits) -> bool:
    """A line of 15.00 under 004 that the row owes, by its concept or because the others lack just that."""
    due = Decimal(row.expected["insurance"] or 0) > 0 if row.is_answered else row.case["first_payroll"] == "yes"
    if not due or line.type != OTHERS or line.amount * 100 != limits.separate_insurance:
        return False
    together = sum((other.amount for other in coded), line.amount)
    return _speaks_of_housing(line) or together == Decimal(row.expected.get("withholding") or 0)


def _speaks_of_housing(line: Deduction) -> bool:
    concept = unicodedata.normalize("NFKD", line.concept[:200]).encode("ascii", "ignore").decode().lower()
    return any(word in concept for word in WORDS)
