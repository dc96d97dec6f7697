"""One applicant's evidence before it is packed: right in every point until a fault or a habit changes it."""

from collections.abc import Callable
from dataclasses import dataclass, field
from hashlib import sha256
from random import Random

from openpyxl import Workbook

from backoffice.domain.amortization import RIGHT, Method
from backoffice.domain.evidence import STEPS
from backoffice.domain.findings import Section
from backoffice.domain.test_set import TestSet
from backoffice.domain.test_set.generation import generate
from backoffice.efirma.service_seal import rehearsal_seal
from backoffice.official import parameters
from backoffice.rehearsal import cast
from backoffice.rehearsal.making import receipt as receipts
from backoffice.rehearsal.making.answers import computed_by
from backoffice.rehearsal.making.filling import ARCHIVE, RECEIPT, Answers, typed
from backoffice.rehearsal.making.packing import archive
from tests.workbooks.making.evidence import screens

Place = tuple[Section, int]


@dataclass
class Draft:
    """What an applicant is about to send. ``touches`` change the filled-in book, in order, just before it is saved.

    ``titles`` are new names of sheets; ``receipt_as_text``: the XML stands in cells and not as an object.
    """

    test_set: TestSet
    another: TestSet
    draw: Random
    notices: dict[str, str] = field(default_factory=dict)
    archive: tuple[str, bytes] | None = None
    cells: dict[Place, dict[str, object]] = field(default_factory=dict)
    screens: list[bytes] = field(default_factory=list)
    receipt: bytes | None = None
    receipt_as_text: bool = False
    titles: dict[str, str] = field(default_factory=dict)
    touches: list[Callable[[Workbook], None]] = field(default_factory=list)

    @property
    def files(self) -> dict[str, tuple[str, bytes]]:
        """What is embedded, by the sheet's name."""
        found = {}
        if self.archive is not None:
            found[ARCHIVE] = self.archive
        if self.receipt is not None and not self.receipt_as_text:
            found[RECEIPT] = ("recibo.xml", self.receipt)
        return found

    def places(self, section: Section) -> list[Place]:
        """The rows of one section."""
        return [(row.section, row.number) for row in self.test_set.section(section)]

    def pack(self) -> None:
        """Put the notices into the archive again."""
        self.archive = ("avisos.zip", archive(self.notices))

    def answer(self, method: Method) -> None:
        """Fill in what a program computes by *method*, in tab 2 and in the receipt."""
        self.fill(computed_by(method, self.test_set, parameters()))

    def fill(self, answers: Answers) -> None:
        """Fill in these answers, the receipt's row in the receipt as well."""
        self.cells = {place: dict(steps) for place, steps in typed(answers).items()}
        asked = self.test_set.receipt
        paid = receipts.amounts(self.test_set.row(*asked), answers[asked], in_one_line=self.draw.random() < 0.5)
        self.receipt = receipts.receipt(self.test_set, paid)


def draft(name: str) -> Draft:
    """Right evidence for a fresh set that only *name* decides."""
    made = Draft(set_of(name), set_of(f"{name}, another"), Random(name))
    made.notices = dict(made.test_set.notices)
    made.pack()
    made.screens = screens()
    made.fill({(row.section, row.number): {step: row.expected[step] for step in STEPS} for row in made.test_set.rows})
    return made


def set_of(name: str) -> TestSet:
    """A test set of the rehearsal's day."""
    return generate(sha256(name.encode()).digest(), "first", cast.SET_DATE, rehearsal_seal(), parameters())


__all__ = ["RIGHT", "Draft", "Place", "draft", "set_of"]
