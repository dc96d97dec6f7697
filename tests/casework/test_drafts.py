"""What a verdict's causes become in the letter: sentences with the values of the row, labels, and what acts at once."""

from dataclasses import replace

from backoffice import official
from backoffice.casework.drafts import causes_of
from backoffice.domain.causes import Cause
from tests.checks.example import example_set, faultless, verdict_on


def test_causes_that_act_at_once_say_so_in_the_letter() -> None:
    diagnosis = (
        Cause("uma_for_umi", (("samples", 2), ("assessment", 1)), 3, ("insurance_missing",)),
        Cause("insurance_missing", (("samples", 2), ("samples", 1)), 3),
    )

    uma, insurance = causes_of(
        replace(verdict_on(faultless()), diagnosis=diagnosis), example_set(), official.parameters()
    )

    assert uma.sentence == "El cálculo usa la UMA (117.31); corresponde la UMI (100.81)."
    assert (uma.rows, insurance.rows) == (("a-2", "b-1"), ("a-2", "a-1"))
    assert (uma.acts_with(insurance), insurance.acts_with(uma)) == (True, True)


def test_causes_that_explain_the_same_row_one_or_the_other_do_not_act_at_once() -> None:
    diagnosis = (
        Cause("month_30", (("samples", 1),), 1),
        Cause("half_month", (("samples", 1),), 1),
    )

    one, other = causes_of(replace(verdict_on(faultless()), diagnosis=diagnosis), example_set(), official.parameters())

    assert not one.acts_with(other)
