"""The verdict: what the desk concludes from one evidence and one test set, as a value and as canonical JSON.

Same evidence, test set, rules and engine: same bytes, years later too. How it is reached lives in ``checks``.
"""

import hashlib
import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from backoffice.domain.causes import Cause
from backoffice.domain.findings import Finding, Section, Severity

Result = Literal["consistent", "inconsistent", "refused"]

#: Raised whenever the same evidence could get other findings: from this program, not from the dated rules.
ENGINE_VERSION = "2"

#: *Resultado de la evaluación*, as people read it.
RESULT_LABELS: dict[str, str] = {
    "consistent": "Sin inconsistencias",
    "inconsistent": "Con inconsistencias",
    "refused": "El archivo no se pudo leer",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """The result, every finding behind it, and what it was reached from.

    ``unexplained`` are rows whose withholding is wrong without a known cause, as ``(section, number)``.
    ``evidence_sha256`` is ``None`` where there was no file to read.
    """

    result: Result
    findings: tuple[Finding, ...]
    diagnosis: tuple[Cause, ...] = ()
    unexplained: tuple[tuple[Section, int], ...] = ()
    evidence_sha256: str | None
    test_set_id: str
    rules_version: str
    engine_version: str = ENGINE_VERSION

    def to_json(self) -> dict[str, Any]:
        """The verdict as ``mesa evaluate --json`` gives it."""
        return {
            "verdict": self.result,
            "findings": [finding.to_json() for finding in self.findings],
            "diagnosis": [cause_to_json(cause) for cause in self.diagnosis],
            "unexplained": [list(row) for row in self.unexplained],
            "evidence_sha256": self.evidence_sha256,
            "test_set_id": self.test_set_id,
            "rules_version": self.rules_version,
            "engine_version": self.engine_version,
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> "Verdict":
        """The inverse of ``to_json``; which causes act together is not in it, only in the findings' words."""
        return cls(
            result=data["verdict"],
            findings=tuple(Finding.from_json(finding) for finding in data["findings"]),
            diagnosis=tuple(cause_from_json(cause) for cause in data["diagnosis"]),
            unexplained=tuple((section, number) for section, number in data["unexplained"]),
            evidence_sha256=data["evidence_sha256"],
            test_set_id=data["test_set_id"],
            rules_version=data["rules_version"],
            engine_version=data["engine_version"],
        )

    def text(self) -> str:
        """Canonical JSON: sorted keys, no spaces. What is stored, hashed and compared in a replay."""
        return json.dumps(self.to_json(), sort_keys=True, ensure_ascii=False, separators=(",", ":"), allow_nan=False)

    @property
    def sha256(self) -> str:
        """Of the canonical text in UTF-8; a human decision refers to it."""
        return hashlib.sha256(self.text().encode()).hexdigest()

    def count(self, severity: Severity, tab: int | None = None) -> int:
        """How many findings of one severity, of one tab or of all."""
        return Counter(f.severity for f in self.findings if tab is None or f.tab == tab)[severity]


def cause_to_json(cause: Cause) -> dict[str, Any]:
    """A cause of the diagnosis; ``together`` is only there where a mistake needs another to explain its rows."""
    plain = {"mistake": cause.mistake, "explains": [list(row) for row in cause.explains], "of": cause.of}
    return {**plain, "together": list(cause.together)} if cause.together else plain


def cause_from_json(data: Mapping[str, Any]) -> Cause:
    """The inverse of ``cause_to_json``."""
    places = tuple((section, number) for section, number in data["explains"])
    return Cause(data["mistake"], places, data["of"], tuple(data.get("together", ())))
