"""What an applicant is told of a workbook before sending it: all that was found, and what was not compared. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass

from backoffice.domain.explained.differences import SIGNS, TONES, Difference, differences
from backoffice.domain.explained.lights import TITLES
from backoffice.domain.explained.points import TabPoints, points_by_tab
from backoffice.domain.explained.spanish import counted
from backoffice.domain.explained.summary import mistakes_named
from backoffice.domain.findings import Severity
from backoffice.domain.test_set.as_given import AsGiven
from backoffice.domain.verdict import Verdict

SECRET = "La sección b) no se compara aquí: sus respuestas son secretas."  # noqa: S105 - no password
COUNTED = {
    Severity.ERROR: ("por corregir", "por corregir"),
    Severity.WARNING: ("por ver", "por ver"),
    Severity.NOTE: ("aceptado", "aceptados"),
}
#: A page lists so many rows; beyond, they are counted.
MOST_LISTED = 100


@dataclass(frozen=True, slots=True)
class TabSeen:
    """A tab in a line: sign and colour of the gravest that was found in it, and how much of each gravity."""

    title: str
    sign: str
    tone: str
    said: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SelfCheck:
    """The whole page, conclusion first. ``differences`` are rows of tab 2, ``left_out`` how many are not listed."""

    tone: str
    heading: str
    more: str
    tabs: tuple[TabSeen, ...]
    differences: tuple[Difference, ...]
    left_out: int
    points: tuple[TabPoints, ...]
    not_compared: tuple[str, ...]


def self_check(verdict: Verdict, given: AsGiven | None) -> SelfCheck:
    """All of it. *given* is ``None`` where the workbook was refused: nothing was compared."""
    if given is None:
        (finding,) = verdict.findings
        heading = "El archivo no se pudo leer: así no se recibiría"
        return SelfCheck(
            tone="bad",
            heading=heading,
            more=finding.message,
            tabs=(),
            differences=(),
            left_out=0,
            points=(),
            not_compared=(),
        )
    lines = differences(verdict, given.test_set)
    tone, heading = _conclusion(verdict)
    return SelfCheck(
        tone=tone,
        heading=heading,
        more=_causes(verdict),
        tabs=tuple(_tab(verdict, tab) for tab in TITLES),
        differences=tuple(lines[:MOST_LISTED]),
        left_out=max(0, len(lines) - MOST_LISTED),
        points=points_by_tab(verdict),
        not_compared=tuple(not_compared(given)),
    )


def not_compared(given: AsGiven) -> Iterator[str]:
    """What was recomputed, and what was not."""
    samples = [row for row in given.test_set.section("samples") if row.credit_number]
    if samples:
        yield f"Recalculamos {sum(row.is_answered for row in samples)} de {len(samples)} muestras de la sección a)."
    if samples and not given.test_set.row(*given.test_set.receipt).is_answered:
        yield "El importe del CFDI no se compara: no recalculamos su fila."
    yield SECRET


def _conclusion(verdict: Verdict) -> tuple[str, str]:
    errors, warnings = verdict.count(Severity.ERROR), verdict.count(Severity.WARNING)
    if errors:
        return "bad", f"{counted(errors, 'punto', 'puntos')} por corregir antes de enviar"
    if warnings:
        return "warn", f"Nada por corregir; {counted(warnings, 'punto', 'puntos')} por ver"
    return "good", "No encontramos nada que corregir"


def _causes(verdict: Verdict) -> str:
    """The mistakes that explain wrong samples."""
    if not verdict.diagnosis:
        return ""
    explained = {place for cause in verdict.diagnosis for place in cause.explains}
    names = "; ".join(mistakes_named(verdict))
    rows = counted(len(explained), "muestra distinta", "muestras distintas")
    return f"Causa probable: {names}. Explica {rows}."


def _tab(verdict: Verdict, tab: int) -> TabSeen:
    counts = [(severity, verdict.count(severity, tab)) for severity in Severity]
    said = [f"{count} {COUNTED[severity][count != 1]}" for severity, count in counts if count]
    worst = next((severity for severity, count in counts if count and severity is not Severity.NOTE), None)
    tone = TONES[worst] if worst else "ok"
    return TabSeen(f"{tab} · {TITLES[tab]}", SIGNS.get(tone, "✓"), tone, ", ".join(said) or "sin observaciones")
