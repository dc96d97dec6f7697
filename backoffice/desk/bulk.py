"""Every submission as typed frames: one line a submission, one line a mistake. Columns are documented here."""

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from backoffice.casework.house import House
from backoffice.domain.explained.compared import wrong_rows
from backoffice.domain.explained.spanish import said
from backoffice.domain.findings import Severity
from backoffice.domain.mistakes import wording
from backoffice.domain.verdict import RESULT_LABELS, Verdict
from backoffice.domain.work import OUTCOME_LABELS, SUBMISSION_LABELS
from backoffice.records import desk_queries
from backoffice.records.desk_queries import AnalysisRow


@dataclass(frozen=True, slots=True)
class Documented:
    """A column: its pandas type and what it means, for the people who study it."""

    kind: str
    meaning: str


#: One line a submission; times are local.
SUBMISSIONS = {
    "folio": Documented("string", "Folio del caso"),
    "company": Documented("string", "Empresa"),
    "nrp": Documented("string", "Registro patronal"),
    "round": Documented("int64", "Ronda, desde 1"),
    "file": Documented("int64", "Número de archivo dentro de la ronda"),
    "received_at": Documented("datetime64[us, UTC]", "Cuándo se recibió el archivo"),
    "state": Documented("category", "Cómo está el archivo"),
    "result": Documented("category", "Resultado de la evaluación"),
    "wrong_samples": Documented("Int64", "Renglones distintos en a) Muestras"),
    "wrong_assessment": Documented("Int64", "Renglones distintos en b) Evaluación"),
    "errors": Documented("Int64", "Puntos por corregir en todo el libro"),
    "mistake": Documented("string", "Clave del error que explica más renglones"),
    "cause": Documented("string", "Ese error, en palabras"),
    "due": Documented("datetime64[s]", "Último día para resolver"),
    "decided_at": Documented("datetime64[us, UTC]", "Cuándo se resolvió"),
    "outcome": Documented("category", "Resolución"),
    "analyst": Documented("string", "Quién resolvió"),
    "business_days": Documented("Int64", "Días hábiles entre la recepción y la resolución"),
    "on_time": Documented("boolean", "Si se resolvió dentro del plazo"),
    "rehearsal": Documented("bool", "Si es un caso de ensayo"),
}

#: One line a mistake that explains rows of a submission.
MISTAKES = {
    "folio": Documented("string", "Folio del caso"),
    "company": Documented("string", "Empresa"),
    "round": Documented("int64", "Ronda, desde 1"),
    "received_at": Documented("datetime64[us, UTC]", "Cuándo se recibió el archivo"),
    "mistake": Documented("string", "Clave del error"),
    "cause": Documented("string", "El error, en palabras"),
    "rows": Documented("int64", "Renglones que explica"),
    "of": Documented("int64", "Renglones distintos del archivo"),
}

LOCAL_TIMES = ("received_at", "decided_at")


@dataclass(frozen=True, slots=True)
class Everything:
    """All submissions and all mistakes, as frames of ``SUBMISSIONS`` and ``MISTAKES``."""

    submissions: pd.DataFrame
    mistakes: pd.DataFrame


def everything(house: House) -> Everything:
    """Read it all. Raises ``ServiceUnavailable``."""
    with house.transaction() as work:
        rows = desk_queries.for_analysis(work.session)
    judged = [(row, Verdict.from_json(json.loads(row.document)) if row.document else None) for row in rows]
    lines = [_submission(house, row, verdict) for row, verdict in judged]
    mistakes = [line for row, verdict in judged for line in _mistakes(row, verdict)]
    return Everything(_typed(house, lines, SUBMISSIONS), _typed(house, mistakes, MISTAKES))


def columns(of: dict[str, Documented]) -> pd.DataFrame:
    """The columns of a frame with their types and meanings."""
    return pd.DataFrame(
        [(name, one.kind, one.meaning) for name, one in of.items()], columns=["columna", "tipo", "significado"]
    )


def frequency(mistakes: pd.DataFrame) -> pd.Series:
    """In how many submissions each mistake (in words) was found, the most frequent first; ties by name."""
    found = Counter(dict(mistakes.groupby("cause")["folio"].size())) if len(mistakes) else Counter()
    ordered = sorted(found.items(), key=lambda pair: (-pair[1], pair[0]))
    return pd.Series(dict(ordered), dtype="int64", name="submissions")


def _submission(house: House, row: AnalysisRow, verdict: Verdict | None) -> tuple[object, ...]:
    code = verdict.diagnosis[0].mistake if verdict and verdict.diagnosis else None
    decided = house.local_date(row.decided_at) if row.decided_at else None
    received = house.local_date(row.received_at)
    return (
        row.folio, said(row.company), row.nrp, row.round_number, row.file_number, row.received_at,
        SUBMISSION_LABELS[row.state], RESULT_LABELS[row.result] if row.result else None,
        len(wrong_rows(verdict, "samples")) if verdict else None,
        len(wrong_rows(verdict, "assessment")) if verdict else None,
        verdict.count(Severity.ERROR) if verdict else None,
        code, wording(code).name if code else None, row.due, row.decided_at,
        OUTCOME_LABELS[row.outcome] if row.outcome else None, said(row.analyst, 60) if row.analyst else None,
        house.calendar.business_days_between(received, decided) if decided else None,
        decided <= row.due if decided and row.due else None, row.rehearsal,
    )  # fmt: skip


def _mistakes(row: AnalysisRow, verdict: Verdict | None) -> list[tuple[object, ...]]:
    return [
        (
            row.folio, said(row.company), row.round_number, row.received_at, cause.mistake,
            wording(cause.mistake).name, len(cause.explains), cause.of,
        )
        for cause in (verdict.diagnosis if verdict else ())
    ]  # fmt: skip


def _typed(house: House, lines: Sequence[tuple[object, ...]], of: dict[str, Documented]) -> pd.DataFrame:
    """The lines as a frame with the documented types, also when there are none; times become local."""
    frame = pd.DataFrame(lines, columns=list(of)).astype({name: one.kind for name, one in of.items()})
    for name in (name for name in LOCAL_TIMES if name in frame):
        frame[name] = frame[name].dt.tz_convert(house.settings.zone)
    return frame
