"""Every submission, round, mistake and finding as typed frames. Columns are documented here."""

from collections import Counter
from dataclasses import dataclass
from typing import Any

import pandas as pd

from backoffice.casework import facts
from backoffice.casework.facts import Progress
from backoffice.casework.house import House
from backoffice.desk.bulk_columns import (
    by_arrival,
    by_opening,
    finding_columns,
    mistake_columns,
    round_columns,
    submission_columns,
    understood,
)
from backoffice.records import desk_queries
from backoffice.records.columnar import read_columns


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

#: Of a submission, what fits on a page, as people call it.
IN_SHORT = {
    "folio": "Folio", "company": "Empresa", "round": "Ronda", "received_at": "Recibido", "state": "Estado",
    "result": "Resultado", "wrong_samples": "a) distintos", "wrong_assessment": "b) distintos", "cause": "Causa",
    "outcome": "Resolución", "business_days": "Días hábiles",
}  # fmt: skip

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

#: One line a round, whether or not anything was sent in it; times are local.
ROUNDS = {
    "folio": Documented("string", "Folio del caso"),
    "company": Documented("string", "Empresa"),
    "round": Documented("int64", "Ronda, desde 1"),
    "kind": Documented("category", "Primera ronda o de correcciones"),
    "opened_at": Documented("datetime64[us, UTC]", "Cuándo se abrió"),
    "deadline": Documented("datetime64[s]", "Último día para enviar evidencias"),
    "closed_at": Documented("datetime64[us, UTC]", "Cuándo se cerró"),
    "files": Documented("int64", "Archivos que llegaron en ella"),
    "case_state": Documented("category", "Cómo está el caso hoy"),
    "rehearsal": Documented("bool", "Si es un caso de ensayo"),
}

#: One line a finding of a verdict; ``submission`` is the line of ``SUBMISSIONS`` that it is about.
FINDINGS = {
    "submission": Documented("int32", "Renglón de «submissions» al que pertenece"),
    "code": Documented("category", "Clave de lo que se encontró"),
    "severity": Documented("category", "Gravedad: error, warning o note"),
    "tab": Documented("uint8", "Pestaña, de 1 a 4; 0 es todo el libro"),
    "section": Documented("category", "samples o assessment, en la pestaña 2"),
    "number": Documented("uint16", "Número del renglón; 0 donde no lo hay"),
    "cause": Documented("category", "Clave del error que lo explica"),
}


@dataclass(frozen=True, slots=True)
class Everything:
    """All submissions, rounds, mistakes and findings, as frames of the columns above."""

    submissions: pd.DataFrame
    rounds: pd.DataFrame
    mistakes: pd.DataFrame
    findings: pd.DataFrame


def everything(house: House, progress: Progress = lambda _: None) -> Everything:
    """Read it all; what nobody has counted yet is counted first, with *progress*. Raises ``ServiceUnavailable``.

    By a person's login nothing is counted: what the clock has not counted yet has no counts, mistakes and findings.
    """
    facts.fill(house, progress)
    with house.transaction() as work:
        files = by_arrival(read_columns(work.session, desk_queries.analysis()))
        rounds = by_opening(read_columns(work.session, desk_queries.rounds()))
        words = desk_queries.fact_words(work.session)
    mistakes = understood(files.texts["mistakes"])
    submissions = submission_columns(house, files, mistakes)
    return Everything(
        submissions=_typed(house, submissions, SUBMISSIONS),
        rounds=_typed(house, round_columns(rounds), ROUNDS),
        mistakes=_typed(house, mistake_columns(mistakes, submissions), MISTAKES),
        findings=pd.DataFrame(finding_columns(files.binaries["findings"], words), copy=False),
    )


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


def power(mistakes: pd.DataFrame) -> pd.DataFrame:
    """One line a mistake: files in which it was found, and rows that showed it (least, median, most); by name."""
    names = {"folio": "Archivos", "min": "Menos renglones", "median": "Mediana", "max": "Más renglones"}
    if mistakes.empty:
        return pd.DataFrame(columns=["Error", *names.values()])
    rows = mistakes.groupby("cause")["rows"].agg(["min", "median", "max"])
    found = mistakes.groupby("cause")["folio"].size().rename("folio")
    table = pd.concat([found, rows], axis=1).sort_values("folio", ascending=False, kind="stable")
    table["median"] = table["median"].round().astype("int64")
    return table.rename(columns=names).rename_axis("Error").reset_index()


def unexplained(data: Everything) -> pd.DataFrame:
    """The submissions with withholdings that differ and that no mistake explains, most such rows first."""
    differs = data.findings[(data.findings["code"] == "withholding_differs") & data.findings["cause"].isna()]
    rows = differs.groupby("submission").size().rename("Renglones sin causa")
    known = data.submissions[["folio", "company", "round", "received_at"]].join(rows, how="inner")
    known = known.sort_values("Renglones sin causa", ascending=False, kind="stable")
    return known.rename(columns={"folio": "Folio", "company": "Empresa", "round": "Ronda", "received_at": "Recibido"})


def _typed(house: House, made: dict[str, Any], of: dict[str, Documented]) -> pd.DataFrame:
    """The frame of the documented columns and types, also when there are no lines; times become local."""
    return pd.DataFrame({name: _column(house, made[name], one.kind) for name, one in of.items()}, copy=False)


def _column(house: House, values: Any, kind: str) -> Any:
    """One column of that type."""
    if kind == "datetime64[us, UTC]":
        return pd.DatetimeIndex(values, tz="UTC").tz_convert(house.settings.zone)
    return pd.array(values, dtype=kind) if kind == "string" else pd.Series(values, dtype=kind, copy=False)
