"""Chromium looking at the desk in a JupyterLab. ``python -m tests.desk.portraits docs/img`` remakes the pictures there.

In a house of its own on embedded parts, where companies have sent their evidence and some have been answered.
"""

import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from uuid import UUID

from PIL import Image
from playwright.sync_api import Page

from backoffice.casework import intake, review
from backoffice.casework.house import House
from backoffice.desk.queue import waiting
from backoffice.domain.amortization import RIGHT, Method
from backoffice.domain.mistakes import CATALOGUE
from backoffice.domain.test_set import TestSet
from backoffice.domain.test_set.generation import generate
from backoffice.domain.work import Outcome
from backoffice.efirma.service_seal import rehearsal_seal
from backoffice.official import parameters
from backoffice.rehearsal import cast
from backoffice.rehearsal.making.answers import computed_by
from backoffice.rehearsal.making.filling import ARCHIVE, RECEIPT, filled_in, typed
from backoffice.rehearsal.making.packing import archive, as_xlsx
from backoffice.rehearsal.making.receipt import amounts, receipt
from backoffice.rehearsal.making.screens import Program, screens
from bench.making.own_house import own_house
from bench.making.submissions import opened
from tests.desk.jupyter import browser_page, laboratory, open_notebook

PARTS = ("database", "queue", "tables", "workers")
WIDTH, HEIGHT = 1280, 860
#: Above the part of a notebook that is shown, in pixels.
AIR = 12


@dataclass(frozen=True, slots=True)
class Sender:
    """A company, the mistake of its program ('' for none), how many days ago it sent its file, and who took the case.

    ``answered`` is after how many days corrections were asked for; ``None`` where the file waits.
    """

    name: str
    mistake: str
    days: int
    holder: str = ""
    answered: int | None = None

    @property
    def method(self) -> Method:
        """How its program computes."""
        return CATALOGUE[self.mistake].method if self.mistake else RIGHT


SENDERS = (
    Sender("Nóminas del Altiplano, S.A. de C.V.", "uma_for_umi", 7),
    Sender("Sueldos del Puerto, S.A. de C.V.", "month_30_4", 6, "olga.m"),
    Sender("Raya y Cuenta, S.C.", "", 4),
    Sender("Quincena Clara, S. de R.L. de C.V.", "daily_wage_for_sdi", 3),
    Sender("Tesorería Ágil, S.A.P.I. de C.V.", "factor_rounded", 2),
    Sender("Capital Humano Bajío, S.A. de C.V.", "", 1),
    Sender("Nómina Norte, S.A. de C.V.", "insurance_every_payroll", 0),
    Sender("Nómina Fácil, S.A. de C.V.", "uma_for_umi", 75, "ana.r", 3),
    Sender("Pagos del Golfo, S.A. de C.V.", "month_30_4", 70, "olga.m", 5),
    Sender("Recibo Exacto, S.A.S.", "uma_for_umi", 48, "ana.r", 2),
    Sender("Personal y Raya, S.C.", "month_30", 44, "luis.v", 9),
    Sender("Nóminas Cempoal, S.A. de C.V.", "uma_for_umi", 41, "olga.m", 6),
    Sender("Sistemas Tlaloc, S.A. de C.V.", "insurance_every_payroll", 16, "ana.r", 1),
    Sender("Cálculo Laboral, S.A. de C.V.", "month_30_4", 12, "luis.v", 4),
)


def main(folder: Path) -> None:
    """The queue, a case and what lies behind it, the letter; the boards."""
    with own_house(PARTS, analyst="ana.r") as own:
        for number, sender in enumerate(SENDERS):
            send(own.house, number, sender)
        settled(own.house)
        with laboratory(own.started.settings, own.started.addresses) as address:
            for views in (of_the_desk, of_the_board, of_the_analysis):
                with browser_page(address, WIDTH, HEIGHT) as (page, _):
                    for name, picture in views(page, address):
                        keep(folder / f"desk-{name}.png", picture)


def keep(path: Path, picture: bytes) -> None:
    """A picture in 256 colours."""
    path.write_bytes(picture)
    Image.open(path).convert("RGB").quantize(256).save(path, optimize=True)


