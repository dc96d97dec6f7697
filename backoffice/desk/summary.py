"""A verdict condensed: which rows are wrong, what is to blame, and whether a cause was there before. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from backoffice.desk.proof import ruled_out
from backoffice.desk.spanish import counted, listed, said
from backoffice.domain.causes import Diagnosis
from backoffice.domain.checks.causes import causes_named, names_of, possible_causes
from backoffice.domain.findings import Finding, Section, Severity, row_label
from backoffice.domain.mistakes import sentence
from backoffice.domain.parameters import Parameters
from backoffice.domain.test_set import TestSet
from backoffice.domain.verdict import RESULT_LABELS, Verdict

NOT_EVALUATED = "No se pudo evaluar"


@dataclass(frozen=True, slots=True)
class Conclusion:
    """The first thing that a person reads. ``strong`` is the cause; ``tone`` is ``ok``, ``bad`` or ``warn``."""

    strong: str
    more: str
    tone: str


def wrong_rows(verdict: Verdict | None, section: Section) -> set[int]:
    """The numbers of the rows of *section* in which some cell is an error."""
    findings = verdict.findings if verdict else ()
    return {f.number for f in findings if f.section == section and f.number and f.severity is Severity.ERROR}


def wrong_in_short(verdict: Verdict | None) -> str:
    """``a) 2 · b) 5``; '' where no row is wrong or there is no verdict."""
    if verdict is None or not (wrong_rows(verdict, "samples") or wrong_rows(verdict, "assessment")):
        return ""
    return f"a) {len(wrong_rows(verdict, 'samples'))} · b) {len(wrong_rows(verdict, 'assessment'))}"


def result_in_short(verdict: Verdict | None) -> str:
    """*Resultado de la evaluación*."""
    return RESULT_LABELS[verdict.result] if verdict else NOT_EVALUATED


def mistakes_named(verdict: Verdict) -> list[str]:
    """The short names of each cause: ``A``, ``A y B`` for two at once, ``A o bien C`` where they fit equally well."""
    return causes_named(diagnosis_of(verdict))


def diagnosis_of(verdict: Verdict) -> Diagnosis:
    """The verdict's diagnosis as the domain takes it."""
    return Diagnosis(verdict.diagnosis, verdict.unexplained)


def cause_in_short(verdict: Verdict | None) -> str:
    """The cause in a few words, for a line of the queue."""
    if verdict is None:
        return "El archivo no se pudo evaluar en tres intentos."
    if verdict.diagnosis:
        explained = {place for cause in verdict.diagnosis for place in cause.explains}
        rows = counted(verdict.diagnosis[0].of, "renglón", "renglones")
        return f"{listed(mistakes_named(verdict))}: {len(explained)} de {rows}."
    if verdict.unexplained:
        rows = counted(len(verdict.unexplained), "renglón", "renglones")
        return f"{rows} sin causa identificada."
    errors, warnings = _of(verdict, Severity.ERROR), _of(verdict, Severity.WARNING)
    if errors:
        more = f" (y {counted(len(errors) - 1, 'punto', 'puntos')} más)" if errors[1:] else ""
        return f"{said(errors[0].message, 160)}{more}"
    return f"Todo coincide; {counted(len(warnings), 'punto', 'puntos')} por ver." if warnings else "Todo coincide."


def conclusion(verdict: Verdict | None, asked: TestSet, parameters: Parameters) -> Conclusion:
    """The cause in one sentence, with the official values of the rows, and how much of the trouble it explains."""
    if verdict is None:
        return Conclusion(
            "El archivo no se pudo evaluar en tres intentos.",
            "Pide uno nuevo y escribe el motivo; el expediente conserva el original.",
            "bad",
        )
    if verdict.diagnosis:
        words = f"{_explained(verdict)} {ruled_out(verdict, asked, parameters)}".rstrip()
        return Conclusion(_causes_said(verdict, asked, parameters), words, "bad")
    if verdict.unexplained:
        labels = listed([row_label(*place) for place in verdict.unexplained])
        return Conclusion("Hay renglones distintos sin causa identificada.", f"Son {labels}.", "bad")
    if verdict.result == "consistent":
        rows = f"{len(asked.section('samples'))} muestras y {len(asked.section('assessment'))} renglones de evaluación"
        return Conclusion("Todo coincide.", f"Comparamos {rows}.{_to_be_seen(verdict)}", "ok")
    return Conclusion(cause_in_short(verdict), "Las retenciones totales no muestran un error de cálculo.", "bad")


def seen_before(verdict: Verdict | None, before: Verdict | None) -> str:
    """¿El mismo error que en la ronda anterior? A sentence; '' where there is nothing to compare."""
    if verdict is None or before is None or not verdict.diagnosis:
        return ""
    repeated = [c.mistake for c in verdict.diagnosis if c.mistake in {old.mistake for old in before.diagnosis}]
    if not repeated:
        return "En la ronda anterior la causa era otra."
    return f"El mismo error que en la ronda anterior: {names_of(repeated)}."


def _causes_said(verdict: Verdict, asked: TestSet, parameters: Parameters) -> str:
    first = {cause.mistake: cause.explains[0] for cause in verdict.diagnosis}
    sentences = []

    def said_of(code: str) -> str:
        return sentence(code, date.fromisoformat(asked.row(*first[code]).case["period_start"]), parameters)

    for possible in possible_causes(diagnosis_of(verdict)):
        sentences.append(" O bien: ".join(" ".join(said_of(code) for code in codes) for codes in possible))
    return " ".join(sentences)


def _explained(verdict: Verdict) -> str:
    explained = {place for cause in verdict.diagnosis for place in cause.explains}
    words = (
        f"Explica {len(explained)} de {counted(verdict.diagnosis[0].of, 'renglón distinto', 'renglones distintos')}."
    )
    if any(len(possible) > 1 for possible in possible_causes(diagnosis_of(verdict))):
        words += " Hay causas que explican lo mismo: no se sabe cuál de ellas es."
    if verdict.unexplained:
        words += f" Sin causa identificada: {listed([row_label(*place) for place in verdict.unexplained])}."
    return words


def _to_be_seen(verdict: Verdict) -> str:
    warnings = _of(verdict, Severity.WARNING)
    return f" {counted(len(warnings), 'punto queda', 'puntos quedan')} por ver." if warnings else ""


def _of(verdict: Verdict, severity: Severity) -> Sequence[Finding]:
    return [finding for finding in verdict.findings if finding.severity is severity]
