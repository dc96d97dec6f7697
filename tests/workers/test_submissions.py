"""What the measurement of submissions sends: evidence of about a megabyte, right, and never twice the same bytes."""

from backoffice.domain.checks import judge
from backoffice.official import parameters
from backoffice.workbooks import reading
from bench.making.submissions import one_answered


def test_a_submission_weighs_a_megabyte_and_is_right_in_every_copy() -> None:
    made = one_answered(5)

    first, second = made.copy(1), made.copy(2)

    assert 1_000_000 < len(first) < 1_300_000
    assert first != second
    for workbook in (first, second):
        assert judge(reading.read(workbook), made.test_set, "", parameters()).result == "consistent"