def send(house: House, number: int, sender: Sender) -> None:
    """A case of that company, whose file came so many days ago."""
    test_set = generate(bytes([number]) * 32, "first", cast.SET_DATE, rehearsal_seal(), parameters())
    then = replace(house, now=lambda: house.now() - timedelta(days=sender.days))
    folio = opened(then, number, test_set, sender.name)
    intake.receive(then, folio, "evidencias.xlsx", evidence(test_set, sender))


def evidence(test_set: TestSet, sender: Sender) -> bytes:
    """Its workbook, with the screens of its program."""
    answers = computed_by(sender.method, test_set, parameters())
    paid = amounts(test_set.row(*test_set.receipt), answers[test_set.receipt], in_one_line=False)
    files = {ARCHIVE: ("avisos.zip", archive(test_set.notices)), RECEIPT: ("recibo.xml", receipt(test_set, paid))}
    program = Program(sender.name.split(",", 1)[0], "#1d5a8a")
    return as_xlsx(filled_in(test_set, typed(answers), screens(program, test_set, answers, paid), {}), files)


def settled(house: House) -> None:
    """Wait until all of them wait for a person; then people take what they took, and answer what they answered."""
    until = time.monotonic() + 180
    while len(found := waiting(house)) < len(SENDERS):
        assert time.monotonic() < until, "The workers did not evaluate all files."
        time.sleep(0.5)
    tasks = {one.company: one.task_id for one in found}
    for sender in SENDERS:
        if sender.answered is not None:
            answer(house, tasks[sender.name], sender, sender.days - sender.answered)
        elif sender.holder:
            review.claim(house, tasks[sender.name], sender.holder)


def answer(house: House, task: UUID, sender: Sender, days_ago: int) -> None:
    """Ask for corrections, so many days ago."""
    then = replace(house, now=lambda: house.now() - timedelta(days=days_ago))
    review.claim(then, task, sender.holder)
    review.decide(then, task, sender.holder, Outcome.CORRECTIONS)


def of_the_desk(page: Page, address: str) -> Iterator[tuple[str, bytes]]:
    """The views of the desk, by their names."""
    open_notebook(page, address, "cola_de_revision.ipynb")
    page.wait_for_selector(".mesa-table tbody tr", timeout=90_000)
    yield "queue", seen(page, ".mesa")
    page.click(".mesa .head h2")
    page.keyboard.press("n")
    page.wait_for_selector("h2:has-text('Caso ')")
    yield "case", seen(page, ".mesa")
    page.click("button:has-text('¿Y si…?')")
    page.click("button:has-text('¿Qué explica lo recibido?')")
    page.wait_for_selector("text=recibido")
    yield "what-if", seen(page, ".mesa-fields", above=120)
    page.click("button:has-text('¿Y si…?')")
    page.click(".mesa-views button:has-text('Pantallas')")
    page.wait_for_selector(".mesa .pictures img")
    yield "pictures", seen(page, ".mesa .pictures", above=110)
    page.click(".mesa .head h2")
    page.keyboard.press("c")
    page.wait_for_selector("iframe[title='Carta que se enviará']")
    yield "letter", seen(page, "iframe[title='Carta que se enviará']", above=150)


def of_the_board(page: Page, address: str) -> Iterator[tuple[str, bytes]]:
    """What is due, and whether people answered in time."""
    open_notebook(page, address, "tablero_sla.ipynb")
    page.wait_for_selector(".jp-RenderedImage img", timeout=90_000)
    yield "board", seen(page, ".jp-RenderedImage img", above=190)


def of_the_analysis(page: Page, address: str) -> Iterator[tuple[str, bytes]]:
    """Which mistakes come again and again."""
    open_notebook(page, address, "analisis_masivo.ipynb")
    page.wait_for_selector(".jp-RenderedImage img", timeout=90_000)
    yield "analysis", seen(page, ".jp-RenderedImage img", above=110)


def seen(page: Page, selector: str, above: int = AIR) -> bytes:
    """What stands on the screen when that piece is at its top, once nothing moves any more."""
    piece = page.locator(selector).first
    page.wait_for_timeout(2_000)
    page.wait_for_selector("text=Python 3 (ipykernel) | Idle")
    piece.evaluate("(piece) => piece.scrollIntoView({block: 'start'})")
    piece.evaluate(
        "(piece, above) => { for (let box = piece; box; box = box.parentElement) "
        "if (box.scrollTop) { box.scrollTop -= above; break; } }",
        above,
    )
    page.wait_for_timeout(600)
    return page.screenshot()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
