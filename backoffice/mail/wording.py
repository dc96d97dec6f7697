"""How values are printed in letters: folded to one line, grouped, shortened, wrapped. Pure functions on texts."""

import re
import textwrap
from typing import Any
from unicodedata import category

WIDTH = 76
ITEM = re.compile(r"\s*(?:- |\d+\. )?")
FIGURE = re.compile(r"(?P<sign>-?)(?P<whole>\d{1,15})(?P<decimals>\.\d+)?", re.ASCII)


def printed(value: Any) -> Any:
    """What an expression of a template prints: plain texts folded to one line, markup as it is."""
    return fold(value) if type(value) is str else value


def fold(text: str) -> str:
    """One line: runs of blanks and breaks become one space; control and invisible formatting characters go."""
    kept = "".join(c for c in text if c.isspace() or not category(c).startswith("C"))
    return " ".join(kept.split())


def shortened(text: str, longest: int) -> str:
    """Folded and, where it is longer than *longest* characters, cut with an ellipsis."""
    line = fold(text)
    return line if len(line) <= longest else line[: longest - 1].rstrip() + "…"


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


def wrapped(text: str) -> str:
    """Lines of at most 76 characters; longer words stay whole; never two empty lines in a row."""
    lines = [short for long in text.strip().splitlines() for short in wrapped_line(long)]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)) + "\n"


def wrapped_line(line: str) -> list[str]:
    """One line as several, those of a list's item indented below its text; an empty one stays."""
    match = ITEM.match(line)
    indent = " " * (match.end() if match else 0)
    short = textwrap.wrap(line, WIDTH, subsequent_indent=indent, break_long_words=False, break_on_hyphens=False)
    return short or [""]
