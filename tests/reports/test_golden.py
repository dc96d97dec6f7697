"""The whole text of three reports, as a person reads it, against texts that were read and kept."""

import pytest

from tests.reports.rehearsed import GOLDEN, golden_text


@pytest.mark.parametrize(
    "name", ["caso_a_ronda_1.xls", "caso_b_ronda_1.xls", "caso_d_ronda_1.xls"], ids=["consistent", "one", "two"]
)
def test_a_report_says_word_for_word_what_was_read_and_kept(name):
    assert golden_text(name) == (GOLDEN / f"{name}.txt").read_text("utf-8")
