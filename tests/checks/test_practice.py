"""The submission that is judged before any other."""

from backoffice.domain.checks.practice import practise
from backoffice.official import parameters


def test_practice_goes_all_the_way_to_a_diagnosis():
    verdict = practise(parameters())

    assert verdict.result == "inconsistent"
    assert {"half_month", "equal_split", "month_30"} == {cause.mistake for cause in verdict.diagnosis}
