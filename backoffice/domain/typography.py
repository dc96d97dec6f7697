"""How figures and texts from outside are printed for people: one harmless line, thousands, groups."""

import re
from unicodedata import category, normalize

#: What the fonts of printed pages lack is shown as this sign.
LACKING = "□"
#: What they have: Latin, Greek and Cyrillic letters, and the usual signs; no marks that combine. Tests print them all.
SHOWABLE = (
    "\u0020-\u007e\u00a0-\u00ac\u00ae-\u024f\u0391-\u03a1\u03a3-\u03ce\u0410-\u044f\u1e00-\u1eff"
    "\u2010-\u2027\u2030-\u203a\u20ac\u2190-\u21ff\u2200-\u22ff\u25a0-\u25ff\u2713\u2715"
)
_LACKING = re.compile(f"[^{SHOWABLE}]")
FIGURE = re.compile(r"(?P<sign>-?)(?P<whole>\d{1,15})(?P<decimals>\.\d+)?", re.ASCII)


def fold(text: str) -> str:
    """One line: runs of blanks and breaks become one space; control and invisible formatting characters go."""
    kept = "".join(c for c in text if c.isspace() or not category(c).startswith("C"))
    return " ".join(kept.split())


def shortened(text: str, longest: int) -> str:
    """Folded and, where it is longer than *longest* characters, cut with an ellipsis."""
    line = fold(text)
    return line if len(line) <= longest else line[: longest - 1].rstrip() + "…"


def showable(text: str) -> str:
    """Composed letters, and a sign for each character that the fonts of printed pages lack."""
    return _LACKING.sub(LACKING, normalize("NFC", text))


def grouped_nss(nss: str) -> str:
    """``45907133421`` → ``4590 71 3342 1``; anything else as it is."""
    if not (len(nss) == 11 and nss.isascii() and nss.isdigit()):
        return nss
    return f"{nss[:4]} {nss[4:6]} {nss[6:10]} {nss[10]}"


def figure(text: str) -> str:
    """``-1291.66`` → ``−1,291.66``; anything that is no plain decimal as it is, shortened."""
    match = FIGURE.fullmatch(text.strip())
    if not match:
        return shortened(text, 40)
    return f"{'−' if match['sign'] else ''}{int(match['whole']):,}{match['decimals'] or ''}"
