"""Evidence of many rows: the same tabs, columns and objects as a template filled in, but as long as is wanted."""

import random
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from io import BytesIO

from PIL import Image

from backoffice.domain.findings import Section
from backoffice.rehearsal.making import xls_objects
from backoffice.rehearsal.making.filling import AMORTIZATIONS, ARCHIVE, RECEIPT, SCREENSHOTS
from backoffice.rehearsal.making.packing import icons
from backoffice.workbooks.template.answers import TITLES
from backoffice.workbooks.template.columns import GIVEN, NOT_APPLICABLE, WANTED
from bench.making import xls, xlsx
from bench.making.xls import Cell, Sheet
from tests.workbooks.making.evidence import FILES

FAMILY = ("ÁVILA", "MUÑOZ", "PÉREZ", "GÓMEZ", "ORTEGA", "ÑÁÑEZ", "RÍOS", "LÓPEZ", "DÍAZ", "HERRERA")
GIVEN_NAMES = ("ANA LUCÍA", "JUAN", "LUIS", "MARÍA DEL CARMEN", "ZOÉ", "JOSÉ", "INÉS", "PABLO")
WORKERS = 2_000
FIRST_DAY = date(2026, 9, 1)
SET_ID = "TS-2026-0001"


def rows_of(section: Section, count: int, seed: int = 1) -> Iterator[Sequence[Cell]]:
    """Title, headings and *count* rows of a section of tab 2; beyond ``WORKERS`` each is paid several times."""
    draw = random.Random(seed)
    people = [tuple(person(draw, number)) for number in range(min(count, WORKERS))]
    yield [TITLES[section]]
    yield [column.title for column in (*GIVEN, *WANTED[section])]
    for number in range(1, count + 1):
        yield [number, *people[(number - 1) * len(people) // count], *paid(number), *wanted(number, section)]


def person(draw: random.Random, number: int) -> Iterator[Cell]:
    """NSS, name, RFC, CURP and credit of a worker who does not exist."""
    family = f"{draw.choice(FAMILY)} {draw.choice(FAMILY)}"
    letters = f"{family[:2]}{family.split()[1][0]}A".translate(str.maketrans("ÁÑÉÍÓ", "AXEIO"))
    born = f"{70 + number % 29}{1 + number % 12:02d}{1 + number % 28:02d}"
    yield from (f"{draw.randrange(10**9):09d}{number % 100:02d}", f"{family}, {draw.choice(GIVEN_NAMES)}")
    yield from (f"{letters}{born}{number % 1000:03d}", f"{letters}{born}HDFRRL{number % 100:02d}")
    yield f"19{draw.randrange(10**8):08d}"


def paid(number: int) -> Iterator[Cell]:
    """The other given cells: discount, period, wages."""
    day = FIRST_DAY + timedelta(15 * (number % 4))
    wage = 300 + number % 40 * 12.5
    yield from ("2 Cuota fija", 1500 + number % 90, "Quincenal")
    yield from (day, day + timedelta(14), day + timedelta(15), NOT_APPLICABLE, NOT_APPLICABLE)
    yield from (wage, round(wage * 1.0493, 5), NOT_APPLICABLE, NOT_APPLICABLE, "General", NOT_APPLICABLE)
    yield from (NOT_APPLICABLE if number % 3 else wage * 12, "Sí" if number % 4 == 0 else "No")


def wanted(number: int, section: Section) -> Iterator[Cell]:
    """The cells that the applicant fills in."""
    withheld = 700 + number * 7919 % 509 / 4
    if section == "samples":
        yield from (61, NOT_APPLICABLE, round(withheld / 15, 4), 15, withheld, 15)
    yield round(withheld + 15, 2)


def sheets(rows: int, pictures: Sequence[bytes]) -> list[Sheet]:
    """The tabs: *rows* workers, half of them in each section, and *pictures* on tab 3."""
    shown, half = icons(FILES), rows // 2
    label = ["Set de pruebas", SET_ID]
    answers = [label, [], *rows_of("samples", rows - half), [], *rows_of("assessment", half, seed=2)]
    return [
        Sheet(ARCHIVE, [label], [shown[ARCHIVE]]),
        Sheet(AMORTIZATIONS, answers),
        Sheet(SCREENSHOTS, [label], pictures),
        Sheet(RECEIPT, [label], [shown[RECEIPT]]),
    ]


def screens(count: int, side: int, seed: int = 3) -> list[bytes]:
    """Pictures as PNG that no compression makes smaller: three bytes a pixel, *side* pixels each way."""
    draw = random.Random(seed)
    return [png(Image.frombytes("RGB", (side, side), draw.randbytes(3 * side * side))) for _ in range(count)]


def png(image: Image.Image) -> bytes:
    """The picture as bytes."""
    written = BytesIO()
    image.save(written, "PNG")
    return written.getvalue()


def as_xls(rows: int, pictures: Sequence[bytes]) -> bytes:
    """The evidence as ``.xls``: archive and receipt stand in place of the icons of their tabs."""
    return xls_objects.embed(xls.workbook(sheets(rows, pictures)), FILES)


def as_xlsx(rows: int, pictures: Sequence[bytes], *, shared: bool = True) -> bytes:
    """The evidence as ``.xlsx``, embedded the way Excel does; texts *shared* by number, or in their cells."""
    return xlsx.workbook(sheets(rows, pictures), FILES, shared=shared)
