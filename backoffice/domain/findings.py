"""Findings: what is wrong, missing or worth knowing in an applicant's evidence. Data, never exceptions."""

from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any, Literal

Section = Literal["samples", "assessment"]
SECTION_LETTERS: dict[str, str] = {"samples": "a", "assessment": "b"}


class Severity(StrEnum):
    """An error asks for corrections; a warning asks for a person's eye; a note is told and accepted."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


class Standing(StrEnum):
    """How firm the rule behind a finding is: verified, secondary sources, our proposal, disputed."""

    VERIFIED = "V"
    SECONDARY = "S"
    PROPOSED = "P"
    DISPUTED = "?"


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One fact about the evidence.

    ``expected`` and ``found`` are texts as people should see them (``"1291.66"``); ``cell`` is an address such as
    ``"W31"`` in the sheet that ``tab`` (1-4) names; ``section`` and ``number`` name the row of tab 2 it is about;
    ``causes`` are codes of the mistake catalogue.
    """

    code: str
    severity: Severity
    message: str
    tab: int | None = None
    cell: str | None = None
    section: Section | None = None
    number: int | None = None
    nss: str | None = None
    expected: str | None = None
    found: str | None = None
    causes: tuple[str, ...] = ()
    standing: Standing | None = None

    def to_json(self) -> dict[str, Any]:
        """The finding as ``mesa evaluate --json`` and ``mesa read --json`` give it."""
        return {**asdict(self), "causes": list(self.causes)}

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> "Finding":
        """The inverse of ``to_json``."""
        standing = Standing(data["standing"]) if data["standing"] else None
        return cls(
            **{**data, "severity": Severity(data["severity"]), "causes": tuple(data["causes"]), "standing": standing}
        )


def row_label(section: Section, number: int) -> str:
    """``a-2`` or ``b-12``, as letters and the desk name a row of tab 2."""
    return f"{SECTION_LETTERS[section]}-{number}"
