"""Plots of the bulk analysis: words in Spanish, colours that everybody can tell apart, a sentence where data lacks."""

from collections.abc import Callable

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from backoffice.desk.axes import every_month, every_number, legend_beside, months, whole_numbers
from backoffice.desk.bulk import frequency
from backoffice.domain.verdict import RESULT_LABELS
from backoffice.domain.work import OUTCOME_LABELS, Outcome

#: Okabe and Ito's blue and vermilion: told apart by colour-blind people, and in print by the hatching.
BLUE, VERMILION, INK, SOFT = "#0072b2", "#d55e00", "#1d2330", "#5b6472"
#: More mistakes than these make no readable plot.
MOST_BARS = 12
#: Okabe and Ito's colours, each with a marker: lines are told apart without colour, too.
STYLES = (("#0072b2", "o"), ("#d55e00", "s"), ("#009e73", "^"), ("#cc79a7", "D"), ("#e69f00", "v"))
LONGEST_NAME = 38
ALL_ON_TIME = 99.95
NOTHING_WAITS = "Ningún caso espera resolución."
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
        whole_numbers(axes, "x")
        axes.margins(x=0.12)

    title = "Los errores de cálculo más frecuentes"
    return figure(title, draw if len(counts) else None, NOTHING_FOUND, height)


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
        whole_numbers(axes, "x", "y")
        axes.margins(y=0.15)
        axes.set_xlim(-0.6, max(counts.index) + 0.6)
        legend_beside(axes)

    title = f"Tiempo de resolución frente al plazo de {limit} días hábiles"
    return figure(title, draw if len(days) else None, NOTHING_DECIDED, 3.6)


def figure(title: str, draw: Callable[[Axes], None] | None, nothing: str, height: float) -> Figure:
    """A figure with *title*, *height* inches high; without anything to draw it says *nothing*."""
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


def mistakes_over_time(mistakes: pd.DataFrame) -> Figure:
    """The five most frequent mistakes, month by month."""
    counts = frequency(mistakes)
    month = mistakes["received_at"].dt.tz_localize(None).dt.to_period("M")

    def draw(axes: Axes) -> None:
        table = mistakes.groupby([month, "cause"]).size().unstack(fill_value=0)
        table = table.reindex(every_month(table.index.min(), table.index.max()), fill_value=0)
        for cause, (colour, marker) in zip(counts.index[: len(STYLES)], STYLES, strict=False):
            axes.plot(range(len(table)), table[cause], color=colour, marker=marker, label=cause, linewidth=1.8)
        months(axes, list(table.index))
        axes.set_ylabel("Archivos en que se encontró")
        axes.set_xlabel("Mes en que se recibió el archivo")
        whole_numbers(axes, "y")
        axes.margins(y=0.08)
        axes.set_ylim(bottom=0)
        legend_beside(axes)

    title = "Cómo cambian los errores más frecuentes"
    return figure(title, draw if len(counts) else None, NOTHING_FOUND, 3.8)


def companies_with_differences(submissions: pd.DataFrame) -> Figure:
    """The companies with most files that did not match, and how many of their files did."""
    bad = submissions["result"] == RESULT_LABELS["inconsistent"]
    counts = submissions.assign(bad=bad).groupby("company")["bad"].agg(["sum", "count"])
    top = counts[counts["sum"] > 0].sort_values(["sum", "count"], ascending=False).head(MOST_BARS)[::-1]

    def draw(axes: Axes) -> None:
        names = [name if len(name) <= LONGEST_NAME else f"{name[: LONGEST_NAME - 1]}…" for name in top.index]
        places = range(len(names))
        axes.barh(places, list(top["sum"]), color=VERMILION, hatch="//", edgecolor="white", label="Con inconsistencias")
        others = list(top["count"] - top["sum"])
        axes.barh(places, others, left=list(top["sum"]), color=BLUE, label="Los demás")
        axes.set_yticks(list(places), names)
        axes.set_xlabel("Archivos recibidos")
        whole_numbers(axes, "x")
        legend_beside(axes)

    height = 1.8 + 0.36 * max(len(top), 3)
    return figure("Empresas con más archivos por corregir", draw if len(top) else None, NOTHING_FOUND, height)


