"""Evidence of about a megabyte that answers a set rightly, and cases that wait for it. No letter is sent."""

import random
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from io import BytesIO
from zipfile import ZipFile

from PIL import Image, ImageDraw

from backoffice.casework import cases, outbox, request, rules
from backoffice.casework.house import Deal, House
from backoffice.domain.amortization import RIGHT
from backoffice.domain.applicant import Applicant
from backoffice.domain.test_set import TestSet
from backoffice.domain.test_set.generation import generate
from backoffice.domain.test_set.model import Round
from backoffice.domain.work import WorkKind
from backoffice.domain.workflow import Act
from backoffice.efirma.service_seal import rehearsal_seal
from backoffice.official import parameters
from backoffice.records.cases import TestSetRow
from backoffice.rehearsal import cast
from backoffice.rehearsal.making.answers import computed_by
from backoffice.rehearsal.making.filling import ARCHIVE, RECEIPT, filled_in, typed
from backoffice.rehearsal.making.packing import archive, as_xlsx
from backoffice.rehearsal.making.receipt import amounts, receipt
from bench.making.books import png

#: A photograph on a screen, in pixels: no compression makes its three bytes a pixel smaller.
PHOTOGRAPH = (280, 270)
SCREEN = (1366, 768)
PANELS = 8


@dataclass(frozen=True, slots=True)
class Answered:
    """A set and a workbook that answers it."""

    test_set: TestSet
    workbook: bytes

    def copy(self, number: int) -> bytes:
        """The workbook with other bytes that say the same, for each *number*."""
        held = BytesIO(self.workbook)
        with ZipFile(held, "a") as package:
            package.comment = f"copia {number}".encode()
        return held.getvalue()


@dataclass(frozen=True, slots=True)
class Ready:
    """A case that waits, and the file for it."""

    folio: str
    workbook: bytes


def answered(sets: int, round_: Round = "first") -> list[Answered]:
    """So many sets of that kind of round, each with its workbook."""
    with ProcessPoolExecutor() as pool:
        return list(pool.map(one_answered, range(sets), [round_] * sets))


def one_answered(number: int, round_: Round = "first") -> Answered:
    """A set of a seed of its own, computed rightly, typed in, with archive, receipt and four screens."""
    test_set = generate(number.to_bytes(32, "big"), round_, cast.SET_DATE, rehearsal_seal(), parameters())
    answers = computed_by(RIGHT, test_set, parameters())
    paid = amounts(test_set.row(*test_set.receipt), answers[test_set.receipt], in_one_line=False)
    files = {ARCHIVE: ("avisos.zip", archive(test_set.notices)), RECEIPT: ("recibo.xml", receipt(test_set, paid))}
    screens = [screen(4 * number + place) for place in range(4)]
    return Answered(test_set, as_xlsx(filled_in(test_set, typed(answers), screens, {}), files))


def screen(number: int) -> bytes:
    """A screen as PNG: panels, lines of words, and a photograph that gives it a screen's weight; each another one."""
    draw = random.Random(number)
    shown = Image.new("RGB", SCREEN, (240, 240, 245))
    for _ in range(PANELS):
        left, top = draw.randrange(SCREEN[0] - 200), draw.randrange(SCREEN[1] - 100)
        panel = (left, top, left + draw.randrange(100, 600), top + draw.randrange(60, 300))
        ImageDraw.Draw(shown).rectangle(panel, fill=(draw.randrange(60, 256), draw.randrange(60, 256), 200))
    for top in range(30, SCREEN[1], 24):
        ImageDraw.Draw(shown).text((20, top), f"Trabajador {draw.randrange(10**11)}", fill=(20, 20, 40))
    width, height = PHOTOGRAPH
    place = draw.randrange(SCREEN[0] - width), draw.randrange(SCREEN[1] - height)
    shown.paste(Image.frombytes("RGB", PHOTOGRAPH, draw.randbytes(3 * width * height)), place)
    return png(shown)


def waiting(house: House, known: list[Answered], count: int, first: int = 0) -> Iterator[Ready]:
    """*count* cases that wait for their files, numbered from *first*; sets and workbooks are taken in turn."""
    quiet = replace(house, ring=lambda *_: None, dealer=lambda: Deal(bytes(32), cast.SET_DATE, rehearsal=True))
    for number in range(first, first + count):
        one = known[number % len(known)]
        yield Ready(opened(quiet, number, one.test_set), one.copy(number))


def opened(house: House, number: int, test_set: TestSet, name: str = "") -> str:
    """The folio of a new case of a company (of that *name*) whose set is *test_set*, as if its letter had gone out."""
    name = name or f"Empresa {number}"
    company = Applicant(f"Y{number:010d}", f"MED010101{number:03X}", name, f"{number}@medida.example")
    case = request.register(house, company)
    with house.transaction() as work:
        case = cases.by_id(work.session, case.id)
        outbox.withdraw(work, case, WorkKind.ISSUE_TEST_SET)
        rules.keep(work, test_set.rules_version)
        work.put(
            TestSetRow(
                round_id=cases.current_round(work.session, case).id,
                set_id=test_set.id,
                rules_version=test_set.rules_version,
                answers=test_set.answers_json(),
                notices=dict(test_set.notices),
                bundle="",
                issued_at=work.now,
            )
        )
        cases.move(work, case, Act.ISSUE_TEST_SET, "system", test_set=test_set.id)
    return case.folio
