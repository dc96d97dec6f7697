"""How causes are named beside a row: one, several that tie, two at once, and a worse one that is left out."""

from backoffice.domain.causes import Cause, Diagnosis
from backoffice.domain.checks.causes import causes_of_rows
from backoffice.official import parameters
from tests.checks.example import example_set

A1, A2, B1, B2 = ("samples", 1), ("samples", 2), ("assessment", 1), ("assessment", 2)
UMA = "el cálculo usa la UMA (117.31); corresponde la UMI (100.81)"


def causes(*found: Cause, unexplained=()):
    """The causes by row of a diagnosis."""
    return causes_of_rows(Diagnosis(found, unexplained), example_set(), parameters())


def test_one_cause_is_probable_and_carries_the_values_of_the_day():
    told = causes(Cause("uma_for_umi", (A2, B1), 2))

    assert told[B1].codes == ("uma_for_umi",)
    assert told[B1].words == f" Causa probable: {UMA}."


def test_causes_that_explain_the_same_rows_are_all_named():
    told = causes(Cause("half_month", (A1, B2), 2), Cause("month_30", (A1, B2), 2))

    assert told[A1].codes == ("half_month", "month_30")
    assert told[A1].words.startswith(" Causas posibles: el cálculo divide el importe del bimestre")
    assert told[A1].words.count("; o bien, ") == 1


def test_a_cause_that_explains_less_is_not_named_where_a_better_one_reaches():
    told = causes(Cause("uma_for_umi", (A2, B1, B2), 4), Cause("insurance_missing", (A1, B2), 4))

    assert told[B2].codes == ("uma_for_umi",)
    assert told[A1].codes == ("insurance_missing",)


def test_two_mistakes_at_once_are_joined_only_where_both_are_needed():
    told = causes(
        Cause("uma_for_umi", (A2, B1), 3, ("insurance_missing",)),
        Cause("insurance_missing", (A1, A2), 3, ("uma_for_umi",)),
    )

    assert told[B1].codes == ("uma_for_umi",)
    assert told[A1].codes == ("insurance_missing",)
    assert told[A2].codes == ("uma_for_umi", "insurance_missing")
    assert told[A2].words.startswith(f" Causa probable: {UMA}; y además, ")


def test_a_row_that_nothing_explains_says_so():
    told = causes(unexplained=(B2,))

    assert told[B2].codes == ()
    assert told[B2].words == " Sin causa identificada."