def rounds_needed(submissions: pd.DataFrame) -> Figure:
    """In which round the approved cases were approved."""
    approved = submissions[submissions["outcome"] == OUTCOME_LABELS[Outcome.APPROVE]]
    counts = approved["round"].value_counts().sort_index()

    def draw(axes: Axes) -> None:
        bars = axes.bar(list(counts.index), list(counts), color=BLUE, width=0.6)
        axes.bar_label(bars, padding=3, color=INK)
        axes.set_xlabel("Ronda en que se aprobó")
        axes.set_ylabel("Casos")
        axes.margins(y=0.15)
        whole_numbers(axes, "y")
        every_number(axes, int(counts.index.max()))

    return figure("Cuántas rondas hacen falta", draw if len(counts) else None, NOTHING_DECIDED, 3.4)


def on_time_by_month(submissions: pd.DataFrame) -> Figure:
    """The share of the decisions of each month that were on time."""
    decided = submissions.dropna(subset=["decided_at", "on_time"])
    month = decided["decided_at"].dt.tz_localize(None).dt.to_period("M")
    share = decided["on_time"].astype("float64").groupby(month).mean() * 100

    def draw(axes: Axes) -> None:
        every = every_month(share.index.min(), share.index.max())
        places = [every.index(month) for month in share.index]
        colours = [BLUE if value >= ALL_ON_TIME else VERMILION for value in share]
        bars = axes.bar(places, list(share), color=colours, width=0.7)
        if len(places) <= MOST_BARS:
            axes.bar_label(bars, fmt="%.0f %%", padding=3, color=INK)
        axes.axhline(100, color=INK, linestyle="--", linewidth=1)
        axes.set_ylim(0, 112)
        axes.set_xlabel("Mes de la resolución")
        axes.set_ylabel("Resueltos en plazo (%)")
        months(axes, every)

    return figure("¿Cumplimos el plazo?", draw if len(share) else None, NOTHING_DECIDED, 3.4)


def waiting_by_days_left(queue: pd.DataFrame) -> Figure:
    """How many cases wait, by the business days that are left."""
    counts = queue["days_left"].clip(-5, 10).value_counts().sort_index()

    def draw(axes: Axes) -> None:
        for late, colour, hatch, label in ((True, VERMILION, "//", "Vencidos"), (False, BLUE, "", "En plazo")):
            part = counts[(counts.index < 0) == late]
            if not part.empty:
                bars = axes.bar(list(part.index), list(part), color=colour, hatch=hatch, edgecolor="white", label=label)
                axes.bar_label(bars, padding=3, color=INK)
        axes.set_xlabel("Días hábiles que quedan (−5 es cinco o más de retraso)")
        axes.set_ylabel("Casos que esperan")
        axes.set_xticks(range(int(counts.index.min()), int(counts.index.max()) + 1))
        whole_numbers(axes, "y")
        axes.margins(y=0.15)
        legend_beside(axes)

    return figure("Lo que espera, por los días que quedan", draw if len(counts) else None, NOTHING_WAITS, 3.4)


def rows_that_go_wrong(findings: pd.DataFrame, judged: int) -> Figure:
    """In which share of the *judged* files each assessment row was wrong: one that nobody gets wrong tells nothing."""
    wrong = findings[(findings["severity"] == "error") & (findings["section"] == "assessment") & (findings["tab"] == 2)]
    share = wrong.drop_duplicates(["submission", "number"])["number"].value_counts().sort_index() / max(judged, 1) * 100

    def draw(axes: Axes) -> None:
        every = share.reindex(range(1, int(share.index.max()) + 1), fill_value=0)
        axes.bar(list(every.index), list(every), color=BLUE, width=0.8)
        axes.set_xlabel("Renglón de b) Evaluación")
        axes.set_ylabel("Archivos en que salió distinto (%)")
        every_number(axes, len(every))

    return figure("Qué renglones distinguen", draw if len(share) else None, NOTHING_FOUND, 3.4)
