"""A candidate row: what befalls one worker in one payroll period, and the columns of ``CASES.csv`` that say so."""

from dataclasses import dataclass
from datetime import date

from backoffice.domain.test_set.periods import ONE_DAY, Period, first_payroll


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """One row before it has a worker. Dates of notices are those of their receipt.

    ``occasion`` names what the row is there for; rows of one ``family`` share their worker. ``unified_only``: the
    notices carry an older NSS and match by the unified one alone. Amounts are plain decimals, '' where none.
    """

    occasion: str
    period: Period
    discount_type: str
    discount_value: str
    daily_wage: str
    sdi: str
    received_on: date
    paid_on: date
    zone: str = "general"
    hired_on: date | None = None
    left_on: date | None = None
    suspended_on: date | None = None
    modified_on: date | None = None
    changed_value: str = ""
    sdi_changed_on: date | None = None
    changed_sdi: str = ""
    absences: str = ""
    wage_available: str = ""
    unified_only: bool = False
    family: str = ""

    @property
    def starts_on(self) -> date:
        """The day after the receipt of the notice, or the day of hiring if later."""
        after_notice = self.received_on + ONE_DAY
        return max(after_notice, self.hired_on) if self.hired_on else after_notice

    @property
    def ends_on(self) -> date | None:
        """The day of leaving, or the day of receipt of the suspension."""
        return min((day for day in (self.left_on, self.suspended_on) if day), default=None)

    def columns(self) -> dict[str, str]:
        """The columns of ``CASES.csv`` without ``row``."""
        changed_on = self.modified_on + ONE_DAY if self.modified_on else None
        first = first_payroll(self.period, self.starts_on, self.ends_on)
        return {
            "discount_type": self.discount_type,
            "discount_value": self.discount_value,
            "period_start": iso(self.period.start),
            "period_end": iso(self.period.end),
            "sdi": self.sdi,
            "daily_wage": self.daily_wage,
            "zone": self.zone,
            "absences": self.absences,
            "starts_on": iso(self.starts_on),
            "ends_on": iso(self.ends_on),
            "first_payroll": "yes" if first else "no",
            "wage_available": self.wage_available,
            "changed_on": iso(changed_on),
            "changed_value": self.changed_value,
            "sdi_changed_on": iso(self.sdi_changed_on),
            "changed_sdi": self.changed_sdi,
        }

    def texts(self) -> dict[str, str]:
        """The columns with what mistakes look at besides."""
        return {
            **self.columns(),
            "frequency": self.period.frequency,
            "paid_on": iso(self.paid_on),
            "hired_on": iso(self.hired_on),
            "left_on": iso(self.left_on),
            "unified_only": "yes" if self.unified_only else "no",
        }


def iso(day: date | None) -> str:
    """An ISO date, '' for none."""
    return day.isoformat() if day else ""
