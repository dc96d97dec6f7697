"""Save evidence with LibreOffice, as many applicants do. Only remaking golden files needs it.

``python -m tests.workbooks.making.office`` remakes the golden files of ``tests/workbooks/golden``.
"""

import sys
from pathlib import Path

from backoffice.rehearsal.making import office
from backoffice.rehearsal.making.packing import as_xls, icons
from tests.workbooks.making.evidence import FILES, filled
from tests.workbooks.making.sample import ANSWERS, TEST_SET

GOLDEN = Path(__file__).parent.parent / "golden"
#: Ending → what LibreOffice calls the format.
OPEN_DOCUMENT = {"ods": "ods:calc8", "fods": "fods:OpenDocument Spreadsheet Flat XML"}


def main() -> None:
    """Remake the golden files."""
    GOLDEN.mkdir(exist_ok=True)
    evidence = as_xls(filled(TEST_SET, ANSWERS, icons(FILES)), FILES)
    (GOLDEN / "evidencias.xls").write_bytes(evidence)
    without = office.saved(evidence, ".xls", "xlsx:Calc MS Excel 2007 XML")
    (GOLDEN / "evidencias-sin-objeto.xlsx").write_bytes(without)
    for ending, target in OPEN_DOCUMENT.items():
        (GOLDEN / f"evidencias.{ending}").write_bytes(office.saved(evidence, ".xls", target))
    sys.stdout.write(f"{GOLDEN}: {len(evidence)}\n")


if __name__ == "__main__":
    main()
