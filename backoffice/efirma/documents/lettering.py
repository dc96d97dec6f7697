"""Texts from outside as the typesetter's own fonts can show them: no controls, no direction marks, no missing glyph."""

import re

from backoffice.domain.typography import fold, showable


def line(text: str) -> str:
    """One line to be read: spaces folded, invisible characters gone, a sign for each character that cannot be shown."""
    return showable(fold(text))


def slices(text: str, width: int) -> list[str]:
    """A text whose every character counts, as lines of *width*: nothing is left out or folded.

    A space that would begin a line hangs at the end of the one before.
    """
    shown = showable(text)
    return re.findall(f".{{1,{width}}} ?", shown)
