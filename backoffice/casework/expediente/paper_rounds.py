"""A round on the printed page: its set and deadline, each file with its result, and who decided what and why."""

import json
from typing import Any

from backoffice.casework import wording
from backoffice.casework.expediente.copies import said_on_paper
from backoffice.casework.expediente.gathering import Gathering
from backoffice.casework.expediente.reviews import said_deadline
from backoffice.casework.expediente.rules import checks_of
from backoffice.domain.calendar import spoken
from backoffice.domain.explained.spanish import counted, moment_said, said, size_said
from backoffice.domain.findings import Severity
from backoffice.domain.mistakes.sentences import WORDINGS
from backoffice.domain.second_opinion import BECAUSE_LABELS
from backoffice.domain.verdict import RESULT_LABELS, Verdict
from backoffice.domain.work import OUTCOME_LABELS, SUBMISSION_LABELS, TASK_REASONS
from backoffice.records.case_view import RoundView, SubmissionView
from backoffice.records.submissions import Decision, VerdictRow

LONGEST_REASONS = 2_000
UNREADABLE = "El texto guardado no se entiende; va tal cual en el archivo."


def round_said(gathering: Gathering, view: RoundView) -> dict[str, Any]:
    """One round, as the page shows it."""
    one = view.round
    return {
        "title": f"Ronda {one.number}: {'set de pruebas' if one.kind == 'first' else 'set de correcciones'}",
        "facts": _facts(gathering, view),
        "files": [_file(gathering, file) for file in view.submissions],
    }


def _facts(gathering: Gathering, view: RoundView) -> list[list[str]]:
    one, test_set, zone = view.round, view.test_set, gathering.house.settings.zone
    facts = [
        ["Abierta", moment_said(one.opened_at, zone)],
        ["Cerrada", moment_said(one.closed_at, zone) if one.closed_at else "Sigue abierta: sin respuestas del set"],
    ]
    if test_set:
        facts.append(["Set", f"{test_set.set_id}, del {spoken(one.set_on)}; reglas {test_set.rules_version}"])
    if one.deadline is not None:
        facts.append(["Plazo de la empresa", f"{spoken(one.deadline)}: {said_deadline(one.deadline_explained)}"])
    calls = gathering.kept.calls.get(one.id)
    if calls is not None:
        total = counted(sum(calls.by_status.values()), "consulta", "consultas")
        facts.append(["Servicio de pruebas", f"{total}, la última el {moment_said(calls.last, zone)}"])
    return facts


def _file(gathering: Gathering, file: SubmissionView) -> dict[str, Any]:
    one, zone = file.submission, gathering.house.settings.zone
    facts = [
        ["Archivo", f"{said(one.file_name)}, {size_said(one.size)}"],
        ["Recibido", moment_said(one.received_at, zone)],
        ["Huella SHA-256", one.sha256],
        ["Estado", SUBMISSION_LABELS[one.state]],
    ]
    verdict = _verdict(file.verdict)
    return {
        "title": f"Envío {one.number}",
        "facts": [*facts, *_result(gathering, file, verdict), *said_on_paper(gathering, file), *_clock(file)],
        "rules": _rules(verdict),
        "opinions": [_opinion(gathering, opinion) for opinion in file.opinions],
    }


def _verdict(row: VerdictRow | None) -> Verdict | None:
    """The verdict as a value; ``None`` where there is none, or none that this program understands."""
    try:
        return Verdict.from_json(json.loads(row.document)) if row else None
    except (ValueError, LookupError, TypeError):
        return None


def _result(gathering: Gathering, file: SubmissionView, verdict: Verdict | None) -> list[list[str]]:
    row, replayed = file.verdict, gathering.replays.get(file.submission.id)
    if row is None:
        return []
    by = f"reglas {row.rules_version}, motor {row.engine_version}"
    facts = [
        ["Resultado de la evaluación", f"{RESULT_LABELS.get(row.result, row.result)} ({by})"],
        ["Huella del resultado", row.sha256],
    ]
    if replayed is not None:
        facts.append(
            ["Al repetirlo ahora", " ".join(filter(None, (f"{wording.REPLAYS[replayed.outcome]}.", replayed.why)))]
        )
    facts.append(["Hallazgos", UNREADABLE if verdict is None else _findings(verdict)])
    if verdict is not None and verdict.diagnosis:
        names = [WORDINGS[cause.mistake].name for cause in verdict.diagnosis if cause.mistake in WORDINGS]
        facts.append(["Causas identificadas", "; ".join(names)])
    return facts


def _findings(verdict: Verdict) -> str:
    errors, warnings, notes = (verdict.count(one) for one in Severity)
    parts = (
        counted(errors, "error", "errores"),
        counted(warnings, "advertencia", "advertencias"),
        counted(notes, "nota", "notas"),
    )
    return ", ".join(parts)


def _clock(file: SubmissionView) -> list[list[str]]:
    """Why a person had to look, and until when."""
    if file.task is None:
        return []
    why = [] if file.decision else [["Revisión", TASK_REASONS[file.task.reason]]]
    return [
        *why,
        ["Plazo del instituto", f"{spoken(file.task.due)}: {said_deadline(file.task.due_explained)}"],
    ]


def _rules(verdict: Verdict | None) -> list[list[str]]:
    """What each kind of finding rests on: the demand, how firm it is, and where it stands."""
    kinds = dict.fromkeys((one.code, one.tab, one.standing) for one in verdict.findings) if verdict else {}
    lines = {}
    for code, tab, standing in kinds:
        for check in checks_of(code, tab):
            firm = wording.STANDINGS[standing] if standing else "–"
            sources = "; ".join(f"{one.document}: {one.place}" for one in check.sources)
            lines[check.demand, firm] = [check.demand, firm, sources]
    return list(lines.values())


def _opinion(gathering: Gathering, one: Decision) -> dict[str, Any]:
    because = f" Falta otra persona: {BECAUSE_LABELS[one.second_because]}." if one.second_because else ""
    when = moment_said(one.decided_at, gathering.house.settings.zone)
    aside = counted(len(one.set_aside), "punto improcedente", "puntos improcedentes") if one.set_aside else ""
    return {
        "head": f"{OUTCOME_LABELS[one.outcome]} · {said(one.analyst, 60)} · {when}",
        "stands": "Resolución que surtió efecto." if one.stands else f"Opinión sin efecto por sí sola.{because}",
        "reasons": said(one.reasons, LONGEST_REASONS) or "Sin comentarios.",
        "more": ". ".join(filter(None, (aside, *(f"{said(reason, 200)}" for _, reason in one.set_aside)))),
        "verdict": one.verdict_sha256 or "",
    }
