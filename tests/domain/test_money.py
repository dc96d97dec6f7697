"""Pesos in and out of centavos."""

from decimal import Decimal

import pytest

from backoffice.domain.money import shown, to_centavos, to_pesos


@pytest.mark.parametrize(("pesos", "centavos"), [("1291.66", 129166), ("0.005", 1), ("0.0049", 0), ("-2.5", -250)])
def test_pesos_become_centavos_half_up(pesos, centavos):
    assert to_centavos(Decimal(pesos)) == centavos


@pytest.mark.parametrize(("centavos", "plain", "people"), [(129166, "1291.66", "1,291.66"), (-5, "-0.05", "−0.05")])
def test_centavos_are_written_for_files_and_for_people(centavos, plain, people):
    assert (to_pesos(centavos), shown(centavos)) == (plain, people)
