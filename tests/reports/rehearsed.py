"""The explanations of the rehearsal's files, and the text of a page. ``python -m tests.reports.rehearsed`` remakes all
golden texts: read the difference before you keep it."""

import hashlib
import re
from datetime import date, datetime
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from zoneinfo import ZoneInfo

from backoffice import reports
from backoffice.domain.checks import judge
from backoffice.domain.explained import Explained, Origin, explain
from backoffice.domain.test_set.generation import generate
from backoffice.efirma.service_seal import rehearsal_seal
from backoffice.official import parameters
from backoffice.rehearsal.story import evidence
from backoffice.workbooks.reading import read

GOLDEN = Path(__file__).parent / "golden"
#: Seeds of the sets that the files were made for.
SEEDS = {
    "caso_a_ronda_1.xls": "9a990f9ef8dab49dc1b20b631ad1a48960b13d452949e0dc2b35589b43ba105f",
    "caso_b_ronda_1.xls": "76efce8ae6b27fdebb0d88f9ac5f000629a5d078903fb35c46908a3e9fdc050e",
    "caso_d_ronda_1.xls": "468402599be6909d7023bca3561ab3ecdc7a478f37b6fc4b35155226409dbf89",
}
#: The facts of the evaluation change with every version of the program: they are tested elsewhere.
LAST_SECTION = "El archivo y su evaluación"
BLOCKS = {"p", "h1", "h2", "h3", "li", "tr", "dt", "dd", "div", "section", "article", "header", "title"}
CELLS = {"td", "th"}


@cache
def explained(name: str) -> Explained:
    """The explanation of one file, as if evaluated on a Monday noon."""
    asked = generate(bytes.fromhex(SEEDS[name]), "first", date(2026, 11, 23), rehearsal_seal(), parameters())
    data = evidence(name)
    seen = read(data)
    verdict = judge(seen, asked, hashlib.sha256(data).hexdigest(), parameters())
    noon = datetime(2026, 11, 23, 12, 0, tzinfo=ZoneInfo("America/Mexico_City"))
    origin = Origin(file_name=name, size=len(data), evaluated_at=noon, format=seen.format)
    return explain(verdict, asked, parameters(), origin)


def text_of(page: str) -> str:
    """What a person reads on a page, a line for each block; cells of a row stand between bars."""
    reader = _Reader()
    reader.feed(page)
    lines = (re.sub(r"\s+", " ", line).strip(" |") for line in "".join(reader.pieces).split("\n"))
    return "\n".join(line for line in lines if line) + "\n"


def golden_text(name: str) -> str:
    """The page of one file down to the facts of its evaluation."""
    return text_of(reports.html(explained(name))).partition(LAST_SECTION)[0]


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.pieces: list[str] = []
        self.hidden = False

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self.hidden = tag == "style"
        self.pieces += ["\n"] if tag in BLOCKS else [" | "] if tag in CELLS else []

    def handle_endtag(self, tag: str) -> None:
        self.hidden = False
        self.pieces += ["\n"] if tag in BLOCKS else []

    def handle_data(self, data: str) -> None:
        self.pieces += [] if self.hidden else [data]


if __name__ == "__main__":
    for each in SEEDS:
        (GOLDEN / f"{each}.txt").write_text(golden_text(each), encoding="utf-8")
