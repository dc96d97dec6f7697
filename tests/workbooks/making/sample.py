"""A small hand-made test set and its right answers, to make templates and evidence from."""

from datetime import date

from backoffice.domain.evidence import STEPS
from backoffice.domain.test_set.model import CASE_COLUMNS, TestRow, TestSet

NO_STEPS: dict[str, str | None] = dict.fromkeys(STEPS)


def case(**given: str) -> dict[str, str]:
    """The columns of a case, empty where not given."""
    return {**dict.fromkeys(CASE_COLUMNS, ""), "zone": "general", "first_payroll": "no", **given}


def worker(section: str, number: int, nss: str, name: str, credit: str, **more: object) -> TestRow:
    """A fictitious worker paid by fortnight in September 2026."""
    values: dict[str, object] = {
        "section": section,
        "number": number,
        "nss": nss,
        "name": name,
        "rfc": "XAXX010101000",
        "curp": "XEXX010101HNEXXXA4",
        "credit_number": credit,
        "frequency": "fortnight",
        "paid_on": "2026-09-15",
        "case": case(period_start="2026-09-01", period_end="2026-09-15", sdi="524.65", daily_wage="500"),
        "expected": NO_STEPS,
    }
    return TestRow(**{**values, **more})  # type: ignore[arg-type]


SAMPLES = (
    worker(
        "samples", 1, "03149512340", "MUÑOZ ÁVILA, ANA LUCÍA", "0912345678",
        case=case(discount_type="2", discount_value="3000.00", period_start="2026-09-01", period_end="2026-09-15",
                  sdi="524.65", daily_wage="500", first_payroll="yes", wage_available="3100.50"),
    ),
    worker(
        "samples", 2, "92876543210", "PÉREZ LÓPEZ, JUAN", "1923456789", hired_on="2026-09-03",
        case=case(discount_type="3", discount_value="26.0528", period_start="2026-09-01", period_end="2026-09-15",
                  sdi="610.12345", daily_wage="580.1", zone="border", absences="2026-09-05..2026-09-06;2026-09-09"),
    ),
    worker(
        "samples", 3, "45678901234", "GÓMEZ RÍOS, LUIS", "2934567890", left_on="2026-09-12",
        case=case(discount_type="1", discount_value="25", period_start="2026-09-01", period_end="2026-09-15",
                  sdi="524.65", daily_wage="500", changed_sdi="560", sdi_changed_on="2026-09-08"),
    ),
)  # fmt: skip
ASSESSMENT = (
    worker("assessment", 1, "11223344556", "ÑÁÑEZ ÜLLOA, ZOÉ", "3945678901", frequency="weekly"),
    worker("assessment", 2, "66554433221", "ORTEGA DÍAZ, MARÍA DEL CARMEN", "4956789012", frequency="month"),
)


TEST_SET = TestSet(
    id="TS-2026-0001",
    round="first",
    on=date(2026, 9, 1),
    rules_version="2026.1",
    nrp="Y5412345101",
    rfc="EKU9003173C9",
    employer_name="TALLERES FICTICIOS, S.A. DE C.V.",
    service_public_key="",
    rows=SAMPLES + ASSESSMENT,
    receipt=("assessment", 2),
    notices={},
)

ANSWERS = {
    ("samples", 1): {
        "bimester_days": 61, "unit_value": "No aplica", "daily_amount": 98.3607, "days": 15, "amortization": 1475.41,
        "insurance": 15, "withholding": 1490.41,
    },
    ("samples", 2): {
        "bimester_days": 61, "unit_value": 100.81, "daily_amount": 86.1106, "days": 13, "amortization": 1119.44,
        "insurance": 0, "withholding": 1119.44,
    },
    ("samples", 3): {
        "bimester_days": 61, "unit_value": "No aplica", "daily_amount": "No aplica", "days": 12,
        "amortization": 1618.14, "insurance": 0, "withholding": 1618.14,
    },
    ("assessment", 1): {"withholding": 0.1 + 0.2},
    ("assessment", 2): {"withholding": "$1,490.41"},
}  # fmt: skip
