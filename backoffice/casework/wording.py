"""What acts, people and letters are called on the printed page. What is not here is shown by its own name."""

from backoffice.casework.replay import Outcome as Replay
from backoffice.domain.findings import Standing
from backoffice.domain.signing import Purpose
from backoffice.domain.workflow import Act

ACTS: dict[str, str] = {
    "request": "Solicitud registrada",
    Act.ISSUE_TEST_SET: "Set de pruebas emitido",
    Act.SEND_EVIDENCE: "Evidencias recibidas",
    Act.REFUSE_EVIDENCE: "Archivo devuelto",
    Act.REQUEST_CORRECTIONS: "Resolución: se piden correcciones",
    Act.APPROVE: "Resolución: aprobado",
    Act.ACCEPT_TERMS: "Aprobación firmada: certificación vigente",
    Act.CANCEL: "Cancelación",
    Act.EXPIRE: "Plazo vencido",
    "sign": "Firma con e.firma",
    "evaluate": "Resultado de la evaluación",
    "open_review": "En espera de una persona",
    "claim": "Caso tomado para revisión",
    "claim_lapsed": "Caso de vuelta en la cola: venció el tiempo de quien lo tenía",
    "release": "Caso de vuelta en la cola",
    "opinion": "Opinión: falta otra persona",
    "pictures_seen": "Pantallas vistas",
    "consult": "En consulta interna",
    "consultation_over": "Consulta terminada",
    "set_aside": "Puntos marcados como improcedentes",
    "restore_finding": "Puntos que vuelven a contar",
    "letter_sent": "Carta aceptada por el servidor de correo",
    "letter_failed": "Carta que no se entregó",
    "letter_uncertain": "Carta de la que no se sabe si llegó",
    "letter_bounced": "Carta devuelta por el servidor del destinatario",
    "letter_taken": "Carta dada por entregada",
    "resend_letter": "Carta enviada de nuevo",
    "deadline_set": "Plazo en marcha",
    "extend_deadline": "Prórroga",
    "move_deadline": "Plazo recorrido por días inhábiles",
    "give_days_back": "Días devueltos: el servicio de pruebas no respondió",
    "answer_late": "Disculpa por la demora",
    "quarantine": "Trabajo en cuarentena",
    "retry": "Trabajo intentado de nuevo",
    "replay": "Resultado repetido",
    "purge": "Contenido del archivo purgado",
    "grant_access": "Acceso productivo otorgado",
    "show_secret": "Acceso productivo: contraseña mostrada",
    "revoke_access": "Acceso productivo retirado",
    "list_company": "En el registro público",
    "unlist_company": "Fuera del registro público",
}
#: Kinds of people in the trail, before the colon.
PEOPLE = {"analyst": "revisión", "supervisor": "supervisión", "operator": "operación"}
ALONE = {
    "applicant": "la empresa",
    "system": "la mesa",
    "command": "operación",
    "retention": "la mesa, por plazo de conservación",
}
REPLAYS = {
    Replay.EQUAL: "Igual, byte por byte",
    Replay.DIFFERS: "No es igual",
    Replay.CANNOT: "No se pudo repetir",
}
STANDINGS = {
    Standing.VERIFIED: "verificado",
    Standing.SECONDARY: "fuentes secundarias que coinciden",
    Standing.PROPOSED: "propuesta de la mesa",
    Standing.DISPUTED: "en disputa",
}
SIGNED = {
    Purpose.REQUEST: "Solicitud",
    Purpose.EVIDENCE: "Envío de evidencias",
    Purpose.ACCEPTANCE: "Aceptación",
    Purpose.CANCELLATION: "Cancelación",
}
LETTERS = {
    "test_set_issued": "set de pruebas",
    "deadline_reminder": "recordatorio del plazo",
    "deadline_moved": "prórroga",
    "case_expired": "plazo vencido",
    "evidence_received": "acuse de las evidencias",
    "answer_late": "disculpa por la demora",
    "evidence_refused": "archivo devuelto",
    "corrections_requested": "correcciones",
    "approved": "aprobación",
    "certified": "certificación vigente",
    "cancellation_confirmed": "cancelación",
}
LETTER_STATES = {
    "ready": "por enviar",
    "sending": "enviándose",
    "sent": "aceptada",
    "retry": "en reintento",
    "failed": "no se entregó",
    "uncertain": "no se sabe si llegó",
    "withdrawn": "retirada",
}


def actor_said(actor: str) -> str:
    """``analyst:ana`` → ``ana (revisión)``."""
    kind, _, name = actor.partition(":")
    return f"{name} ({PEOPLE.get(kind, kind)})" if name else ALONE.get(kind, kind)
