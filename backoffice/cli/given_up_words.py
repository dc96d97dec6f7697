"""Work that was given up, as people read it: which letter or work, why, and what to do."""

from backoffice.domain.work import WorkKind, WorkState
from backoffice.records.given_up import GivenUpRow

LETTERS = {
    "test_set_issued": "Carta del set de pruebas",
    "deadline_reminder": "Recordatorio del plazo",
    "deadline_moved": "Carta de la prórroga",
    "case_expired": "Carta del plazo vencido",
    "evidence_received": "Acuse de las evidencias",
    "answer_late": "Disculpa por la demora",
    "evidence_refused": "Carta del archivo devuelto",
    "corrections_requested": "Carta de correcciones",
    "approved": "Carta de aprobación",
    "certified": "Carta de certificación vigente",
    "cancellation_confirmed": "Carta de cancelación",
    "desk_new_case": "Aviso de caso nuevo a la mesa",
    "desk_due_soon": "Aviso de vencimientos a la mesa",
    "desk_quarantined": "Aviso de cuarentena a la mesa",
    "desk_weekly": "Resumen de la semana a la mesa",
    "desk_report": "Informe de un cuaderno a la mesa",
    "desk_undelivered": "Aviso de carta sin entregar a la mesa",
    "desk_audit_head": "Constancia de la bitácora a auditoría",
    "invitation": "Invitación al portal",
}
WORK = {
    WorkKind.ISSUE_TEST_SET: "Emisión del set de pruebas",
    WorkKind.EVALUATE: "Evaluación del archivo",
    WorkKind.SEND_LETTER: "Carta",
    WorkKind.READJUDICATE: "Comparación de reglas",
    WorkKind.RUN_REPORT: "Informe de un cuaderno",
    WorkKind.LOOK_FOR_COPIES: "Búsqueda de copias entre casos",
}
WHAT_HAPPENED = {
    WorkState.FAILED: "no se entregó",
    WorkState.UNCERTAIN: "no se sabe si llegó",
    WorkState.QUARANTINED: "falló en cada intento",
}
WHAT_TO_DO = {
    WorkState.FAILED: "Corrige la causa y da",
    WorkState.UNCERTAIN: "Pregunta a la empresa; si no le llegó, da",
    WorkState.QUARANTINED: "Corrige la causa (detalle en la bitácora de los trabajadores) y da",
}
LONGEST_REASON = 160


def told(row: GivenUpRow, folio: str) -> str:
    """One line: what, what happened, why, and what to do."""
    return f"{name(row)}: {WHAT_HAPPENED[row.state]}. {why(row)} {WHAT_TO_DO[row.state]} «./mesa retry {folio}»."


def name(row: GivenUpRow) -> str:
    """Which letter, or which work."""
    return LETTERS.get(row.letter or "", WORK[row.kind])


def why(row: GivenUpRow) -> str:
    """Its last error as a sentence."""
    return sentence_of(row.error)


def sentence_of(error: str | None) -> str:
    """An error as a sentence, without the name that programs give it; it is from outside, and cut."""
    said = (error or "Sin más detalle.").partition(": ")
    words = "".join(c if c.isprintable() else " " for c in said[2] or said[0])
    return f"{words.rstrip('.')}." if len(words) <= LONGEST_REASON else f"{words[:LONGEST_REASON]}…"


def counted(number: int) -> str:
    """The line that says how much waits."""
    return f"Trabajo detenido, a la espera de una persona: {number:,}."
