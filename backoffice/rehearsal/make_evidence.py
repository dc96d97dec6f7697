"""``python -m backoffice.rehearsal.make_evidence``: make the rehearsal's evidence files anew. No running desk does.

Needs LibreOffice Calc and chromium. Remake them when the template, the choice of rows or the cast changes, then look
at them and run the tests of the rehearsal.
"""

import sys
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from backoffice.domain.amortization import RIGHT, Method
from backoffice.domain.errors import MesaError
from backoffice.domain.mistakes.catalogue import CATALOGUE
from backoffice.domain.test_set import Round, TestSet
from backoffice.domain.test_set.generation import generate
from backoffice.efirma.service_seal import rehearsal_seal
from backoffice.official import parameters
from backoffice.rehearsal import cast
from backoffice.rehearsal.making.answers import computed_by
from backoffice.rehearsal.making.filling import ARCHIVE, RECEIPT, filled_in, typed
from backoffice.rehearsal.making.packing import Files, archive, as_xls, as_xlsx, icons
from backoffice.rehearsal.making.receipt import amounts, receipt
from backoffice.rehearsal.making.screens import Program, screens

#: How much of a file is left when its transfer breaks off.
TRANSFERRED = 30_000
UMA_FOR_UMI = CATALOGUE["uma_for_umi"].method
MONTH_30_4_AND_INSURANCE = replace(RIGHT, divisor="month_30_4", insurance="every_payroll")


@dataclass(frozen=True, slots=True)
class Evidence:
    """One file: whose, of which round, of which program, computed how, and how it is packed."""

    file: str
    letter: str
    round: int
    program: Program
    method: Method
    pack: Callable[[bytes, Files], bytes]
    with_receipt: bool = True
    receipt_in_one_line: bool = False


def broken_off(filled: bytes, files: Files) -> bytes:
    """A good file of which only the beginning arrived."""
    return as_xls(filled, files)[:TRANSFERRED]


QUETZAL = Program("Nóminas Quetzal 5", "#1f6f54")
AGIL = Program("Tesorería Ágil", "#7a3b69")
AGIL_MENDED = Program("Tesorería Ágil 2", "#7a3b69")
RAYA = Program("Raya y Cuenta", "#8a5a12")
PUERTO = Program("Sueldos del Puerto 2026", "#1d5a8a")

FILES = (
    Evidence("caso_a_ronda_1.xls", "A", 1, QUETZAL, RIGHT, as_xls),
    Evidence("caso_b_ronda_1.xls", "B", 1, AGIL, UMA_FOR_UMI, as_xls, receipt_in_one_line=True),
    Evidence("caso_b_ronda_2.xlsx", "B", 2, AGIL_MENDED, RIGHT, as_xlsx, receipt_in_one_line=True),
    Evidence("caso_c_ronda_1.xls", "C", 1, RAYA, RIGHT, broken_off),
    Evidence("caso_d_ronda_1.xls", "D", 1, PUERTO, MONTH_30_4_AND_INSURANCE, as_xls, with_receipt=False),
)


def made(evidence: Evidence) -> bytes:
    """The file, whole."""
    test_set = set_of(evidence.letter, evidence.round)
    answers = computed_by(evidence.method, test_set, parameters())
    asked = test_set.receipt
    paid = amounts(test_set.row(*asked), answers[asked], in_one_line=evidence.receipt_in_one_line)
    files = {ARCHIVE: ("avisos.zip", archive(test_set.notices))}
    if evidence.with_receipt:
        files[RECEIPT] = ("recibo.xml", receipt(test_set, paid))
    pasted = {} if evidence.pack is as_xlsx else icons(files)
    shots = screens(evidence.program, test_set, answers, paid)
    return evidence.pack(filled_in(test_set, typed(answers), shots, pasted), files)


def set_of(letter: str, round_number: int) -> TestSet:
    """The test set of one round of the rehearsal, as the desk issues it."""
    kind: Round = "first" if round_number == 1 else "correction"
    return generate(cast.seed(letter, round_number), kind, cast.SET_DATE, rehearsal_seal(), parameters())


def main() -> int:
    """Make every file, or those named in the call, beside the story."""
    folder = Path(__file__).parent / "evidence"
    for evidence in FILES:
        if len(sys.argv) == 1 or evidence.file in sys.argv[1:]:
            content = made(evidence)
            (folder / evidence.file).write_bytes(content)
            print(f"{evidence.file}: {len(content):,} bytes")
    return 0


if __name__ == "__main__":
    try:
        sys.exit(main())
    except MesaError as refusal:
        sys.exit(str(refusal))
