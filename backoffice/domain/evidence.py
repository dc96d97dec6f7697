"""What an evidence workbook says, without the workbook.

Reading (``backoffice.workbooks``) makes an ``Evidence``; checks compare it with a test set. Everything carries the
place it was read from.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple

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


class Answer(NamedTuple):
    """One filled-in cell: its address, what it holds, as shown and as an exact number where it is one."""

    cell: str
    kind: AnswerKind
    shown: str = ""
    number: Decimal | None = None


@dataclass(frozen=True, slots=True)
class AnswerRow:
    """One row of tab 2 as the applicant sent it. ``row`` is the sheet's row, counted from 1.

    ``given`` are the cells that came filled in, in the words of ``CASES.csv``: '' says that something does not apply;
    what is not there was not found, is empty or cannot be read. Of very many rows only the first ones have it.
    """

    section: Section
    number: int | None
    nss: str
    credit_number: str
    sheet: str
    row: int
    answers: Mapping[str, Answer]
    given: Mapping[str, str] = field(default_factory=dict)


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
    """A picture of a sheet. Sizes in pixels; ``blank``: of one colour, as good as; ``None`` where it is not known."""

    sheet: str
    format: str
    width: int
    height: int
    sha256: str
    blank: bool | None = None


@dataclass(frozen=True, slots=True)
class Deduction:
    """A deduction line of the payroll receipt: SAT's code (``009``), the employer's key, the concept, pesos."""

    type: str
    key: str
    concept: str
    amount: Decimal


@dataclass(frozen=True, slots=True)
class SchemaError:
    """Where the receipt breaks SAT's schemas: line of the XML, node, attribute ('' where the node itself is meant).

    ``reason`` is one of ``checks.schema_faults.REASONS``; ``expected`` is the name of a catalogue or type, a limit, a
    pattern or the names of nodes, '' where there is nothing to name; ``found`` is what stands there.
    """

    line: int
    element: str
    attribute: str
    reason: str
    expected: str = ""
    found: str = ""


@dataclass(frozen=True, slots=True)
class Cfdi:
    """What the payroll CFDI of tab 4 says. Dates are ISO texts as found; ``source`` is ``embedded`` or ``cells``.

    ``type`` is its TipoDeComprobante, ``payroll_version`` the complement's, ``payrolls`` how many of these it carries;
    what is not in ``totals`` is said of the first. ``totals`` maps names of SAT's (``TotalPercepciones``) and of sums
    over lines (``Deduccion@Importe``) to pesos, where the receipt says them. Of ``schema_errors`` the first are listed,
    ``schema_error_count`` counts all.
    """

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
    type: str = "N"
    payroll_version: str = "1.2"
    payrolls: int = 1
    totals: Mapping[str, Decimal] = field(default_factory=dict)
    schema_errors: tuple[SchemaError, ...] = ()
    schema_error_count: int = 0


@dataclass(frozen=True, slots=True)
class Evidence:
    """All that a workbook says. ``tabs`` maps 1-4 to the sheet that plays that part; a missing tab is absent.

    ``receipt_asked`` is what tab 4 still says of the receipt asked for: ``section`` and ``number`` of its row in tab 2,
    ``nss``, ``period_start``, ``period_end``.
    """

    format: str
    sheets: tuple[Sheet, ...] = ()
    tabs: Mapping[int, str] = field(default_factory=dict)
    test_set_id: str | None = None
    rows: tuple[AnswerRow, ...] = ()
    embedded: tuple[EmbeddedFile, ...] = ()
    notice_files: tuple[NoticeFile, ...] = ()
    pictures: tuple[Picture, ...] = ()
    cfdi: Cfdi | None = None
    receipt_asked: Mapping[str, str] = field(default_factory=dict)
    findings: tuple[Finding, ...] = ()
