"""What each letter says: one frozen value per letter, the only thing its templates see. Not how it looks.

Names that come from outside must fit one line; texts found in evidence are folded into one by whoever shows them.
"""

from dataclasses import dataclass, fields
from datetime import date
from typing import Any, ClassVar
from unicodedata import category

from backoffice.domain.calendar import Deadline
from backoffice.domain.errors import BadInput
from backoffice.domain.findings import Finding, Severity, row_label

#: What each tab of the workbook holds, as a letter names it.
TAB_CONTENTS = {1: "los avisos", 2: "los cálculos", 3: "las pantallas", 4: "el CFDI"}

#: What must fit one line, and its name in a refusal.
ONE_LINE = {
    "folio": "folio",
    "company": "empresa",
    "contact": "contacto",
    "portal_url": "dirección del portal",
    "attachment": "archivo adjunto",
}

#: Unicode categories of what breaks a line or a text.
BREAKING = frozenset({"Cc", "Cs", "Zl", "Zp"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """What all letters say. ``on`` is the local date of the letter; ``contact`` is whom to ask.

    ``portal_url`` leads to the applicant's page; without one the letter has no button.
    """

    template: ClassVar[str]

    folio: str
    company: str
    on: date
    contact: str
    portal_url: str | None = None

    def __post_init__(self) -> None:
        """Refuse line breaks and control characters in what must fit one line."""
        for name, label in ONE_LINE.items():
            value = getattr(self, name, None)
            if value is not None and not fits_one_line(value):
                raise BadInput(
                    f"La carta no se puede escribir: el dato «{label}» está vacío o tiene saltos de línea u otros "
                    f"caracteres de control ({value!r}). Corrígelo y vuelve a intentarlo."
                )

    def context(self) -> dict[str, Any]:
        """The names that its templates may use: its fields and its properties."""
        return {name: getattr(self, name) for name in names_of(type(self))}


def fits_one_line(text: str) -> bool:
    """Neither empty nor with line breaks, control characters or broken surrogates."""
    return bool(text.strip()) and not any(category(character) in BREAKING for character in text)


def names_of(letter: type[Letter]) -> frozenset[str]:
    """The fields and properties of a letter."""
    properties = (n for kind in letter.__mro__ for n, value in vars(kind).items() if isinstance(value, property))
    return frozenset({field.name for field in fields(letter)} | set(properties))


@dataclass(frozen=True, slots=True, kw_only=True)
class TestSetIssued(Letter):
    """The first test set. ``deadline`` counts as if the letter were received on its date."""

    __test__ = False
    template = "test_set_issued"

    deadline: Deadline
    attachment: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EvidenceRefused(Letter):
    """A file that could not be read. ``deadline`` is that of the round: it still runs; ``reason`` a full sentence."""

    template = "evidence_refused"

    round: int
    file_name: str
    received_on: date
    reason: str
    deadline: Deadline


@dataclass(frozen=True, slots=True, kw_only=True)
class Cause:
    """A mistake that explains rows: what it is, how it should be (both sentences), and the labels of the rows."""

    sentence: str
    remedy: str = ""
    rows: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class RowToCorrect:
    """All that differs in one row of tab 2."""

    label: str
    nss: str
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CorrectionsRequested(Letter):
    """What to correct in the closed round ``round``, and the set of the next one, attached.

    The answers of the closed set may be shown: it is no longer in play. ``findings`` are those of the verdict (notes
    are left out here), ``right_tabs`` the tabs where nothing is wrong, ``remarks`` the analyst's own sentences;
    ``deadline`` counts as if the letter were received on its date.
    """

    template = "corrections_requested"

    round: int
    deadline: Deadline
    attachment: str
    findings: tuple[Finding, ...]
    causes: tuple[Cause, ...] = ()
    right_tabs: tuple[int, ...] = ()
    remarks: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """Refuse a letter that asks for nothing."""
        super(CorrectionsRequested, self).__post_init__()
        if not (self.to_correct or self.causes or self.remarks):
            raise BadInput("La carta de correcciones debe decir qué corregir: agrega un motivo.")

    @property
    def to_correct(self) -> tuple[Finding, ...]:
        """The findings without the notes."""
        return tuple(finding for finding in self.findings if finding.severity is not Severity.NOTE)

    @property
    def rows(self) -> tuple[RowToCorrect, ...]:
        """The rows of tab 2 with what differs in each, in the order of the findings."""
        grouped: dict[tuple[str, str], list[Finding]] = {}
        for finding in self.to_correct:
            if finding.section and finding.number is not None:
                label = row_label(finding.section, finding.number)
                grouped.setdefault((label, finding.nss or ""), []).append(finding)
        return tuple(RowToCorrect(label=la, nss=nss, findings=tuple(fs)) for (la, nss), fs in grouped.items())

    @property
    def others(self) -> tuple[Finding, ...]:
        """The findings that are about no row."""
        return tuple(f for f in self.to_correct if not (f.section and f.number is not None))

    @property
    def right_contents(self) -> str:
        """``los avisos, las pantallas y el CFDI``; empty where no tab is right."""
        *before, last = [TAB_CONTENTS[tab] for tab in self.right_tabs] or [""]
        return f"{', '.join(before)} y {last}" if before else last


@dataclass(frozen=True, slots=True, kw_only=True)
class Approved(Letter):
    """The evidence is right; what is left is the applicant's signature."""

    template = "approved"

    round: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CancellationConfirmed(Letter):
    """The applicant's cancellation. ``was_certified`` tells a certification ended from a request given up."""

    template = "cancellation_confirmed"

    cancelled_on: date
    was_certified: bool


LETTERS: tuple[type[Letter], ...] = (
    TestSetIssued,
    EvidenceRefused,
    CorrectionsRequested,
    Approved,
    CancellationConfirmed,
)
