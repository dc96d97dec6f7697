"""Plots of the bulk analysis: words in Spanish, colours that everybody can tell apart, a sentence where data lacks."""

from collections.abc import Callable

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from backoffice.desk.bulk import frequency

#: Okabe and Ito's blue and vermilion: told apart by colour-blind people, and in print by the hatching.
BLUE, VERMILION, INK, SOFT = "#0072b2", "#d55e00", "#1d2330", "#5b6472"
#: More mistakes than these make no readable plot.
MOST_BARS = 12
NOTHING_FOUND = "Todavía no hay errores identificados.\nAparecerán en cuanto se evalúe un archivo con diferencias."
NOTHING_DECIDED = "Todavía no hay casos resueltos.\nAparecerán en cuanto resuelvas el primero desde la cola."


def frequent_mistakes(mistakes: pd.DataFrame) -> Figure:
    """In how many submissions each mistake was found, the most frequent on top."""
    counts = frequency(mistakes)
    height = 1.6 + 0.36 * min(max(len(counts), 3), MOST_BARS)

    def draw(axes: Axes) -> None:
        top = counts.head(MOST_BARS)[::-1]
        bars = axes.barh(list(top.index), list(top), color=BLUE, height=0.66)
        axes.bar_label(bars, padding=4, color=INK)
        axes.set_xlabel("Archivos en que se encontró")
        axes.xaxis.set_major_locator(MaxNLocator(integer=True))
        axes.margins(x=0.12)

    title = "Los errores de cálculo más frecuentes"
    return _figure(title, draw if len(counts) else None, NOTHING_FOUND, height)


def days_to_decision(submissions: pd.DataFrame, limit: int) -> Figure:
    """Business days from reception to decision, against the *limit* that the desk has."""
    days = submissions["business_days"].dropna().astype("int64")
    counts = days.value_counts().reindex(range(max(int(days.max()) if len(days) else 0, limit) + 1), fill_value=0)

    def draw(axes: Axes) -> None:
        for late, colour, hatch, label in ((False, BLUE, "", "En plazo"), (True, VERMILION, "//", "Fuera de plazo")):
            part = counts[((counts.index > limit) == late) & (counts > 0)]
            if part.empty:
                continue
            bars = axes.bar(list(part.index), list(part), color=colour, hatch=hatch, edgecolor="white", label=label)
            axes.bar_label(bars, padding=3, color=INK)
        axes.axvline(limit + 0.5, color=INK, linestyle="--", linewidth=1)
        axes.set_xlabel("Días hábiles entre la recepción y la resolución")
        axes.set_ylabel("Casos")
        axes.xaxis.set_major_locator(MaxNLocator(integer=True))
        axes.yaxis.set_major_locator(MaxNLocator(integer=True))
        axes.margins(y=0.15)
        axes.set_xlim(-0.6, max(counts.index) + 0.6)
        axes.legend(frameon=False, loc="upper center", ncols=2)

    title = f"Tiempo de resolución frente al plazo de {limit} días hábiles"
    return _figure(title, draw if len(days) else None, NOTHING_DECIDED, 3.6)


def _figure(title: str, draw: Callable[[Axes], None] | None, nothing: str, height: float) -> Figure:
    """A figure with *title*; without anything to draw it says so."""
    figure = Figure(figsize=(8.4, height if draw else 2.2), layout="constrained")
    axes = figure.subplots()
    axes.set_title(title, loc="left", color=INK, fontsize=13, fontweight="bold")
    if draw is None:
        axes.set_axis_off()
        axes.text(0, 0.6, nothing, color=SOFT, fontsize=11, transform=axes.transAxes, va="center")
        return figure
    axes.spines[["top", "right"]].set_visible(False)
    axes.tick_params(colors=INK, length=0)
    draw(axes)
    return figure
