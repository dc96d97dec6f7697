"""Plots, tables and exports of the bulk analysis: titled in Spanish, kind where empty, safe with strangers' texts."""

from pathlib import Path

import openpyxl
import pandas as pd
import pytest
from matplotlib.figure import Figure

from backoffice.desk import plots
from backoffice.desk.bulk import everything, power, unexplained
from backoffice.desk.export import export
from backoffice.desk.queue import queue_frame, waiting
from backoffice.domain.errors import BadInput
from backoffice.domain.work import Outcome
from tests.casework.world import World
from tests.desk.hostile import EVERYTHING
from tests.desk.test_bulk import story, words_of
from tests.desk.test_queue import sent


def figures(world: World) -> list[Figure]:
    """Every plot over what there is."""
    data = everything(world.house)
    frame = queue_frame(waiting(world.house), world.house.settings.zone)
    return [
        plots.frequent_mistakes(data.mistakes),
        plots.mistakes_over_time(data.mistakes),
        plots.companies_with_differences(data.submissions),
        plots.rounds_needed(data.submissions),
        plots.days_to_decision(data.submissions, 5),
        plots.on_time_by_month(data.submissions),
        plots.waiting_by_days_left(frame),
        plots.rows_that_go_wrong(data.findings, len(data.submissions)),
    ]


def test_every_plot_says_something_without_data(world: World) -> None:
    for figure in figures(world):
        assert figure.axes[0].get_title("left")
        assert len(words_of(figure)) > 40


def test_every_plot_has_a_title_and_axes_in_words(world: World, tmp_path: Path) -> None:
    story(world)
    right = sent(world, b"right", 4)
    world.decided(right.folio, Outcome.APPROVE)

    for number, figure in enumerate(figures(world)):
        axes = figure.axes[0]
        assert axes.get_title("left")
        assert axes.get_xlabel()
        figure.savefig(tmp_path / f"{number}.png")


def test_findings_are_lines_with_their_place_and_cause(world: World) -> None:
    story(world)

    data = everything(world.house)

    wrong = data.findings[data.findings["code"] == "withholding_differs"]
    assert wrong[["submission", "tab", "section", "number", "cause", "severity"]].values.tolist() == [
        [0, 2, "assessment", 1, "uma_for_umi", "error"]
    ]
    assert set(data.findings["submission"]) <= {0, 1, 2}


def test_rounds_are_lines_whether_or_not_anything_was_sent(world: World) -> None:
    story(world)
    world.work()

    rounds = everything(world.house).rounds

    assert rounds["files"].tolist() == [1, 1, 1, 0]
    assert rounds["kind"].tolist() == ["Primera", "Primera", "Primera", "De correcciones"]
    assert str(rounds["opened_at"].dtype) == "datetime64[us, America/Mexico_City]"


def test_what_a_set_tells_apart_is_counted_by_mistake(world: World) -> None:
    story(world)
    sent(world, b"uma", 4)

    table = power(everything(world.house).mistakes)

    assert table.to_dict("records") == [
        {"Error": "UMA por UMI", "Archivos": 2, "Menos renglones": 1, "Mediana": 1, "Más renglones": 1}
    ]


def test_files_without_an_explanation_are_listed(world: World) -> None:
    story(world)

    assert unexplained(everything(world.house)).empty


def test_verdicts_of_before_are_counted_when_somebody_first_asks(world: World) -> None:
    story(world)
    before = everything(world.house)
    world.sql("DELETE FROM verdict_facts")
    counted: list[int] = []

    after = everything(world.house, counted.append)

    assert counted == [3]
    pd.testing.assert_frame_equal(before.submissions, after.submissions)
    pd.testing.assert_frame_equal(before.findings, after.findings)


def test_a_stored_text_that_is_no_verdict_stops_nothing(world: World) -> None:
    story(world)
    world.sql("DELETE FROM verdict_facts")
    world.sql("UPDATE verdicts SET document = 'nada'")

    assert len(everything(world.house).submissions) == 3
    assert waiting(world.house)[0].cause == "El resultado guardado no se entiende."


def test_strangers_texts_are_never_formulas_in_excel(world: World, tmp_path: Path) -> None:
    frame = pd.DataFrame({"texto": ['=HYPERLINK("http://x")', "+1", "-1", "@SUM(A1)", EVERYTHING, "á" * 40_000]})

    export(frame, tmp_path / "datos.xlsx")

    cells = [row[0] for row in openpyxl.load_workbook(tmp_path / "datos.xlsx").active.iter_rows(min_row=2)]  # type: ignore[union-attr]
    assert [cell.data_type for cell in cells] == ["s"] * 6
    assert [cell.quotePrefix for cell in cells[:4]] == [True] * 4
    assert len(str(cells[5].value)) <= 32_767
    assert "\u202e" not in str(cells[4].value)


def test_an_export_keeps_figures_and_moments(world: World, tmp_path: Path) -> None:
    story(world)
    data = everything(world.house)

    lines = export(data.submissions, tmp_path / "datos.xlsx")

    sheet = openpyxl.load_workbook(tmp_path / "datos.xlsx").active
    assert sheet is not None
    first = dict(zip([cell.value for cell in sheet[1]], [cell.value for cell in sheet[2]], strict=True))
    assert lines == 3
    assert (first["round"], first["wrong_assessment"], first["on_time"]) == (1, 1, True)
    assert str(first["received_at"]) == "2026-11-23 12:00:00"


@pytest.mark.parametrize(
    ("name", "said"),
    [("datos.csv", "tiene que terminar en .xlsx"), ("no/datos.xlsx", "no existe"), ("hay.xlsx", "Ya hay un archivo")],
)
def test_an_export_that_cannot_be_made_is_a_sentence(tmp_path: Path, name: str, said: str) -> None:
    (tmp_path / "hay.xlsx").write_text("mío")

    with pytest.raises(BadInput, match=said):
        export(pd.DataFrame({"a": [1]}), tmp_path / name)

    assert (tmp_path / "hay.xlsx").read_text() == "mío"
