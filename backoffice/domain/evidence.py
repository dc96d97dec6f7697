"""What an evidence workbook says, without the workbook.

Reading (``backoffice.workbooks``) makes an ``Evidence``; checks compare it with a test set. Everything carries the
place it was read from.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum

from backoffice.domain.findings import Finding, Section

#: The steps of tab 2a in their order; tab 2b only has the last one.
STEPS = ("bimester_days", "unit_value", "daily_amount", "days", "amortization", "insurance", "withholding")


class AnswerKind(StrEnum):
    """What a cell to be filled in turned out to hold."""

    NUMBER = "number"
    TEXT_NUMBER = "text_number"  # "1,291.66" or "$1291.66" typed as text: understood, and noted
    NOT_APPLICABLE = "not_applicable"  # "No aplica", "N/A"
    EMPTY = "empty"
    UNREADABLE = "unreadable"  # a text that is no number, an ambiguous number, a date
    ERROR = "error"  # #N/A, #DIV/0!
    NO_STORED_VALUE = "no_stored_value"  # a formula that was never calculated


@dataclass(frozen=True, slots=True)
class Answer:
    """One filled-in cell: its address, what it holds, as shown and as an exact number where it is one."""

    cell: str
    kind: AnswerKind
    shown: str = ""
    number: Decimal | None = None


@dataclass(frozen=True, slots=True)
class AnswerRow:
    """One row of tab 2 as the applicant sent it. ``row`` is the sheet's row, counted from 1."""

    section: Section
    number: int | None
    nss: str
    credit_number: str
    sheet: str
    row: int
    answers: Mapping[str, Answer]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet's name and its used size."""

    name: str
    rows: int
    columns: int
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class EmbeddedFile:
    """A file embedded in a sheet; ``kind`` by its content (zip, 7z, rar, xml, pdf …); ``members`` of an archive."""

    sheet: str
    name: str
    kind: str
    members: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class NoticeFile:
    """One ``.json`` member of the archive of tab 1, as text."""

    name: str
    text: str


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture of a sheet. Sizes in pixels."""

    sheet: str
    format: str
    width: int
    height: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Deduction:
    """A deduction line of the payroll receipt: SAT's code (``009``), the employer's key, the concept, pesos."""

    type: str
    key: str
    concept: str
    amount: Decimal


@dataclass(frozen=True, slots=True)
class Cfdi:
    """What the payroll CFDI of tab 4 says. Dates are ISO texts as found; ``source`` is ``embedded`` or ``cells``."""

    source: str
    sheet: str
    version: str
    issuer_rfc: str
    receiver_rfc: str
    receiver_curp: str
    nss: str
    employer_registration: str
    period_start: str
    period_end: str
    paid_on: str
    total: Decimal | None
    deductions: tuple[Deduction, ...] = ()
    sealed: bool = False


@dataclass(frozen=True, slots=True)
class Evidence:
    """All that a workbook says. ``tabs`` maps 1-4 to the sheet that plays that part; a missing tab is absent."""

    format: str
    sheets: tuple[Sheet, ...] = ()
    tabs: Mapping[int, str] = field(default_factory=dict)
    test_set_id: str | None = None
    rows: tuple[AnswerRow, ...] = ()
    embedded: tuple[EmbeddedFile, ...] = ()
    notice_files: tuple[NoticeFile, ...] = ()
    pictures: tuple[Picture, ...] = ()
    cfdi: Cfdi | None = None
    findings: tuple[Finding, ...] = ()
