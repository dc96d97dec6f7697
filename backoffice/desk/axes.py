"""How the axes of all plots are marked: whole numbers, months in Spanish, legends where no data is."""

import math
from collections.abc import Iterable, Sequence

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator

from backoffice.domain.calendar.spoken import MONTHS

#: More marks than these run into each other.
MOST_MARKS = 12
#: One bar alone is not drawn as wide as the page.
FEWEST_PLACES = 4
#: So many rows still have a mark each.
MOST_NUMBERS = 31


def whole_numbers(axes: Axes, *names: str) -> None:
    """Marks at whole numbers alone, of the axes ``x`` and ``y`` that are named; from zero."""
    for name in names:
        (axes.xaxis if name == "x" else axes.yaxis).set_major_locator(MaxNLocator(integer=True))


def every_number(axes: Axes, last: int) -> None:
    """One mark for each of 1 … *last*, as long as they fit."""
    step = math.ceil(last / MOST_NUMBERS)
    axes.set_xticks(range(1, last + 1, step))
    axes.set_xlim(0.3, max(last, FEWEST_PLACES) + 0.7)


def every_month(first: pd.Period, last: pd.Period) -> list[pd.Period]:
    """All months from one to another, those in which nothing happened too."""
    return list(pd.period_range(first, last, freq="M"))


def months(axes: Axes, names: Sequence[pd.Period]) -> None:
    """A mark a month, or every second, third … of many, at the places 0, 1, 2 …; the year where it begins."""
    step = math.ceil(len(names) / MOST_MARKS)
    marked = [names[place] for place in range(0, len(names), step)]
    years = [str(one.year) if before is None or before.year != one.year else "" for before, one in _pairs(marked)]
    said = [f"{MONTHS[one.month - 1]}\n{year}" for one, year in zip(marked, years, strict=True)]
    axes.set_xticks(list(range(0, len(names), step)), said)
    axes.set_xlim(-0.6, max(len(names), FEWEST_PLACES) - 0.4)


def legend_beside(axes: Axes) -> None:
    """The legend at the right of the data, which it covers nowhere."""
    axes.legend(frameon=False, loc="upper left", bbox_to_anchor=(1, 1))


def _pairs(marked: Sequence[pd.Period]) -> Iterable[tuple[pd.Period | None, pd.Period]]:
    return zip([None, *marked], marked, strict=False)
