"""A verdict condensed: which rows are wrong, what is to blame, and whether a cause was there before. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from backoffice.domain.causes import Cause, Diagnosis, Place
from backoffice.domain.checks.causes import causes_named, names_of, possible_causes
from backoffice.domain.checks.wording import listed
from backoffice.domain.diagnosis import Alternatives
from backoffice.domain.explained.compared import SECTIONS, is_compared, wrong_rows
from backoffice.domain.explained.proof import ruled_out
from backoffice.domain.explained.spanish import counted, said
from backoffice.domain.findings import Finding, Severity, row_label
from backoffice.domain.mistakes import sentence
from backoffice.domain.parameters import Parameters
from backoffice.domain.test_set import TestSet
from backoffice.domain.verdict import RESULT_LABELS, Verdict

NOT_EVALUATED = "No se pudo evaluar"
GAVE_UP = "El archivo no se pudo evaluar en tres intentos."
ASK_AGAIN = (
    "Ve primero la falla (mesa cases) y repite con mesa retry; si es del archivo, pide otro y escribe el motivo."
)
NO_MISTAKE = "Las retenciones totales no muestran un error de cálculo."
NOT_COMPARED = "No se pudieron comparar todas las retenciones."
TO_CONFIRM = "Criterio por confirmar: otra lectura de la regla lo explica, y por sí solo no es motivo de rechazo."
#: A sentence names so many rows or causes; beyond, it counts them.
MOST_NAMED = 30


@dataclass(frozen=True, slots=True)
class Conclusion:
    """The first thing that a person reads. ``strong`` is the cause; ``tone`` is ``ok``, ``bad`` or ``warn``."""

    strong: str
    more: str
    tone: str


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
        return GAVE_UP
    if verdict.diagnosis:
        explained = {place for cause in verdict.diagnosis for place in cause.explains}
        rows = counted(verdict.diagnosis[0].of, "renglón", "renglones")
        return f"{listed(mistakes_named(verdict), MOST_NAMED)}: {len(explained)} de {rows}."
    if verdict.unexplained:
        rows = counted(len(verdict.unexplained), "renglón", "renglones")
        return f"{rows} sin causa identificada."
    errors, warnings = _of(verdict, Severity.ERROR), _of(verdict, Severity.WARNING)
    if errors:
        more = f" (y {counted(len(errors) - 1, 'punto', 'puntos')} más)" if errors[1:] else ""
        return f"{said(errors[0].message, 160)}{more}"
    return f"Todo coincide; {counted(len(warnings), 'punto', 'puntos')} por ver." if warnings else "Todo coincide."


def conclusion(
    verdict: Verdict | None, asked: TestSet, parameters: Parameters, possible: Alternatives | None = None
) -> Conclusion:
    """The cause in one sentence, with the official values of the rows, and how much of the trouble it explains.

    *possible* is what each mistake would have answered, where somebody has computed it already.
    """
    if verdict is None:
        return Conclusion(
            GAVE_UP,
            ASK_AGAIN,
            "bad",
        )
    if verdict.result == "refused":
        why = " ".join(said(finding.message, 400) for finding in verdict.findings)
        return Conclusion(f"{RESULT_LABELS['refused']}.", why, "bad")
    if verdict.diagnosis:
        return _of_causes(verdict, asked, parameters, possible)
    if verdict.unexplained:
        labels = labels_said(verdict.unexplained)
        return Conclusion("Hay renglones distintos sin causa identificada.", f"Son {labels}.", "bad")
    if verdict.result == "consistent":
        rows = f"{len(asked.section('samples'))} muestras y {len(asked.section('assessment'))} renglones de evaluación"
        return Conclusion("Todo coincide.", f"Comparamos {rows}.{_to_be_seen(verdict)}", "ok")
    whole = all(is_compared(verdict, section) for section in SECTIONS)
    return Conclusion(cause_in_short(verdict), NO_MISTAKE if whole else NOT_COMPARED, "bad")


def labels_said(places: Iterable[Place]) -> str:
    """``a-2, b-1 y b-4``; of very many rows the first ones and how many more."""
    return listed([row_label(*place) for place in places], MOST_NAMED)


def sentence_of(cause: Cause, asked: TestSet, parameters: Parameters) -> str:
    """What the calculation does, with the official values of the first row that the mistake explains."""
    day = date.fromisoformat(asked.row(*cause.explains[0]).case["period_start"])
    return sentence(cause.mistake, day, parameters)


def seen_before(verdict: Verdict | None, before: Verdict | None) -> str:
    """¿El mismo error que en la ronda anterior? A sentence; '' where there is nothing to compare."""
    if verdict is None or before is None:
        return ""
    if not verdict.diagnosis:
        old = names_of([cause.mistake for cause in before.diagnosis])
        return f"El error de la ronda anterior ya no aparece: {old}." if old and not verdict.unexplained else ""
    repeated = [c.mistake for c in verdict.diagnosis if c.mistake in {old.mistake for old in before.diagnosis}]
    if not repeated:
        return "En la ronda anterior la causa era otra."
    return f"El mismo error que en la ronda anterior: {names_of(repeated)}."


def _of_causes(verdict: Verdict, asked: TestSet, parameters: Parameters, possible: Alternatives | None) -> Conclusion:
    if verdict.result == "consistent":
        return Conclusion(_causes_said(verdict, asked, parameters), f"{_explained(verdict)} {TO_CONFIRM}", "warn")
    words = f"{_explained(verdict)} {ruled_out(verdict, asked, parameters, possible)}".rstrip()
    return Conclusion(_causes_said(verdict, asked, parameters), words, "bad")


def _causes_said(verdict: Verdict, asked: TestSet, parameters: Parameters) -> str:
    told = {cause.mistake: sentence_of(cause, asked, parameters) for cause in verdict.diagnosis}
    sentences = []
    for possible in possible_causes(diagnosis_of(verdict)):
        sentences.append(" O bien: ".join(" ".join(told[code] for code in codes) for codes in possible))
    return " ".join(sentences)


def _explained(verdict: Verdict) -> str:
    explained = {place for cause in verdict.diagnosis for place in cause.explains}
    words = (
        f"Explica {len(explained)} de {counted(verdict.diagnosis[0].of, 'renglón distinto', 'renglones distintos')}."
    )
    if any(len(possible) > 1 for possible in possible_causes(diagnosis_of(verdict))):
        words += " Hay causas que explican lo mismo: no se sabe cuál de ellas es."
    if verdict.unexplained:
        words += f" Sin causa identificada: {labels_said(verdict.unexplained)}."
    return words


def _to_be_seen(verdict: Verdict) -> str:
    warnings = _of(verdict, Severity.WARNING)
    return f" {counted(len(warnings), 'punto queda', 'puntos quedan')} por ver." if warnings else ""


def _of(verdict: Verdict, severity: Severity) -> Sequence[Finding]:
    return [finding for finding in verdict.findings if finding.severity is severity]
