"""Which notebooks give reports, and that a file that is none stops nobody."""

from pathlib import Path

import pytest

from backoffice.reports.notebooks import notebooks
from backoffice.reports.notebooks.catalogue import title_of
from tests.notebook_reports.notebooks import notebook


def test_the_house_s_notebooks_are_there_but_for_what_is_done_by_hand() -> None:
    known = notebooks()

    assert known["analisis_masivo"].title == "Análisis masivo"
    assert list(known) == ["analisis_masivo", "calidad_de_sets", "tablero_sla"]


@pytest.mark.parametrize(
    "content",
    ["", "no es JSON", "[]", "{}", '{"cells": []}', '{"cells": [3]}', '{"cells": [{"cell_type": "markdown", "source": []}]}', "\x00\x01"],
)  # fmt: skip
def test_a_file_that_is_no_notebook_has_its_own_name(tmp_path: Path, content: str) -> None:
    file = tmp_path / "raro.ipynb"
    file.write_text(content)

    assert title_of(file) == "raro"
    assert list(notebooks(tmp_path)) == ["raro"]


def test_a_title_is_one_harmless_line(tmp_path: Path) -> None:
    made = notebook(tmp_path, title="Uno\u202e\x00 dos " + "x" * 500)

    assert title_of(made.path) == "Uno dos " + "x" * 111 + "…"
