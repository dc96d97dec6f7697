"""The one name that notebooks import. Each function shows something; a refusal is a sentence, never a traceback."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from functools import cache
from io import BytesIO
from typing import Any

from IPython.display import HTML, Image

from backoffice import logs
from backoffice.bootstrap import House, open_house
from backoffice.desk import bulk
from backoffice.desk.agreement import agreement_frame
from backoffice.desk.bulk import MISTAKES, SUBMISSIONS, Everything
from backoffice.desk.decided import decided_frame
from backoffice.desk.frames import frame_page
from backoffice.desk.identity import analyst
from backoffice.desk.letters_panel import LettersPanel
from backoffice.desk.workbench import Workbench
from backoffice.domain.errors import MesaError
from backoffice.mail import rendering
from backoffice.settings import given_addresses, load_settings

__all__ = [
    "Everything", "agreement", "columns", "decided", "desk", "everything", "letters", "plot_days", "plot_mistakes",
    "submissions_table",
]  # fmt: skip


class Told(MesaError):
    """A refusal inside a notebook, which shows its sentence alone."""

    def _render_traceback_(self) -> list[str]:
        """What IPython prints instead of a traceback."""
        return [str(self)]


def desk() -> Any:
    """The queue and, once one is chosen, a case. A widget."""
    with _told():
        house = _house()
        return Workbench(house, analyst(house.settings)).widget


def letters() -> Any:
    """The letters that wait for a person: returned, refused, or that may not have arrived. A widget."""
    with _told():
        house = _house()
        return LettersPanel(house, analyst(house.settings)).widget


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
    """All submissions and all mistakes found in them, as typed frames: ``.submissions`` and ``.mistakes``."""
    with _told():
        return bulk.everything(_house())


def submissions_table(data: Everything) -> Any:
    """The submissions, as people read them."""
    nothing = "Aquí aparece cada archivo de evidencias que envíe una empresa, desde que llega."
    titles = {name: one.meaning for name, one in SUBMISSIONS.items()}
    return _html(frame_page(data.submissions, title="Archivos recibidos", nothing=nothing, titles=titles))


def columns() -> Any:
    """What the columns of both frames mean."""
    pages = (("submissions", SUBMISSIONS), ("mistakes", MISTAKES))
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
