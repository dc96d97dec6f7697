"""A submission of our own, judged before strangers' come: libraries, tables, patterns get warm. It counts nowhere."""

from datetime import date
from decimal import Decimal

from backoffice.domain.checks import judge
from backoffice.domain.evidence import Answer, AnswerKind, AnswerRow, Evidence
from backoffice.domain.parameters import Parameters
from backoffice.domain.test_set import TestRow, TestSet
from backoffice.domain.test_set.model import CASE_COLUMNS
from backoffice.domain.verdict import Verdict

ON = date(2024, 6, 3)
CASE = {
    **dict.fromkeys(CASE_COLUMNS, ""),
    "discount_type": "2",
    "discount_value": "3000.00",
    "period_start": "2024-05-01",
    "period_end": "2024-05-15",
    "sdi": "524.65",
    "daily_wage": "500.00",
    "first_payroll": "no",
}
ROW = TestRow(
    section="samples",
    number=1,
    nss="10108500014",
    name="PRÁCTICA",
    rfc="",
    curp="",
    credit_number="1500000011",
    frequency="fortnight",
    paid_on="2024-05-15",
    case=CASE,
    expected={"days": "15", "withholding": "1475.41"},
)


def practise(parameters: Parameters) -> Verdict:
    """The verdict on one row that is answered by months of 30 days: compared, diagnosed, explained."""
    wrong = Answer("B2", AnswerKind.NUMBER, "1500.00", Decimal("1500.00"))
    row = AnswerRow("samples", 1, ROW.nss, ROW.credit_number, "2", 2, {"withholding": wrong})
    return judge(Evidence("xlsx", tabs={2: row.sheet}, rows=(row,)), _test_set(parameters), "", parameters)


def _test_set(parameters: Parameters) -> TestSet:
    return TestSet(
        id="",
        round="first",
        on=ON,
        rules_version=parameters.version,
        nrp="",
        rfc="",
        employer_name="",
        service_public_key="",
        rows=(ROW,),
        receipt=("samples", 1),
        notices={},
    )
