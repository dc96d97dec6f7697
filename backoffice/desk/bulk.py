"""Every submission, round, mistake and finding as typed frames. Columns are documented here."""

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
import pandas as pd

from backoffice.casework import facts
from backoffice.casework.facts import Progress
from backoffice.casework.house import House
from backoffice.domain.explained.spanish import said
from backoffice.domain.facts import SECTIONS, SEVERITIES, unpacked
from backoffice.domain.mistakes.sentences import WORDINGS
from backoffice.domain.verdict import RESULT_LABELS
from backoffice.domain.work import OUTCOME_LABELS, SUBMISSION_LABELS
from backoffice.domain.workflow import STATE_LABELS
from backoffice.records import desk_queries


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

#: Names of people and companies come again and again.
_one_line = lru_cache(maxsize=200_000)(said)
NAMES = {code: words.name for code, words in WORDINGS.items()}
LOCAL_TIMES = ("received_at", "decided_at", "opened_at", "closed_at")
KINDS = {"first": "Primera", "correction": "De correcciones"}


@dataclass(frozen=True, slots=True)
class Everything:
    """All submissions, rounds, mistakes and findings, as frames of the columns above."""

    submissions: pd.DataFrame
    rounds: pd.DataFrame
    mistakes: pd.DataFrame
    findings: pd.DataFrame


