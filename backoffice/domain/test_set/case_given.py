"""One row as an applicant has it: the given cells of tab 2 and the notices of its credit, as a row of the set."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal, InvalidOperation

from backoffice.domain.causes import Place
from backoffice.domain.test_set.candidate import iso
from backoffice.domain.test_set.model import CASE_COLUMNS, TestRow
from backoffice.domain.test_set.periods import ONE_DAY
from backoffice.domain.test_set.received import Credit, spelled

#: Given cells without which a sample is not computed: those that always say something, and those that may say that
#: they do not apply. Type and value are in the notices too; but a row without them is none of a).
ALWAYS = (
    "discount_type", "discount_value", "period_start", "period_end", "daily_wage", "sdi", "zone", "first_payroll",
)  # fmt: skip
WHERE_IT_APPLIES = ("hired_on", "left_on", "changed_sdi", "sdi_changed_on", "absences", "wage_available")
#: More than any amount has before its point, or behind it.
DIGITS = 12
PESOS = ("daily_wage", "sdi", "changed_sdi", "wage_available")


def row_given(place: Place, credit: Credit, given: Mapping[str, str]) -> TestRow:
    """The row that stands at *place*, without answers; '' for what the cells do not tell."""
    section, number = place
    return TestRow(
        section=section,
        number=number,
        nss=credit.worker,
        name=given.get("name", ""),
        rfc=credit.rfc,
        curp=credit.curp,
        credit_number=credit.number,
        frequency=given.get("frequency", ""),
        paid_on=given.get("paid_on", ""),
        hired_on=given.get("hired_on", ""),
        left_on=given.get("left_on", ""),
        unified_only="no" if credit.notice_nss == credit.worker else "yes",
        case=case_given(credit, given),
        expected={},
    )


def nobody(place: Place, nss: str) -> TestRow:
    """A row of which nothing is known but, perhaps, its worker's NSS."""
    section, number = place
    return TestRow(
        section=section,
        number=number,
        nss=nss,
        name="",
        rfc="",
        curp="",
        credit_number="",
        frequency="",
        paid_on="",
        case=dict.fromkeys(CASE_COLUMNS, ""),
        expected={},
    )


def unreadable(given: Mapping[str, str]) -> tuple[str, ...]:
    """The columns that a sample needs and that its cells do not tell."""
    silent = [name for name in ALWAYS if not given.get(name)]
    return (*silent, *(name for name in WHERE_IT_APPLIES if name not in given))


def case_given(credit: Credit, given: Mapping[str, str]) -> dict[str, str]:
    """The columns of ``CASES.csv``: the discount and its dates from the notices, the others from the cells."""
    hired, left = (_day(given.get(name, "")) for name in ("hired_on", "left_on"))
    starts = max(day for day in (credit.received_on + ONE_DAY, hired) if day)
    from_notices = {
        "discount_type": credit.discount_type,
        "discount_value": credit.discount_value,
        "starts_on": iso(starts),
        "ends_on": iso(min((day for day in (left, credit.suspended_on) if day), default=None)),
        "changed_on": iso(credit.modified_on + ONE_DAY if credit.modified_on else None),
        "changed_value": credit.changed_value,
    }
    in_pesos = {name: _pesos(given.get(name, "")) for name in PESOS}
    told = {**given, **in_pesos, **from_notices}
    return {name: told.get(name, "") for name in CASE_COLUMNS}


def _day(text: str) -> date | None:
    """The day of an ISO date."""
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        return None


def _pesos(text: str) -> str:
    """With two decimals at least; what is no amount stays as it is, and the calculation says so."""
    try:
        number = Decimal(text or "NaN")
    except InvalidOperation:
        return text
    return spelled(number, 2) if number.is_finite() and abs(number.adjusted()) < DIGITS else text
