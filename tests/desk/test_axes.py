"""What stands on the axes of plots: months that can be read however many there are, and legends that cover nothing."""

from collections.abc import Callable

import pandas as pd
import pytest
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from backoffice.desk import axes as marks
from backoffice.desk import plots


def said(axes: Axes) -> list[str]:
    """The words under the marks."""
    return [label.get_text().replace("\n", " ").strip() for label in axes.get_xticklabels()]


def drawn() -> Axes:
    """Axes without anything."""
    return Figure().subplots()


@pytest.mark.parametrize(
    ("first", "last", "words"),
    [
        ("2026-12", "2026-12", ["dic 2026"]),
        ("2026-11", "2027-02", ["nov 2026", "dic", "ene 2027", "feb"]),
        ("2024-07", "2026-12", ["jul 2024", "oct", "ene 2025", "abr", "jul", "oct", "ene 2026", "abr", "jul", "oct"]),
    ],
)
def test_months_are_named_in_spanish_and_never_run_into_each_other(first: str, last: str, words: list[str]) -> None:
    axes = drawn()

    marks.months(axes, marks.every_month(pd.Period(first, "M"), pd.Period(last, "M")))

    assert said(axes) == words


@pytest.mark.parametrize(
    ("last", "words"), [(1, "1"), (5, "1 2 3 4 5"), (40, "1 3 5 7 9 11 13 15 17 19 21 23 25 27 29 31 33 35 37 39")]
)
def test_rows_have_a_mark_each_as_long_as_they_fit(last: int, words: str) -> None:
    axes = drawn()

    marks.every_number(axes, last)

    assert " ".join(said(axes)) == words


def decided() -> pd.DataFrame:
    """Files of two companies, decided in time and late, in two months with one between."""
    frame = pd.DataFrame(
        {
            "company": ["Nóminas Ñandú, S.A. de C.V."] * 3 + ["Otra, S.C."],
            "result": ["Con inconsistencias", "Con inconsistencias", "Sin inconsistencias", "Con inconsistencias"],
            "business_days": [1, 7, 0, 5],
            "on_time": [True, False, True, True],
            "decided_at": pd.to_datetime(["2026-09-03", "2026-11-03", "2026-11-04", "2026-11-05"], utc=True),
        }
    )
    return frame.astype({"on_time": "boolean", "business_days": "Int64"})


@pytest.mark.parametrize(
    "plot",
    [
        lambda: plots.days_to_decision(decided(), 5),
        lambda: plots.companies_with_differences(decided()),
        lambda: plots.waiting_by_days_left(pd.DataFrame({"days_left": [-6, -1, 0, 3]})),
    ],
)
def test_a_legend_lies_beside_the_data(plot: Callable[[], Figure]) -> None:
    figure = plot()
    figure.draw_without_rendering()
    (axes,) = figure.axes
    legend = axes.get_legend()

    assert legend is not None
    assert legend.get_window_extent().x0 >= axes.get_window_extent().x1
    assert legend.get_window_extent().x1 <= figure.bbox.x1


def test_a_month_without_decisions_keeps_its_place() -> None:
    (axes,) = plots.on_time_by_month(decided()).axes

    assert said(axes) == ["sep 2026", "oct", "nov"]
    assert [round(bar.get_x() + bar.get_width() / 2) for bar in axes.patches] == [0, 2]
