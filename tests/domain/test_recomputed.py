"""A test set as other rules answer it: the answers change where the rules do, and nothing else."""

from datetime import date

import pytest

from backoffice import official
from backoffice.domain.errors import BadParameters
from backoffice.domain.parameters import load
from backoffice.domain.test_set.generation import generate
from backoffice.domain.test_set.recomputed import recomputed
from backoffice.efirma.service_seal import rehearsal_seal
from tests.casework.other_rules import with_umi, without_umi_of_2026
from tests.checks.example import example_set


def test_by_the_rules_that_made_it_a_set_stays_as_it_is() -> None:
    made = generate(b"seed of sixteen.", "first", date(2026, 11, 23), rehearsal_seal(), official.parameters())

    assert recomputed(made, official.parameters()) == made


def test_only_the_answers_that_depend_on_the_umi_change_with_it() -> None:
    dearer = load(with_umi("120.00"))

    made = recomputed(example_set(), dearer)

    withheld = {row.label: row.expected["withholding"] for row in made.rows}
    assert withheld == {
        "a-1": "1490.41", "a-2": "1537.54", "a-3": "1967.44",
        "b-1": "1537.54", "b-2": "1475.41", "b-3": "1548.39", "b-4": "0.00",
    }  # fmt: skip
    assert made.row("samples", 2).expected["unit_value"] == "120.00"
    assert made.rules_version == dearer.version
    assert made.notices == example_set().notices


def test_a_row_that_the_rules_cannot_answer_is_named() -> None:
    with pytest.raises(BadParameters, match="Con estas reglas no se calcula la fila a-2: La tabla"):
        recomputed(example_set(), load(without_umi_of_2026()))
