"""Diagnosis on whole sets: one mistake, two together, exchanged rows, and what nothing explains."""

from datetime import date

import pytest

from backoffice.domain.diagnosis import Proof, alternatives, explain, prove, truncated_rows
from backoffice.domain.test_set.generation import generate
from backoffice.efirma.service_seal import rehearsal_seal
from backoffice.official import parameters


@pytest.fixture(scope="module")
def possible():
    made = generate(b"sixteen bytes of seed", "first", date(2026, 11, 23), rehearsal_seal(), parameters())
    return alternatives(made, parameters())


def answers_by(possible, centavos):
    return dict(zip(possible.places, map(int, centavos), strict=True))


PAIRS = [
    ("month_30_4", "insurance_every_payroll"),
    ("twenty_percent_ignored", "uma_for_umi"),
    ("daily_wage_for_sdi", "insurance_missing"),
    ("bimesters_not_split", "one_day_short"),
]


@pytest.mark.parametrize("pair", PAIRS, ids=["+".join(pair) for pair in PAIRS])
def test_two_mistakes_together_are_both_named_and_explain_every_row(possible, pair):
    found = explain(possible, answers_by(possible, possible.of_pair(pair)))

    assert {cause.mistake for cause in found.causes} == set(pair)
    assert found.unexplained == ()
    assert found.causes[0].together == (found.causes[1].mistake,)


def test_of_two_together_each_explains_the_rows_that_the_other_alone_would_not(possible):
    pair = ("insurance_every_payroll", "uma_for_umi")

    found = explain(possible, answers_by(possible, possible.of_pair(pair)))

    by_code = {cause.mistake: set(cause.explains) for cause in found.causes}
    assert len(by_code["uma_for_umi"] & by_code["insurance_every_payroll"]) >= 1
    assert len(by_code["uma_for_umi"] | by_code["insurance_every_payroll"]) == found.causes[0].of


def test_exchanged_answers_are_named_as_such(possible):
    answers = answers_by(possible, possible.right)
    first, second = ("assessment", 1), ("assessment", 2)
    answers[first], answers[second] = answers[second], answers[first]

    found = explain(possible, answers)

    assert [(cause.mistake, cause.explains) for cause in found.causes] == [("rows_swapped", (first, second))]


def test_nothing_where_something_is_due_is_not_taken_for_another_row(possible):
    place = next(place for place, right in zip(possible.places, possible.right, strict=True) if right > 5)
    answers = {**answers_by(possible, possible.right), place: 0}

    found = explain(possible, answers)

    assert "rows_swapped" not in {cause.mistake for cause in found.causes}


def test_one_mistake_beside_a_typed_in_number_is_named_and_the_number_is_not(possible):
    answers = answers_by(possible, possible.of("uma_for_umi"))
    right_row = next(
        place
        for place, found in answers.items()
        if found == dict(zip(possible.places, possible.right, strict=True))[place]
    )
    answers[right_row] = 98765432

    found = explain(possible, answers)

    assert [cause.mistake for cause in found.causes] == ["uma_for_umi"]
    assert found.unexplained == (right_row,)


def test_answers_off_by_the_tolerance_still_name_the_mistake(possible):
    answers = answers_by(possible, possible.of("month_30_4") + 5)

    found = explain(possible, answers)

    assert [cause.mistake for cause in found.causes] == ["month_30_4"]


def test_mistakes_that_fit_equally_are_all_named(possible):
    place = next(
        place
        for row, place in enumerate(possible.places)
        if possible.of("half_month")[row] == possible.of("equal_split")[row] != possible.right[row]
    )
    answers = answers_by(possible, possible.right)
    answers[place] = answers_by(possible, possible.of("half_month"))[place]

    found = explain(possible, {place: answers[place]})

    assert {"half_month", "equal_split"} <= {cause.mistake for cause in found.causes}
    assert {cause.explains for cause in found.causes} == {(place,)}


def test_rows_without_an_answer_are_neither_right_nor_wrong(possible):
    found = explain(possible, {})

    assert (found.causes, found.unexplained) == ((), ())


def test_a_cause_is_proved_by_a_sample_and_by_the_row_that_rules_its_nearest_rival_out(possible):
    answers = answers_by(possible, possible.of("half_month"))
    (cause,) = explain(possible, answers).causes

    proof = prove(cause, possible, answers)

    assert proof.shown_by[0] == "samples"
    assert proof.rival == "equal_split"
    row = possible.places.index(proof.ruled_out_by)
    assert abs(possible.of("equal_split")[row] - answers[proof.ruled_out_by]) > 5


def test_exchanged_rows_have_no_rival(possible):
    answers = answers_by(possible, possible.right)
    first, second = ("assessment", 1), ("assessment", 2)
    answers[first], answers[second] = answers[second], answers[first]
    (cause,) = explain(possible, answers).causes

    assert prove(cause, possible, answers) == Proof(first)


def test_a_mistake_against_which_more_right_rows_speak_than_it_explains_is_no_cause(possible):
    answers = answers_by(possible, possible.right)
    place = next(
        p for p, row in zip(possible.places, possible.of("insurance_missing") != possible.right, strict=True) if row
    )
    answers[place] = answers_by(possible, possible.of("insurance_missing"))[place]

    found = explain(possible, answers)

    assert "insurance_missing" not in {cause.mistake for cause in found.causes}


def test_cut_centavos_are_recognised_when_every_answer_is_cut(possible):
    answers = answers_by(possible, possible.truncated)

    shown = truncated_rows(possible, answers)

    assert shown == tuple(
        p for p, cut, right in zip(possible.places, possible.truncated, possible.right, strict=True) if cut != right
    )
    assert len(shown) >= 5
    assert explain(possible, answers).causes == ()


def test_cut_centavos_are_not_recognised_where_one_answer_is_rounded(possible):
    answers = answers_by(possible, possible.truncated)
    rounded = truncated_rows(possible, answers)[0]
    answers[rounded] += 1

    assert truncated_rows(possible, answers) == ()
