"""A frame as people read it in a notebook: escaped, dated in Spanish, cut where it is long, kind where it is empty."""

from datetime import datetime
from typing import Any

import numpy as np
import pandas as pd

from backoffice.desk.page import page, style
from backoffice.domain.calendar import spoken
from backoffice.domain.explained.spanish import counted, said

#: A notebook shows so many lines; the frame has them all.
MOST_LINES = 200


def frame_page(frame: pd.DataFrame, *, title: str, nothing: str, titles: dict[str, str] | None = None) -> str:
    """The HTML of *frame*; *nothing* says what will appear and when; *titles* explain columns on hovering."""
    if frame.empty:
        return wrapped(page("queue_empty", title=title, text=nothing))
    lines = [[shown(value) for value in line] for line in frame.head(MOST_LINES).itertuples(index=False)]
    heads = [
        (str(name), (titles or {}).get(str(name), ""), pd.api.types.is_numeric_dtype(frame[name])) for name in frame
    ]
    total = counted(len(frame), "renglón", "renglones")
    left_out = f"Se muestran {MOST_LINES} de {total}." if len(frame) > MOST_LINES else total
    return wrapped(page("frame", title=title, heads=heads, lines=lines, total=left_out))


def shown(value: Any) -> str:
    """One value as people read it."""
    if not isinstance(value, str) and pd.isna(value):
        return ""
    if isinstance(value, bool | np.bool_):
        return "sí" if value else "no"
    if isinstance(value, datetime):
        hour = f", {value:%H:%M}" if value.tzinfo else ""
        return f"{spoken(value.date())}{hour}"
    if isinstance(value, int | np.integer):
        return f"{value:,}"
    if isinstance(value, float):
        return f"{value:,.2f}"
    return said(str(value))


def framed(sentence: str) -> str:
    """A sentence of ours, as the desk shows it."""
    return wrapped(page("message", text=sentence, tone="ok"))


def wrapped(inside: str) -> str:
    """A piece of ours with the desk's style around it."""
    return f'<div class="mesa">{style()}{inside}</div>'