def everything(house: House, progress: Progress = lambda _: None) -> Everything:
    """Read it all; what nobody has counted yet is counted first, with *progress*. Raises ``ServiceUnavailable``."""
    facts.fill(house, progress)
    with house.transaction() as work:
        rows = desk_queries.for_analysis(work.session)
        rounds = desk_queries.rounds_for_analysis(work.session)
        words = desk_queries.fact_words(work.session)
    raw = pd.DataFrame(rows, columns=list(desk_queries.ANALYSIS), dtype=object)
    mistakes = [json.loads(text) if text and text != "[]" else [] for text in raw["mistakes"]]
    received = _moments(raw["received_at"])
    return Everything(
        submissions=_typed(house, _submissions(house, raw, mistakes, received), SUBMISSIONS),
        rounds=_typed(house, _rounds(pd.DataFrame(rounds, columns=list(desk_queries.ROUNDS), dtype=object)), ROUNDS),
        mistakes=_typed(house, _mistakes(raw, mistakes, received), MISTAKES),
        findings=_findings(raw["findings"], words),
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


def _submissions(
    house: House, raw: pd.DataFrame, mistakes: Sequence[list[Any]], received: "pd.Series[Any]"
) -> pd.DataFrame:
    """The lines of ``SUBMISSIONS``, untyped."""
    decided = _moments(raw["decided_at"])
    due = pd.to_datetime(pd.to_numeric(raw["due"]), unit="D")
    day = decided.dt.tz_convert(house.settings.zone).dt.tz_localize(None).dt.normalize()
    first = [known[0][0] if known else None for known in mistakes]
    known: dict[str, Any] = {
        "company": [_one_line(name) for name in raw["company"]],
        "received_at": received,
        "state": raw["state"].map({state.value: label for state, label in SUBMISSION_LABELS.items()}),
        "result": raw["result"].map(RESULT_LABELS),
        "mistake": first,
        "cause": [NAMES[code] if code else None for code in first],
        "due": due,
        "decided_at": decided,
        "outcome": raw["outcome"].map({outcome.value: label for outcome, label in OUTCOME_LABELS.items()}),
        "analyst": [_one_line(name) if name else None for name in raw["analyst"]],
        "business_days": _business_days(house, received, decided),
        "on_time": (day <= due).astype("boolean").mask(day.isna() | due.isna()),
    }
    return raw.assign(**{name: pd.Series(column, index=raw.index) for name, column in known.items()})


def _moments(microseconds: "pd.Series[Any]") -> "pd.Series[Any]":
    """Microseconds since 1970 as moments in UTC; ``NaT`` where there is none."""
    return pd.to_datetime(pd.to_numeric(microseconds), unit="us", utc=True).astype("datetime64[us, UTC]")


def _business_days(house: House, after: "pd.Series[Any]", until: "pd.Series[Any]") -> "pd.Series[Any]":
    """Business days later than the local day of *after* and not later than that of *until*, as many as there are."""
    days = [one.dt.tz_convert(house.settings.zone).dt.tz_localize(None).dt.normalize() for one in (after, until)]
    both = pd.concat(days).dropna()
    if both.empty:
        return pd.Series(pd.NA, index=after.index, dtype="Int64")
    every = pd.date_range(both.min(), both.max(), freq="D")
    counted = pd.Series([house.calendar.is_business_day(day.date()) for day in every], index=every).cumsum()
    first, last = (one.map(counted).astype("Int64") for one in days)
    between: pd.Series[Any] = last - first
    return between


def _rounds(raw: pd.DataFrame) -> pd.DataFrame:
    """The lines of ``ROUNDS``, untyped."""
    return raw.assign(
        company=[_one_line(name) for name in raw["company"]],
        opened_at=_moments(raw["opened_at"]),
        closed_at=_moments(raw["closed_at"]),
        kind=raw["kind"].map(KINDS),
        case_state=raw["case_state"].map({state.value: label for state, label in STATE_LABELS.items()}),
    )


def _mistakes(raw: pd.DataFrame, mistakes: Sequence[list[Any]], received: "pd.Series[Any]") -> pd.DataFrame:
    """The lines of ``MISTAKES``, untyped: one for each mistake of each submission."""
    places = np.repeat(np.arange(len(mistakes)), [len(known) for known in mistakes])
    found = [one for known in mistakes for one in known]
    lines = raw[["folio", "company", "round"]].take(places).reset_index(drop=True)
    return lines.assign(
        company=[_one_line(name) for name in lines["company"]],
        received_at=received.take(places).reset_index(drop=True),
        mistake=[code for code, _, _ in found],
        cause=[NAMES[code] for code, _, _ in found],
        rows=[rows for _, rows, _ in found],
        of=[of for _, _, of in found],
    )


def _findings(packed: "pd.Series[Any]", words: dict[int, str]) -> pd.DataFrame:
    """The lines of ``FINDINGS``: unpacked all at once."""
    known = [data or b"" for data in packed]
    found = unpacked(b"".join(known))
    sizes = [len(data) // found.dtype.itemsize for data in known]
    return pd.DataFrame(
        {
            "submission": np.repeat(np.arange(len(known), dtype="int32"), sizes),
            "code": _named(found["code"], words),
            "severity": _category(found["severity"].astype("int8"), SEVERITIES),
            "tab": found["tab"].astype("uint8"),
            "section": _category(found["section"].astype("int8") - 1, SECTIONS[1:]),
            "number": found["number"].astype("uint16"),
            "cause": _named(found["cause"], words),
        }
    )


def _named(numbers: Any, words: dict[int, str]) -> Any:
    """Numbers of words as a category; 0 is nothing."""
    ordered = sorted(words)
    codes = np.full(max(ordered, default=0) + 1, -1, dtype="int16")
    codes[ordered] = np.arange(len(ordered))
    return _category(codes[numbers], [words[number] for number in ordered])


def _category(codes: Any, names: Sequence[str]) -> Any:
    """A category of those names; -1 is nothing."""
    made: Any = pd.Categorical
    return made.from_codes(codes, list(names))


def _typed(house: House, frame: pd.DataFrame, of: dict[str, Documented]) -> pd.DataFrame:
    """The frame with the documented types, also when there are no lines; times become local."""
    typed = frame[list(of)].astype({name: one.kind for name, one in of.items()})
    for name in (name for name in LOCAL_TIMES if name in typed):
        typed[name] = typed[name].dt.tz_convert(house.settings.zone)
    return typed
