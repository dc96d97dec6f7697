"""The plot of what changed rules would change."""

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from backoffice.desk.axes import whole_numbers
from backoffice.desk.plots import BLUE, INK, VERMILION, figure

TITLE = "Qué cambiaría con estos valores"
NOTHING = "Todavía no hay resultados guardados.\nAparecerán en cuanto se evalúe un archivo."
OTHERS, EQUAL, LOST = "Igual conclusión, otros hallazgos", "Sin cambio", "Sin comparar"


def ways(flips: pd.DataFrame, counts: dict[str, int], lost: int) -> "pd.Series[int]":
    """How many verdicts go which way: ``Con inconsistencias → Sin inconsistencias`` … first, what stays at the end."""
    turned = (flips["Antes"] + " → " + flips["Ahora"]).value_counts().sort_index()
    rest = {OTHERS: counts["changed"], EQUAL: counts["equal"], LOST: lost}
    return pd.Series({**{str(way): int(many) for way, many in turned.items()}, **rest}, dtype="int64")


def impact(flips: pd.DataFrame, counts: dict[str, int], lost: int) -> Figure:
    """Bars: hatched vermilion for another conclusion, blue for the rest."""
    every = ways(flips, counts, lost)[::-1]

    def draw(axes: Axes) -> None:
        turned = [" → " in str(way) for way in every.index]
        bars = axes.barh(list(every.index), list(every), color=[VERMILION if one else BLUE for one in turned])
        for bar, one in zip(bars, turned, strict=True):
            bar.set_hatch("//" if one else "")
            bar.set_edgecolor("white")
        axes.bar_label(bars, padding=4, color=INK)
        axes.set_xlabel("Resultados guardados")
        whole_numbers(axes, "x")
        axes.margins(x=0.12)

    return figure(TITLE, draw if every.sum() else None, NOTHING, 1.2 + 0.45 * len(every))
