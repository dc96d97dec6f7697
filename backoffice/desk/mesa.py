"""The one name that notebooks import. Each function shows something; a refusal is a sentence, never a traceback."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

import pandas as pd
from IPython.display import HTML, Image, display

from backoffice import logs
from backoffice.bootstrap import House, open_house
from backoffice.desk import bulk, frames
from backoffice.desk import impact as impacts
from backoffice.desk.agreement import agreement_frame
from backoffice.desk.bulk import FINDINGS, IN_SHORT, MISTAKES, ROUNDS, SUBMISSIONS, Everything
from backoffice.desk.decided import decided_frame
from backoffice.desk.export import export as to_excel
from backoffice.desk.frames import frame_page, framed
from backoffice.desk.identity import at_the_desk
from backoffice.desk.impact import Impact
from backoffice.desk.letters_panel import LettersPanel
from backoffice.desk.page import page
from backoffice.desk.queue import queue_frame, waiting
from backoffice.desk.workbench import Workbench
from backoffice.domain.errors import MesaError
from backoffice.mail import rendering
from backoffice.records.runs import Standing
from backoffice.settings import given_addresses, load_settings

__all__ = [
    "Everything", "agreement", "columns", "decided", "desk", "everything", "export", "impact", "impact_table",
    "letters", "plot_companies", "plot_days", "plot_impact", "plot_mistakes", "plot_on_time", "plot_over_time",
    "plot_rounds", "plot_rows", "plot_waiting", "submissions_table", "values_table",
]  # fmt: skip


GOES_ON = "La comparación sigue sin ti en los trabajadores: ejecuta de nuevo esta celda para ver cómo va."


class Told(MesaError):
    """A refusal inside a notebook, which shows its sentence alone."""

    def _render_traceback_(self) -> list[str]:
        """What IPython prints instead of a traceback."""
        return [str(self)]


def desk() -> Any:
    """The queue and, once one is chosen, a case. A widget."""
    with _told():
        house = _house()
        person = at_the_desk(house)
        return Workbench(house, person.name, only_looks=not person.may_act).widget


def letters() -> Any:
    """The letters that wait for a person: returned, refused, or that may not have arrived. A widget."""
    with _told():
        house = _house()
        person = at_the_desk(house)
        return LettersPanel(house, person.name, only_looks=not person.may_act).widget


def agreement() -> Any:
    """How often two people who looked at the same file apart decided the same."""
    with _told():
        frame = agreement_frame(_house())
    nothing = "Aquí aparece cada par de opiniones desde la primera segunda revisión."
    return _html(frame_page(frame, title="Acuerdo entre quienes revisan", nothing=nothing))


def decided(days: int = 7) -> Any:
    """What people decided in the last *days*, the newest first."""
    with _told():
        house = _house()
        frame = decided_frame(house, house.now() - timedelta(days=days))
    nothing = "Aquí aparece cada resolución desde que la confirmas, con quién la tomó y si fue a tiempo."
    return _html(frame_page(frame, title=f"Resoluciones de los últimos {days} días", nothing=nothing))


def everything() -> Everything:
    """All as typed frames: ``.submissions``, ``.rounds``, ``.mistakes``, ``.findings``."""
    with _told():
        return bulk.everything(_house())


def submissions_table(data: Everything) -> Any:
    """The submissions, as people read them: the newest first, and of the columns what fits on a page."""
    nothing = "Aquí aparece cada archivo de evidencias que envíe una empresa, desde que llega."
    titles = {heading: SUBMISSIONS[name].meaning for name, heading in IN_SHORT.items()}
    frame = data.submissions[list(IN_SHORT)][::-1].rename(columns=IN_SHORT)
    return _html(frame_page(frame, title="Archivos recibidos", nothing=nothing, titles=titles))


def mistakes_table(data: Everything) -> Any:
    """Each mistake: in how many files it was found, and by how many of their wrong rows."""
    nothing = "Aquí aparece cada error desde que la evaluación lo encuentra en un archivo."
    return _html(frame_page(bulk.power(data.mistakes), title="Errores que los sets descubren", nothing=nothing))


def unexplained_table(data: Everything) -> Any:
    """The files with wrong rows that no mistake of the catalogue explains."""
    nothing = "Cada renglón distinto tiene su causa."
    frame = bulk.unexplained(data)
    return _html(frame_page(frame, title="Archivos con renglones sin causa identificada", nothing=nothing))


def columns() -> Any:
    """What the columns of all frames mean."""
    pages = (("submissions", SUBMISSIONS), ("rounds", ROUNDS), ("mistakes", MISTAKES), ("findings", FINDINGS))
    return _html("".join(frame_page(bulk.columns(of), title=f"Columnas de «{name}»", nothing="") for name, of in pages))


def plot_mistakes(data: Everything) -> Any:
    """The most frequent mistakes."""
    from backoffice.desk import plots  # noqa: PLC0415 - matplotlib is slow to load, and the queue needs none

    return _picture(plots.frequent_mistakes(data.mistakes), "Los errores de cálculo más frecuentes")


def plot_days(data: Everything) -> Any:
    """Business days to a decision, against the days that the desk has."""
    from backoffice.desk import plots  # noqa: PLC0415 - as above

    with _told():
        limit = _house().settings.analysis_days
    return _picture(plots.days_to_decision(data.submissions, limit), "Tiempo de resolución frente al plazo")


def plot_over_time(data: Everything) -> Any:
    """The most frequent mistakes, month by month."""
    from backoffice.desk import plots  # noqa: PLC0415 - as above

    return _picture(plots.mistakes_over_time(data.mistakes), "Los errores más frecuentes, mes por mes")


def plot_companies(data: Everything) -> Any:
    """The companies with most files that did not match."""
    from backoffice.desk import plots  # noqa: PLC0415 - as above

    return _picture(plots.companies_with_differences(data.submissions), "Empresas con más archivos por corregir")


def plot_rounds(data: Everything) -> Any:
    """In which round cases are approved."""
    from backoffice.desk import plots  # noqa: PLC0415 - as above

    return _picture(plots.rounds_needed(data.submissions), "Rondas hasta la aprobación")


def plot_on_time(data: Everything) -> Any:
    """The share of decisions on time, month by month."""
    from backoffice.desk import plots  # noqa: PLC0415 - as above

    return _picture(plots.on_time_by_month(data.submissions), "Resoluciones en plazo, mes por mes")


def plot_waiting() -> Any:
    """What waits now, by the business days that are left."""
    from backoffice.desk import plots  # noqa: PLC0415 - as above

    with _told():
        house = _house()
        frame = queue_frame(waiting(house), house.settings.zone)
    return _picture(plots.waiting_by_days_left(frame), "Casos que esperan, por los días que quedan")


def plot_rows(data: Everything) -> Any:
    """In which share of the files each assessment row was wrong."""
    from backoffice.desk import plots  # noqa: PLC0415 - as above

    judged = int(data.submissions["wrong_assessment"].notna().sum())
    return _picture(plots.rows_that_go_wrong(data.findings, judged), "Renglones que distinguen")


def values_table() -> Any:
    """The official values that ``impact`` can change."""
    return _html(frame_page(impacts.values_frame(), title="Valores que se pueden cambiar", nothing=""))


def impact(changes: dict[str, Any], *, anew: bool = False) -> Impact:
    """Try changed official values on every stored verdict, with a bar: ``{"umi": {"2026-01-01": "120.00"}}``.

    Without changes, today's program is compared. What is known already is shown at once, unless *anew*.
    """
    bar = display(_html(""), display_id=True)  # type: ignore[no-untyped-call]

    def show(seen: Standing) -> None:
        done = seen.done + seen.given_up
        bar.update(_html(frames.wrapped(page("rule_run", title="Resultados comparados", done=done, total=seen.total))))

    with _told():
        house = _house()
        try:
            return impacts.impact(house, changes, at_the_desk(house).name, show=show, anew=anew)
        except KeyboardInterrupt:
            raise Told(GOES_ON) from None


def impact_table(found: Impact) -> Any:
    """The cases that would flip, those that keep their conclusion with other findings, and those not compared."""
    nothing = "Aquí aparecerá cada caso cuya conclusión sería otra." if not found.number else "Ninguna sería otra."
    pages = [frame_page(found.flips, title="Casos con otra conclusión", nothing=nothing)]
    for frame, title in ((found.others, "Casos con otros hallazgos"), (found.lost, "Casos que no se compararon")):
        pages += [] if frame.empty else [frame_page(frame, title=title, nothing="")]
    return _html((framed(found.conclusion) if found.number else "") + "".join(pages))


def plot_impact(found: Impact) -> Any:
    """How many verdicts would go which way."""
    from backoffice.desk import plots_impact  # noqa: PLC0415 - matplotlib is slow to load, and the queue needs none

    return _picture(plots_impact.impact(found.flips, found.counts, len(found.lost)), plots_impact.TITLE)


def export(frame: pd.DataFrame, path: str) -> Any:
    """Write a frame as an Excel file; texts of strangers stay texts. An existing file is not written over."""
    with _told():
        lines = to_excel(frame, Path(path))
    return _html(framed(f"Se escribieron {lines:,} renglones en {path}."))


def _html(text: str) -> Any:
    return HTML(text)  # type: ignore[no-untyped-call]


def _picture(figure: Any, alt: str) -> Any:
    png = BytesIO()
    figure.savefig(png, format="png", dpi=160, facecolor="white")
    return Image(data=png.getvalue(), format="png", width=int(figure.get_figwidth() * 90), alt=alt)  # type: ignore[no-untyped-call]


@cache
def _house() -> House:
    """The house of this notebook: the addresses come from its environment. A letter that is wrong is found at once."""
    logs.configure(logging.CRITICAL)
    settings = load_settings()
    rendering.shipped()
    return open_house(settings, given_addresses(settings))


@contextmanager
def _told() -> Iterator[None]:
    """Refusals go on as their sentence alone."""
    try:
        yield
    except MesaError as refusal:
        raise Told(str(refusal)) from None
