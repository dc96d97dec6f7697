"""The test set as a value, and its form as ``answers.json``."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from datetime import date
from typing import Any, Literal

from backoffice.domain.findings import Section, row_label

#: The columns of ``CASES.csv`` that a row repeats, all as texts ('' = does not apply).
CASE_COLUMNS = (
    "discount_type", "discount_value", "period_start", "period_end", "sdi", "daily_wage", "zone", "absences",
    "starts_on", "ends_on", "first_payroll", "wage_available", "changed_on", "changed_value", "sdi_changed_on",
    "changed_sdi",
)  # fmt: skip

Round = Literal["first", "correction"]

FREQUENCY_LABELS = {
    "weekly": "Semanal",
    "fourteen_day": "Catorcenal",
    "fortnight": "Quincenal",
    "month": "Mensual",
    "bimester": "Bimestral",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class TestRow:
    """One row of tab 2: the worker, the period, the case in the columns of ``CASES.csv``, and the right answers.

    ``hired_on`` and ``left_on`` are *Alta* and *Baja* ('' where they do not touch the period); ``unified_only`` is
    ``yes`` where the notices match by the unified NSS alone. ``expected`` maps each
    step to plain decimals as text, ``None`` where the step does not apply; money is in pesos. It is empty where the
    answers are not known: a set that an applicant has is without its secrets.
    """

    __test__ = False

    section: Section
    number: int
    nss: str
    name: str
    rfc: str
    curp: str
    credit_number: str
    frequency: str
    paid_on: str
    hired_on: str = ""
    left_on: str = ""
    unified_only: str = "no"
    case: Mapping[str, str]
    expected: Mapping[str, str | None]

    @property
    def label(self) -> str:
        """``a-2`` or ``b-12``."""
        return row_label(self.section, self.number)

    @property
    def is_answered(self) -> bool:
        """Its right answers are known."""
        return bool(self.expected)

    def to_json(self) -> dict[str, Any]:
        """The row of ``answers.json``: the case's columns stand beside the others."""
        plain = {f.name: getattr(self, f.name) for f in fields(self) if f.name not in {"case", "expected"}}
        return {**plain, **self.case, "expected": dict(self.expected)}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> "TestRow":
        """The inverse of ``to_json``. What is more than the contract may be absent, as in sets of earlier versions."""
        plain = {f.name: data[f.name] for f in fields(cls) if f.name in data}
        plain["expected"] = dict(data["expected"])
        return cls(**plain, case={c: data[c] for c in CASE_COLUMNS})


@dataclass(frozen=True, slots=True, kw_only=True)
class TestSet:
    """A test set, whole. ``notices`` maps file names (``avisos/….json``) to their exact text, seal included.

    ``receipt`` is the row whose payroll receipt (CFDI) the applicant sends. ``employer_name`` is fictitious.
    ``discriminates`` names the mistakes that the assessment rows give away; on its best row the ``hardest`` of them
    is ``smallest_gap`` pesos from right.
    """

    __test__ = False

    id: str
    round: Round
    on: date
    rules_version: str
    nrp: str
    rfc: str
    employer_name: str
    service_public_key: str
    rows: tuple[TestRow, ...]
    receipt: tuple[Section, int]
    notices: Mapping[str, str]
    discriminates: tuple[str, ...] = ()
    hardest: str = ""
    smallest_gap: str = ""

    def row(self, section: Section, number: int) -> TestRow:
        """The row named so; ``KeyError`` where there is none."""
        for row in self.rows:
            if (row.section, row.number) == (section, number):
                return row
        raise KeyError((section, number))

    def section(self, section: Section) -> tuple[TestRow, ...]:
        """The rows of one section, in order."""
        return tuple(row for row in self.rows if row.section == section)

    @property
    def answered(self) -> "TestSet":
        """The set without the rows whose right answers are not known."""
        return replace(self, rows=tuple(row for row in self.rows if row.is_answered))

    def answers_json(self) -> str:
        """``answers.json`` (secret): everything but the texts of the notices, which are files beside it."""
        document = {
            "test_set_id": self.id,
            "round": self.round,
            "on": self.on.isoformat(),
            "rules_version": self.rules_version,
            "nrp": self.nrp,
            "rfc": self.rfc,
            "employer_name": self.employer_name,
            "service_public_key": self.service_public_key,
            "rows": [row.to_json() for row in self.rows],
            "cfdi": {"section": self.receipt[0], "number": self.receipt[1]},
            "notices": sorted(self.notices),
            "discriminates": list(self.discriminates),
            "hardest": {"mistake": self.hardest, "smallest_gap": self.smallest_gap},
        }
        return json.dumps(document, ensure_ascii=False, indent=1) + "\n"

    @classmethod
    def from_answers(cls, text: str, notices: Mapping[str, str]) -> "TestSet":
        """The inverse of ``answers_json``; *notices* are the files beside it, by the names it lists.

        What is more than the contract may be absent, as in sets of earlier versions.
        """
        data = json.loads(text)
        hardest = data.get("hardest", {})
        return cls(
            id=data["test_set_id"],
            round=data["round"],
            on=date.fromisoformat(data["on"]),
            rules_version=data["rules_version"],
            nrp=data["nrp"],
            rfc=data["rfc"],
            employer_name=data.get("employer_name", ""),
            service_public_key=data["service_public_key"],
            rows=tuple(TestRow.from_json(row) for row in data["rows"]),
            receipt=(data["cfdi"]["section"], data["cfdi"]["number"]),
            notices={name: notices[name] for name in data["notices"]},
            discriminates=tuple(data.get("discriminates", ())),
            hardest=hardest.get("mistake", ""),
            smallest_gap=hardest.get("smallest_gap", ""),
        )
