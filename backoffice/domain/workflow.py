"""The course of a case: its states, the acts that move it, and who waits for whom. The table is the law."""

from enum import StrEnum

from backoffice.domain.errors import WrongState


class State(StrEnum):
    """Where a case stands."""

    REQUESTED = "requested"
    AWAITING_EVIDENCE = "awaiting_evidence"
    IN_ANALYSIS = "in_analysis"
    APPROVED = "approved"
    CERTIFIED = "certified"
    EXPIRED = "expired"
    CANCELLED = "cancelled"


class Act(StrEnum):
    """What moves a case."""

    ISSUE_TEST_SET = "issue_test_set"
    SEND_EVIDENCE = "send_evidence"
    REFUSE_EVIDENCE = "refuse_evidence"
    REQUEST_CORRECTIONS = "request_corrections"
    APPROVE = "approve"
    ACCEPT_TERMS = "accept_terms"
    CANCEL = "cancel"
    EXPIRE = "expire"


S, A = State, Act

TRANSITIONS: dict[tuple[State, Act], State] = {
    (S.REQUESTED, A.ISSUE_TEST_SET): S.AWAITING_EVIDENCE,
    (S.AWAITING_EVIDENCE, A.SEND_EVIDENCE): S.IN_ANALYSIS,
    (S.IN_ANALYSIS, A.SEND_EVIDENCE): S.IN_ANALYSIS,  # replaces what no analyst has claimed yet
    (S.IN_ANALYSIS, A.REFUSE_EVIDENCE): S.AWAITING_EVIDENCE,  # same round, same set, same deadline
    (S.IN_ANALYSIS, A.REQUEST_CORRECTIONS): S.AWAITING_EVIDENCE,  # the one way back: it opens a new round
    (S.IN_ANALYSIS, A.APPROVE): S.APPROVED,
    (S.APPROVED, A.ACCEPT_TERMS): S.CERTIFIED,
    (S.AWAITING_EVIDENCE, A.EXPIRE): S.EXPIRED,
    (S.REQUESTED, A.CANCEL): S.CANCELLED,
    (S.AWAITING_EVIDENCE, A.CANCEL): S.CANCELLED,
    (S.IN_ANALYSIS, A.CANCEL): S.CANCELLED,
    (S.APPROVED, A.CANCEL): S.CANCELLED,
    (S.CERTIFIED, A.CANCEL): S.CANCELLED,
}


def after(state: State, act: Act) -> State:
    """The state that *act* leads to; ``WrongState`` where the table does not allow it."""
    if (state, act) not in TRANSITIONS:
        raise WrongState(f"El caso está «{STATE_LABELS[state]}»: no es posible {ACT_LABELS[act]}.")
    return TRANSITIONS[state, act]


STATE_LABELS: dict[State, str] = {
    S.REQUESTED: "Solicitud registrada",
    S.AWAITING_EVIDENCE: "En espera de documentos",
    S.IN_ANALYSIS: "En análisis",
    S.APPROVED: "Aprobada, pendiente de firma",
    S.CERTIFIED: "Certificación vigente",
    S.EXPIRED: "Plazo vencido",
    S.CANCELLED: "Certificación cancelada",
}

ACT_LABELS: dict[Act, str] = {
    A.ISSUE_TEST_SET: "emitir el set de pruebas",
    A.SEND_EVIDENCE: "recibir evidencias",
    A.REFUSE_EVIDENCE: "devolver el archivo",
    A.REQUEST_CORRECTIONS: "pedir correcciones",
    A.APPROVE: "aprobar",
    A.ACCEPT_TERMS: "firmar la aprobación",
    A.CANCEL: "cancelar",
    A.EXPIRE: "declarar vencido el plazo",
}
