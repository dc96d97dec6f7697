"""Texts from outside as the typesetter's own fonts can show them: no controls, no direction marks, no missing glyph."""

import re
from unicodedata import normalize

from backoffice.domain.typography import fold

#: What the fonts lack is shown as this sign: PDF/A refuses a document with missing glyphs.
LACKING = "□"
#: Latin, Greek and Cyrillic letters, and the usual signs; no marks that combine, so that each is as wide as the others.
SHOWABLE = (
    "\u0020-\u007e\u00a0-\u00ac\u00ae-\u024f\u0391-\u03a1\u03a3-\u03ce\u0410-\u044f\u1e00-\u1eff"
    "\u2010-\u2027\u2030-\u203a\u20ac\u2190-\u21ff\u2200-\u22ff\u25a0-\u25ff\u2713\u2715"
)
_LACKING = re.compile(f"[^{SHOWABLE}]")


def line(text: str) -> str:
    """One line to be read: spaces folded, invisible characters gone, a sign for each character that cannot be shown."""
    return _LACKING.sub(LACKING, fold(normalize("NFC", text)))


def slices(text: str, width: int) -> list[str]:
    """A text whose every character counts, as lines of *width*: nothing is left out or folded.

    A space that would begin a line hangs at the end of the one before.
    """
    shown = _LACKING.sub(LACKING, normalize("NFC", text))
    return re.findall(f".{{1,{width}}} ?", shown)
