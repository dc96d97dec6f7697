"""Save evidence with LibreOffice, as many applicants do. Only remaking golden files needs it.

``python -m tests.workbooks.making.office`` remakes the golden files of ``tests/workbooks/golden``.
"""

import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from backoffice.domain.test_set.model import TestSet
from tests.workbooks.making.biff_objects import embed_in_xls
from tests.workbooks.making.evidence import NOTICES, RECEIPT, Answers, archive, filled

GOLDEN = Path(__file__).parent.parent / "golden"


def saved_as(content: bytes, suffix: str, target: str = "xls:MS Excel 97") -> bytes:
    """*content* (a workbook named with *suffix*) as LibreOffice saves it in another format."""
    with TemporaryDirectory() as folder:
        source, out = Path(folder, f"libro.{suffix}"), Path(folder, "out")
        source.write_bytes(content)
        command = ["soffice", f"-env:UserInstallation=file://{folder}/profile", "--headless", "--convert-to", target]
        subprocess.run([*command, "--outdir", str(out), str(source)], check=True, capture_output=True, timeout=120)
        return (out / f"libro.{target.partition(':')[0]}").read_bytes()


def as_libreoffice_saves(
    test_set: TestSet, answers: Answers, *, notices: bytes | None = None, receipt: str = RECEIPT
) -> bytes:
    """The whole evidence as .xls by LibreOffice, archive and receipt embedded."""
    packed = archive(NOTICES) if notices is None else notices
    first = saved_as(filled(test_set, answers, icons=True), "xlsx")
    files = {"1. JSON": ("avisos.zip", packed), "4. CFDI": ("recibo.xml", receipt.encode())}
    return saved_as(embed_in_xls(first, files), "xls")


def main() -> None:
    """Remake the golden files."""
    from tests.workbooks.making.sample import ANSWERS, TEST_SET  # noqa: PLC0415

    GOLDEN.mkdir(exist_ok=True)
    evidence = as_libreoffice_saves(TEST_SET, ANSWERS)
    (GOLDEN / "evidencias.xls").write_bytes(evidence)
    (GOLDEN / "evidencias-sin-objeto.xlsx").write_bytes(saved_as(evidence, "xls", "xlsx:Calc MS Excel 2007 XML"))
    sys.stdout.write(f"{GOLDEN}: {len(evidence)}\n")


if __name__ == "__main__":
    main()
