"""How texts are laid out in letters: folded to one line, wrapped. Pure functions on texts; figures are elsewhere."""

import re
import textwrap
from typing import Any

from backoffice.domain.typography import fold

WIDTH = 76
ITEM = re.compile(r"\s*(?:- |\d+\. )?")


def printed(value: Any) -> Any:
    """What an expression of a template prints: plain texts folded to one line, markup as it is."""
    return fold(value) if type(value) is str else value


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
