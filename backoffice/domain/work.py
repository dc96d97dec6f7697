"""Words for work that waits: what kinds there are and where each stands. Who does it lives elsewhere."""

from enum import StrEnum


class WorkKind(StrEnum):
    """What an outbox row asks for. Each is the name of the actor that does it."""

    ISSUE_TEST_SET = "issue_test_set"
    EVALUATE = "evaluate"
    SEND_LETTER = "send_letter"
    READJUDICATE = "readjudicate"
    RUN_REPORT = "run_report"
    LOOK_FOR_COPIES = "look_for_copies"


class WorkState(StrEnum):
    """Where an outbox row stands. ``done`` of a letter means that the mail server accepted it."""

    READY = "ready"
    WORKING = "working"
    RETRY = "retry"
    DONE = "done"
    FAILED = "failed"  # refused for good, or put off too often
    UNCERTAIN = "uncertain"  # nobody knows whether the server took the letter
    QUARANTINED = "quarantined"  # every attempt died: a person must look
    WITHDRAWN = "withdrawn"  # no longer wanted


#: Rows in these states are still to be done.
OPEN_WORK = (WorkState.READY, WorkState.WORKING, WorkState.RETRY)

LETTER_STATES: dict[WorkState, str] = {
    WorkState.READY: "ready",
    WorkState.WORKING: "sending",
    WorkState.RETRY: "retry",
    WorkState.DONE: "sent",
    WorkState.FAILED: "failed",
    WorkState.UNCERTAIN: "uncertain",
    WorkState.QUARANTINED: "failed",
    WorkState.WITHDRAWN: "withdrawn",
}


class SubmissionState(StrEnum):
    """Where a file that an applicant sent stands."""

    RECEIVED = "received"
    EVALUATED = "evaluated"
    REFUSED = "refused"
    SUPERSEDED = "superseded"
    QUARANTINED = "quarantined"


class TaskState(StrEnum):
    """Where a review task stands. ``claimed`` holds while its lease does."""

    OPEN = "open"
    CLAIMED = "claimed"
    DECIDED = "decided"
    WITHDRAWN = "withdrawn"


#: Tasks in these states wait for a person.
WAITING_TASK = (TaskState.OPEN, TaskState.CLAIMED)


class TaskReason(StrEnum):
    """Why a case waits for a person."""

    CONSISTENT = "consistent"
    INCONSISTENT = "inconsistent"
    QUARANTINED = "quarantined"
    SECOND_OPINION = "second_opinion"
    NO_AGREEMENT = "no_agreement"


class Outcome(StrEnum):
    """What an analyst decides."""

    APPROVE = "approve"
    CORRECTIONS = "corrections"


TASK_REASONS: dict[TaskReason, str] = {
    TaskReason.CONSISTENT: "El resultado de la evaluación es consistente: falta tu resolución.",
    TaskReason.INCONSISTENT: "La evaluación encontró inconsistencias: falta tu resolución.",
    TaskReason.QUARANTINED: "En cuarentena: el archivo no se pudo evaluar en tres intentos.",
    TaskReason.SECOND_OPINION: "Segunda revisión: otra persona ya opinó y falta la tuya, sin ver la suya.",
    TaskReason.NO_AGREEMENT: "Las dos primeras opiniones no coinciden: decide una tercera persona.",
}

TASK_LABELS: dict[TaskState, str] = {
    TaskState.OPEN: "Sin asignar",
    TaskState.CLAIMED: "Asignado",
    TaskState.DECIDED: "Resuelto",
    TaskState.WITHDRAWN: "Retirado",
}

SUBMISSION_LABELS: dict[SubmissionState, str] = {
    SubmissionState.RECEIVED: "Recibido",
    SubmissionState.EVALUATED: "Evaluado",
    SubmissionState.REFUSED: "Devuelto",
    SubmissionState.SUPERSEDED: "Reemplazado",
    SubmissionState.QUARANTINED: "En cuarentena",
}

OUTCOME_LABELS: dict[Outcome, str] = {
    Outcome.APPROVE: "Aprobado",
    Outcome.CORRECTIONS: "Con correcciones",
}
