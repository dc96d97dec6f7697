"""Companies that answer their own set, and what one of them takes from another. Workbooks are real, screens too."""

import io
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

from backoffice.casework import intake, request
from backoffice.domain.applicant import Applicant
from backoffice.domain.test_set import TestRow, TestSet
from backoffice.records.cases import Case
from backoffice.rehearsal.making import xlsx_objects
from backoffice.rehearsal.making.filling import ARCHIVE, RECEIPT, filled_in, typed
from backoffice.rehearsal.making.packing import archive, as_xlsx
from backoffice.rehearsal.making.receipt import amounts, receipt
from backoffice.workbooks.opening import open_workbook
from tests.casework.world import World

REHEARSAL = Path("backoffice/rehearsal/evidence")
CORE = "docProps/core.xml"
NAMESPACES = (
    'xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
    'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/"'
)


@dataclass(frozen=True)
class Sent:
    """A case with its set, as its file was sent."""

    case: Case
    test_set: TestSet
    submission: object

    @property
    def id(self):  # type: ignore[no-untyped-def]
        """The submission's."""
        return self.submission.id  # type: ignore[attr-defined]


@dataclass(frozen=True)
class Book:
    """What a company fills in: right answers but for ``amounts`` of b), its own screens and receipt, who wrote it."""

    amounts: Mapping[int, str] = field(default_factory=dict)
    screens: tuple[bytes, ...] | None = None
    receipt: bytes | None = None
    author: Mapping[str, str] = field(default_factory=dict)

    def of(self, test_set: TestSet) -> bytes:
        """The workbook as .xlsx."""
        right = typed({(row.section, row.number): row.expected for row in test_set.rows})
        cells = {place: dict(steps) for place, steps in right.items()}
        for number, amount in self.amounts.items():
            cells["assessment", number]["withholding"] = float(amount)
        own = receipt(test_set, amounts(row := test_set.row(*test_set.receipt), row.expected, in_one_line=True))
        files = {ARCHIVE: ("avisos.zip", archive(test_set.notices)), RECEIPT: ("recibo.xml", self.receipt or own)}
        return written_by(
            as_xlsx(filled_in(test_set, cells, self.screens or screens(test_set), {}), files), self.author
        )


def written_by(workbook: bytes, author: Mapping[str, str]) -> bytes:
    """The workbook with properties of its own: ``creator``, ``lastModifiedBy``, ``created``, ``modified``."""
    spaces = {"creator": "dc", "created": "dcterms", "modified": "dcterms", "lastModifiedBy": "cp"}
    said = "".join(f"<{spaces[name]}:{name}>{value}</{spaces[name]}:{name}>" for name, value in author.items())
    core = f"<cp:coreProperties {NAMESPACES}>{said}</cp:coreProperties>"
    return xlsx_objects.packed({**xlsx_objects.unpacked(workbook), CORE: core.encode()})


def sent(world: World, number: int, book: Callable[[TestSet], bytes] | Book | bytes, work: bool = True) -> Sent:
    """Company *number* asks, gets its set and sends its file; everything that rings is done."""
    company = Applicant(f"Y{number:010d}", f"MED010101{number:03X}", f"Empresa {number}", f"{number}@prueba.example")
    case = request.register(world.house, company)
    world.work()
    return again(world, case, book, work)


def again(world: World, case: Case, book: Callable[[TestSet], bytes] | Book | bytes, work: bool = True) -> Sent:
    """The company of a case sends a file."""
    row = world.view(case.folio).current.test_set
    assert row is not None
    test_set = row.test_set()
    data = book if isinstance(book, bytes) else book.of(test_set) if isinstance(book, Book) else book(test_set)
    submission = intake.receive(world.house, case.folio, "evidencias.xlsx", data).submission
    if work:
        world.work()
    return Sent(case, test_set, submission)


def right(sent: Sent, number: int) -> str:
    """The right answer of a row of b)."""
    return str(sent.test_set.row("assessment", number).expected["withholding"])


def screens(test_set: TestSet) -> tuple[bytes, ...]:
    """Four screens of one and the same program, each of another worker of the set."""
    rows = test_set.section("assessment")
    return tuple(screen(row, place) for place, row in enumerate(rows[:4]))


def screen(row: TestRow, place: int) -> bytes:
    """A screen that shows a worker's withholding, 1000 × 560 pixels."""
    shown = Image.new("RGB", (1000, 560), "#eef0f2")
    draw = ImageDraw.Draw(shown)
    draw.rectangle((0, 0, 1000, 42), fill="#1f6f54")
    draw.text((18, 10), "Nóminas Quetzal 5", fill="white", font=font(18))
    for number, word in enumerate(("Empleados", "Avisos", "Nómina", "Recibos", "Servicio")):
        draw.text((18, 60 + 36 * number), word, fill="#222", font=font(15))
    draw.text((200, 62), f"Pantalla {place + 1}", fill="#222", font=font(20))
    draw.text((200, 92), f"{row.name} · NSS {row.nss}", fill="#555", font=font(15))
    given = ("nss", "rfc", "curp", "credit_number", "frequency", "paid_on")
    lines = [*((name, str(getattr(row, name))) for name in given), *row.case.items()][: 10 + place]
    for number, (name, value) in enumerate(lines):
        top = 127 + 30 * number
        draw.rectangle((200, top, 978, top + 30), fill="white", outline="#c8ccd0")
        draw.text((211, top + 6), name, fill="#222", font=font(15))
        draw.text((600, top + 6), value or "No aplica", fill="#222", font=font(15))
    return saved(shown)


@cache
def font(size: int) -> ImageFont.FreeTypeFont | ImageFont.ImageFont:
    """The one that Pillow brings."""
    return ImageFont.load_default(size)


def saved(image: Image.Image, kind: str = "PNG", **options: int) -> bytes:
    """The picture as bytes."""
    out = io.BytesIO()
    image.convert("RGB").save(out, kind, **options)
    return out.getvalue()


def opened(picture: bytes) -> Image.Image:
    """Ready to be cut or scaled."""
    return Image.open(io.BytesIO(picture)).convert("RGB")


def real_screens() -> Iterator[tuple[str, bytes]]:
    """The pictures of the rehearsal's evidence, taken by a browser: name (case, round, place) and bytes."""
    for path in sorted(REHEARSAL.glob("caso_[abd]_*")):
        for place, one in enumerate(open_workbook(path.read_bytes()).pictures):
            if one.data.startswith(b"\x89PNG"):
                yield f"{path.stem}_{place}", one.data
