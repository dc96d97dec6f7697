"""What is computed once for many methods is what each would compute alone; what nobody asks for is not computed."""

import random
from datetime import date

import numpy as np
import pytest

from backoffice.domain.amortization import read_cases, withhold
from backoffice.domain.amortization.parts import Cuts, cut
from backoffice.domain.diagnosis import alternatives, explain, truncated_rows
from backoffice.domain.mistakes import CATALOGUE
from backoffice.domain.test_set.generation import generate
from backoffice.efirma.service_seal import rehearsal_seal
from backoffice.official import parameters
from tests.domain.drawing import random_case

PLAIN = {"discount_type": "2", "discount_value": "3000.00", "period_start": "2025-12-20", "period_end": "2026-03-10"}


@pytest.fixture(scope="module")
def made():
    return generate(b"sixteen bytes of seed", "first", date(2026, 11, 23), rehearsal_seal(), parameters())


@pytest.fixture(scope="module")
def many():
    draw = random.Random(7)
    return read_cases([random_case(draw).row() for _ in range(400)])


def test_parts_that_methods_share_are_those_that_each_cuts_alone(many):
    cuts = Cuts(many, parameters())

    for mistake in CATALOGUE.values():
        shared, alone = cuts.by(mistake.method), cut(many, mistake.method, parameters())
        for column in ("row", "offset", "start", "length"):
            assert np.array_equal(getattr(shared, column), getattr(alone, column)), (mistake.code, column)


def test_a_withholding_is_the_same_with_parts_at_hand_and_leaves_them_as_they_were(many):
    cuts = Cuts(many, parameters())

    for mistake in CATALOGUE.values():
        shared = withhold(many, parameters(), mistake.method, cuts.by(mistake.method))
        alone = withhold(many, parameters(), mistake.method)
        assert np.array_equal(shared.withholding, alone.withholding), mistake.code
        assert shared.errors == alone.errors


@pytest.mark.parametrize(
    ("changed_on", "starts"),
    [
        ("2026-01-01", ["2025-12-20", "2026-01-01", "2026-02-01", "2026-03-01"]),  # a bimester and a year begin
        ("2026-02-01", ["2025-12-20", "2026-01-01", "2026-02-01", "2026-03-01"]),  # the UMA changes
        ("2026-02-02", ["2025-12-20", "2026-01-01", "2026-02-01", "2026-02-02", "2026-03-01"]),
        ("2026-01-31", ["2025-12-20", "2026-01-01", "2026-01-31", "2026-02-01", "2026-03-01"]),
        ("2025-12-20", ["2025-12-20", "2026-01-01", "2026-02-01", "2026-03-01"]),  # the first day of all
        ("2026-03-10", ["2025-12-20", "2026-01-01", "2026-02-01", "2026-03-01", "2026-03-10"]),
        ("2026-03-11", ["2025-12-20", "2026-01-01", "2026-02-01", "2026-03-01"]),  # over before it comes
    ],
)
def test_a_change_of_value_cuts_where_nothing_official_does(changed_on, starts):
    row = {**PLAIN, "changed_on": changed_on, "changed_value": "2000.00"}

    parts = withhold(read_cases([row]), parameters()).parts

    assert [date.fromordinal(day + 719163).isoformat() for day in parts["start"]] == starts


def test_right_answers_are_known_to_be_right_without_computing_a_single_mistake(made):
    possible = alternatives(made, parameters())
    answers = dict(zip(possible.places, possible.right.tolist(), strict=True))

    found = explain(possible, answers)
    truncated_rows(possible, answers)

    assert (found.causes, found.unexplained) == ((), ())
    assert "answers" not in vars(possible)
