"""What a report says of the file and of its evaluation, as names and values. Pure."""

from dataclasses import dataclass, replace
from datetime import datetime

from backoffice.domain.calendar import spoken
from backoffice.domain.explained.spanish import said, size_said
from backoffice.domain.test_set import TestSet
from backoffice.domain.verdict import RESULT_LABELS, Verdict

#: What the bytes of a workbook are, whatever the file's name says.
FORMATS = {
    "xls": "Excel 97-2003 (.xls)",
    "xlsx": "Excel (.xlsx)",
    "ods": "OpenDocument (.ods)",
    "fods": "OpenDocument (.fods)",
}
#: What a file turned out to be that could not be read as a workbook.
CONTAINERS = {
    "empty": "archivo vacío",
    "ole": "contenedor OLE, como el de .xls, que no se pudo abrir",
    "zip": "contenedor ZIP, como el de .xlsx, que no se pudo abrir",
}
UNKNOWN_FORMAT = "no se pudo saber"
ROUNDS = {"first": "primera", "correction": "de correcciones"}

Facts = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """What a verdict does not say of itself. Texts come from outside; moments are aware, where people are.

    ``format`` is the true one (``xls``, '' where unknown); ``round_number`` and ``folio`` only a case has; of a file in
    quarantine ``evaluated_at`` is when the evaluation gave up.
    """

    file_name: str
    size: int | None
    evaluated_at: datetime
    format: str = ""
    sha256: str = ""
    received_at: datetime | None = None
    folio: str = ""
    company: str = ""
    round_number: int | None = None

    def of_format(self, name: str) -> "Origin":
        """The same, once the file's true format is known."""
        return replace(self, format=name)

    @property
    def heading(self) -> str:
        """The case and its company, or the file where there is no case."""
        if not self.folio:
            return said(self.file_name)
        return f"Caso {said(self.folio, 20)}" + (f" · {said(self.company)}" if self.company else "")


def format_said(name: str) -> str:
    """``Excel 97-2003 (.xls)``; of what is no workbook its bare name."""
    known = FORMATS | CONTAINERS
    return known.get(name) or (f"otro ({said(name, 20)})" if name else UNKNOWN_FORMAT)


def facts_of(verdict: Verdict | None, asked: TestSet, origin: Origin, worked_by: str) -> Facts:
    """Names and values; what is not known is absent. *worked_by*: the version of the rules that worked the rows."""
    rules = verdict.rules_version if verdict else asked.rules_version
    result = RESULT_LABELS[verdict.result] if verdict else "No se pudo evaluar"
    known = (
        ("Folio", said(origin.folio, 20)),
        ("Empresa", said(origin.company)),
        ("Ronda", f"{origin.round_number}" if origin.round_number else ROUNDS[asked.round]),
        ("Archivo", said(origin.file_name)),
        ("Tamaño", f"{size_said(origin.size)} ({origin.size:,} bytes)" if origin.size is not None else ""),
        ("SHA-256 del archivo", said(origin.sha256 or (verdict.evidence_sha256 if verdict else ""), 64)),
        ("Formato verdadero", format_said(origin.format)),
        ("Recibido", moment_of(origin.received_at)),
        ("Evaluado" if verdict else "Se dejó de intentar", moment_of(origin.evaluated_at)),
        ("Resultado de la evaluación", result),
        ("Huella del resultado (SHA-256)", verdict.sha256 if verdict else ""),
        ("Set de pruebas", said(asked.id, 40)),
        ("Versión de las reglas", said(rules, 40)),
        ("Reglas de las cuentas paso a paso", said(worked_by, 40) if worked_by != rules else ""),
        ("Versión del programa que evalúa", said(verdict.engine_version, 40) if verdict else ""),
    )
    return tuple((name, value) for name, value in known if value)


def moment_of(moment: datetime | None) -> str:
    """``26/nov/2026, 11:42`` on the clock that *moment* carries; '' where there is none."""
    return f"{spoken(moment.date())}, {moment:%H:%M}" if moment else ""
