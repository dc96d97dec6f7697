"""The four tabs of a workbook as lights: a sign, a word, a colour and one line. Pure."""

from dataclasses import dataclass

from backoffice.domain.explained.compared import wrong_rows
from backoffice.domain.explained.spanish import counted, said
from backoffice.domain.findings import Finding, Section, Severity
from backoffice.domain.test_set import TestSet
from backoffice.domain.verdict import Verdict

PICTURES = 3
TITLES = {1: "JSON", 2: "Amortizaciones", 3: "Pantallas", 4: "CFDI"}

#: The fact of a tab in which nothing is wrong. Only a person can say that a screen shows what it should.
RIGHT = {
    1: "{notices}, completos y sin cambios",
    2: "{samples} y {assessment}, todo coincide",
    3: "Hay imágenes: falta que las veas",
    4: "La deducción y el trabajador corresponden",
}

_SECTIONS: tuple[tuple[str, Section], ...] = (("a", "samples"), ("b", "assessment"))


@dataclass(frozen=True, slots=True)
class Light:
    """One tab. ``tone`` is ``ok``, ``bad`` or ``warn``."""

    tab: int
    title: str
    sign: str
    word: str
    tone: str
    detail: str


def lights(verdict: Verdict | None, asked: TestSet, seen: str = "") -> list[Light]:
    """The lights of tabs 1 to 4; none where there is no verdict. *seen*: who looked at the pictures, and when."""
    return [_light(tab, verdict, asked, seen) for tab in TITLES] if verdict else []


def _light(tab: int, verdict: Verdict, asked: TestSet, seen: str) -> Light:
    here = [finding for finding in verdict.findings if finding.tab == tab]
    errors = [finding for finding in here if finding.severity is Severity.ERROR]
    warnings = [finding for finding in here if finding.severity is Severity.WARNING]
    if errors:
        return Light(tab, TITLES[tab], "✕", "por corregir", "bad", _trouble(tab, verdict, asked, errors))
    if tab == PICTURES and seen:
        return Light(tab, TITLES[tab], "✓", "vistas", "ok", f"Muestran lo que deben: {said(seen, 110)}")
    if warnings:
        return Light(tab, TITLES[tab], "!", "por ver", "warn", _first(warnings))
    if tab == PICTURES:
        return Light(tab, TITLES[tab], "!", "por ver", "warn", RIGHT[tab])
    return Light(tab, TITLES[tab], "✓", "correcta", "ok", _right(tab, asked))


def _trouble(tab: int, verdict: Verdict, asked: TestSet, errors: list[Finding]) -> str:
    if tab != 2 or not any(finding.number for finding in errors):
        return _first(errors)
    wrong = [(letter, len(wrong_rows(verdict, s)), len(asked.section(s))) for letter, s in _SECTIONS]
    return " · ".join(f"{letter}) {number} de {total} distintas" for letter, number, total in wrong)


def _first(findings: list[Finding]) -> str:
    more = f" (y {counted(len(findings) - 1, 'punto', 'puntos')} más)" if findings[1:] else ""
    return f"{said(findings[0].message, 110)}{more}"


def _right(tab: int, asked: TestSet) -> str:
    return RIGHT[tab].format(
        notices=counted(len(asked.notices), "archivo de avisos", "archivos de avisos"),
        samples=counted(len(asked.section("samples")), "muestra", "muestras"),
        assessment=f"{len(asked.section('assessment'))} de evaluación",
    )
