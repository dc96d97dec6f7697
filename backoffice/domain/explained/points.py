"""What was found beside the rows of tab 2, by tab, each with what to do. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass

from backoffice.domain.explained.differences import SIGNS, TONES, WORDS
from backoffice.domain.explained.lights import TITLES
from backoffice.domain.explained.spanish import said
from backoffice.domain.findings import Finding, Severity
from backoffice.domain.verdict import Verdict

#: A tab tells so many points; beyond, it counts them.
MOST_POINTS = 60
LONGEST_POINT = 400
WHOLE_BOOK = "Todo el libro"

#: What to do, for findings whose sentence only says what is the matter.
REMEDIES = {
    "notices_unreadable": "Inclúyelos tal como los devolvió el servicio.",
    "notice_too_large": "Incluye el aviso tal como lo devolvió el servicio.",
    "picture_tiny": "Pégala de nuevo, de un tamaño en que se lea.",
    "cfdi_nss_differs": "Genera el recibo del trabajador y el periodo de esa fila e insértalo de nuevo.",
    "cfdi_employer_differs": "Genera el recibo con los datos del set e insértalo de nuevo.",
    "cfdi_period_start_differs": "Genera el recibo del trabajador y el periodo de esa fila e insértalo de nuevo.",
    "cfdi_period_end_differs": "Genera el recibo del trabajador y el periodo de esa fila e insértalo de nuevo.",
    "cfdi_amount_differs": "Corrige el cálculo y genera de nuevo el recibo.",
    "tabs_by_order": "Conserva los nombres de las pestañas de la plantilla.",
}


@dataclass(frozen=True, slots=True)
class Point:
    """One finding: sign and word for its gravity, its sentence, what to do where the sentence does not say it."""

    tone: str
    sign: str
    word: str
    message: str
    remedy: str


@dataclass(frozen=True, slots=True)
class TabPoints:
    """The points of one tab, or of the whole workbook, gravest first, and how many were left out."""

    title: str
    points: tuple[Point, ...]
    left_out: int


def beside_the_rows(verdict: Verdict | None) -> list[Finding]:
    """The findings that no row of tab 2 tells, gravest first."""
    order = list(Severity)
    rest = [f for f in verdict.findings if not (f.tab == 2 and f.number)] if verdict else []
    return sorted(rest, key=lambda f: order.index(f.severity))


def points_by_tab(verdict: Verdict | None) -> tuple[TabPoints, ...]:
    """All of them, the whole workbook first, then tab by tab; tabs without any are absent."""
    found = beside_the_rows(verdict)
    by_tab = {tab: [finding for finding in found if finding.tab == tab] for tab in (None, *TITLES)}
    return tuple(_of_tab(tab, its) for tab, its in by_tab.items() if its)


def point_of(finding: Finding) -> Point:
    """A finding as people read it."""
    tone = TONES[finding.severity]
    return Point(
        tone=tone,
        sign=SIGNS[tone],
        word=WORDS[finding.severity],
        message=said(finding.message, LONGEST_POINT),
        remedy=REMEDIES.get(finding.code, ""),
    )


def _of_tab(tab: int | None, found: Iterable[Finding]) -> TabPoints:
    points = tuple(point_of(finding) for finding in found)
    title = f"{tab} · {TITLES[tab]}" if tab else WHOLE_BOOK
    return TabPoints(title, points[:MOST_POINTS], max(0, len(points) - MOST_POINTS))
