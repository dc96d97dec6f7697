"""What an applicant is told of a workbook before sending it: all that was found, and what was not compared. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from backoffice.domain.evidence import STEPS, Evidence
from backoffice.domain.explained.differences import SIGNS, TONES, Difference, differences
from backoffice.domain.explained.facts import format_said
from backoffice.domain.explained.lights import TITLES
from backoffice.domain.explained.points import TabPoints, points_by_tab
from backoffice.domain.explained.spanish import counted, said
from backoffice.domain.explained.summary import mistakes_named
from backoffice.domain.findings import Severity
from backoffice.domain.mistakes import wording
from backoffice.domain.test_set import TestSet
from backoffice.domain.test_set.as_given import AsGiven
from backoffice.domain.verdict import Verdict

SECRET = "La sección b) no se compara aquí: sus respuestas son secretas."  # noqa: S105 - no password
COUNTED = {
    Severity.ERROR: ("por corregir", "por corregir"),
    Severity.WARNING: ("por ver", "por ver"),
    Severity.NOTE: ("aceptado", "aceptados"),
}
#: So many sheets are named; beyond, they are counted.
MOST_SHEETS = 8
#: A page lists so many rows; beyond, they are counted.
MOST_LISTED = 100


@dataclass(frozen=True, slots=True)
class TabSeen:
    """A tab in a line: sign and colour of the gravest that was found in it, and how much of each gravity."""

    title: str
    sign: str
    tone: str
    said: str


@dataclass(frozen=True, slots=True)
class Remedy:
    """A mistake that explains wrong samples: its code in the catalogue, its name, how it should be."""

    code: str
    name: str
    how: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SelfCheck:
    """The whole page, conclusion first. ``differences`` are rows of tab 2, ``left_out`` how many are not listed.

    ``read`` are names and values of what the workbook was seen to hold.
    """

    tone: str
    heading: str
    more: str
    remedies: tuple[Remedy, ...]
    tabs: tuple[TabSeen, ...]
    differences: tuple[Difference, ...]
    left_out: int
    points: tuple[TabPoints, ...]
    read: tuple[tuple[str, str], ...]
    not_compared: tuple[str, ...]


def self_check(verdict: Verdict, given: AsGiven | None, evidence: Evidence | None) -> SelfCheck:
    """All of it. *given* and *evidence* are ``None`` where the workbook was refused: nothing was compared."""
    if given is None or evidence is None:
        return _refused(verdict)
    lines = differences(verdict, _as_shown(given.test_set))
    tone, heading = _conclusion(verdict)
    return SelfCheck(
        tone=tone,
        heading=heading,
        more=_causes(verdict),
        remedies=tuple(_remedy(code) for code in dict.fromkeys(cause.mistake for cause in verdict.diagnosis)),
        tabs=tuple(_tab(verdict, tab) for tab in TITLES),
        differences=tuple(lines[:MOST_LISTED]),
        left_out=max(0, len(lines) - MOST_LISTED),
        points=points_by_tab(verdict),
        read=tuple(read_said(evidence)),
        not_compared=tuple(not_compared(given)),
    )


def _refused(verdict: Verdict) -> SelfCheck:
    (finding,) = verdict.findings
    return SelfCheck(
        tone="bad",
        heading="El archivo no se pudo leer: así no se recibiría",
        more=finding.message,
        remedies=(),
        tabs=(),
        differences=(),
        left_out=0,
        points=(),
        read=(),
        not_compared=(),
    )


def _as_shown(test_set: TestSet) -> TestSet:
    """The set with nothing to show where an answer is not known."""
    nothing: dict[str, str | None] = dict.fromkeys(STEPS)
    return replace(
        test_set, rows=tuple(row if row.is_answered else replace(row, expected=nothing) for row in test_set.rows)
    )


def _remedy(code: str) -> Remedy:
    words = wording(code)
    return Remedy(code, words.name, words.remedy)


def read_said(evidence: Evidence) -> Iterator[tuple[str, str]]:
    """What the workbook was seen to hold. Texts of the applicant's are made one harmless line."""
    names = [f"«{said(sheet.name, 40)}»{' (oculta)' if sheet.hidden else ''}" for sheet in evidence.sheets]
    left = len(names) - MOST_SHEETS
    yield "Formato", format_said(evidence.format)
    yield "Hojas", ", ".join(names[:MOST_SHEETS]) + (f" y {left:,} más" if left > 0 else "")
    yield "Avisos", counted(len(evidence.notice_files), "archivo .json", "archivos .json")
    rows = [sum(row.section == section for row in evidence.rows) for section in ("samples", "assessment")]
    yield "Filas", f"a) {rows[0]:,} · b) {rows[1]:,}"
    yield "Imágenes", f"{len(evidence.pictures):,}"
    cfdi = evidence.cfdi
    yield "CFDI", f"versión {said(cfdi.version, 12)}, NSS {said(cfdi.nss, 20) or 'sin dato'}" if cfdi else "no lo vemos"


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
