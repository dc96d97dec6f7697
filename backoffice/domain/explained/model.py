"""One submission's evaluation explained, as one frozen value. How it looks is for whoever shows it."""

from dataclasses import dataclass
from datetime import datetime

from backoffice.domain.explained.compared import Tally
from backoffice.domain.explained.diagnosed import CauseSaid
from backoffice.domain.explained.differences import Difference
from backoffice.domain.explained.facts import Facts
from backoffice.domain.explained.lights import Light
from backoffice.domain.explained.passed import TabPassed
from backoffice.domain.explained.points import TabPoints
from backoffice.domain.explained.summary import Conclusion
from backoffice.domain.explained.values import OfficialValue
from backoffice.domain.explained.worked import Worked

TITLE = "Informe de la evaluación"
#: On every report: it shows the right answers.
SECRET = "Contiene respuestas del set: no se envía mientras el set esté en juego."  # noqa: S105 - a sentence


@dataclass(frozen=True, slots=True)
class RowExplained:
    """A row worked in full."""

    line: Difference
    worked: Worked


@dataclass(frozen=True, slots=True, kw_only=True)
class Explained:
    """Texts fit to be shown, the conclusion first. ``heading`` names the case, or the file where there is no case.

    ``differences`` are the rows in which something differs, ``rows`` those of them that are worked in full; the
    counts say how many are only listed, and how many not even that. ``values`` are the official values of all
    ``rows``, each once. ``unexplained`` names the wrong rows without a known cause. ``made_at`` is an aware moment.
    """

    heading: str
    tone: str
    result: str
    conclusion: Conclusion
    to_do: str
    tallies: tuple[Tally, ...]
    lights: tuple[Light, ...]
    causes: tuple[CauseSaid, ...]
    unexplained: str
    differences: tuple[Difference, ...]
    rows: tuple[RowExplained, ...]
    only_listed: int
    left_out: int
    values: tuple[OfficialValue, ...]
    points: tuple[TabPoints, ...]
    passed: tuple[TabPassed, ...]
    facts: Facts
    made_at: datetime

    @property
    def title(self) -> str:
        """What it is."""
        return TITLE

    @property
    def secret(self) -> str:
        """Why it must not be sent yet."""
        return SECRET
