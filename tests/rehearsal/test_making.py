"""How evidence files are made, as far as it needs neither LibreOffice nor a browser."""

import olefile
import pytest

from backoffice.domain import checks
from backoffice.domain.amortization import RIGHT
from backoffice.official import parameters
from backoffice.rehearsal.make_evidence import set_of
from backoffice.rehearsal.making import compound, xls_objects
from backoffice.rehearsal.making.answers import computed_by
from backoffice.rehearsal.making.compound import Storage
from backoffice.rehearsal.making.filling import ARCHIVE, RECEIPT, filled_in, typed
from backoffice.rehearsal.making.packing import archive, as_xlsx
from backoffice.rehearsal.making.receipt import amounts, receipt
from backoffice.rehearsal.story import evidence
from backoffice.workbooks.reading import read
from tests.workbooks.making.evidence import screens


@pytest.mark.parametrize("size", [0, 1, 63, 64, 4095, 4096, 4097, 70_000])
def test_a_compound_file_gives_back_what_was_put_in_it(size: int) -> None:
    content = bytes(number % 251 for number in range(size))
    tree = Storage({"Uno": content, "MBD00000001": Storage({"\x01Ole10Native": content, "b": b"2"}, b"c" * 16)})

    written = compound.write(tree)

    assert compound.read(written) == tree
    with olefile.OleFileIO(written) as file:
        assert file.parsing_issues == []


def test_an_icon_becomes_an_embedded_file_and_the_other_sheets_stay_as_they_were() -> None:
    before = evidence("caso_a_ronda_1.xls")

    found = read(xls_objects.embed(before, {"3. Pantallas": ("otro.pdf", b"%PDF-1.7 otro")}))

    assert ("3. Pantallas", "otro.pdf", "pdf") in [(one.sheet, one.name, one.kind) for one in found.embedded]
    assert [one.sheet for one in found.pictures] == 3 * ["3. Pantallas"]
    assert found.rows == read(before).rows


def test_a_template_filled_in_and_packed_as_excel_does_is_consistent() -> None:
    test_set = set_of("A", 1)
    answers = computed_by(RIGHT, test_set, parameters())
    paid = amounts(test_set.row(*test_set.receipt), answers[test_set.receipt], in_one_line=True)
    files = {ARCHIVE: ("avisos.zip", archive(test_set.notices)), RECEIPT: ("recibo.xml", receipt(test_set, paid))}

    workbook = as_xlsx(filled_in(test_set, typed(answers), screens(), {}), files)

    verdict = checks.judge(read(workbook), test_set, "", parameters())
    assert (verdict.result, verdict.findings) == ("consistent", ())
