"""Kilobytes that mean gigabytes are refused at once, and we do not grow."""

import subprocess
import sys
from pathlib import Path

import pytest

from backoffice.rehearsal.making.filling import ARCHIVE
from backoffice.workbooks.isolation.readers import ROOT
from tests.workbooks.making import bombs
from tests.workbooks.making.evidence import embedding
from tests.workbooks.making.sample import ANSWERS, TEST_SET

SHEET, STRINGS = "xl/worksheets/sheet2.xml", "xl/sharedStrings.xml"
#: What reading it prints: the codes told, seconds, and kilobytes by which the process that asked grew at its peak.
ASK = """
import resource, sys, time
from pathlib import Path
from backoffice.workbooks import reading
reading.warm_up()
reading.facts(b"nothing")
data = Path(sys.argv[1]).read_bytes()
before, start = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.monotonic()
codes = [finding["code"] for finding in reading.facts(data)["findings"]]
seconds, grown = time.monotonic() - start, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
print(",".join(codes), seconds, grown)
"""


def asked(folder: Path, data: bytes) -> tuple[list[str], float, int]:
    """Codes, seconds and kilobytes, in a process of its own."""
    (folder / "bomba.xls").write_bytes(data)
    words = [sys.executable, "-c", ASK, str(folder / "bomba.xls")]
    done = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, check=True, timeout=120)
    codes, seconds, grown = done.stdout.split(" ")
    return codes.split(","), float(seconds), int(grown)


@pytest.mark.parametrize(
    ("part", "bomb"),
    [
        (SHEET, bombs.CELLS),
        (SHEET, bombs.WHITESPACE),
        (STRINGS, bombs.SHARED_STRINGS),
        (SHEET, bombs.lying(bombs.CELLS)),
        (STRINGS, bombs.lying(bombs.SHARED_STRINGS)),
        ("xl/media/imagen.png", bombs.WHITESPACE),
    ],
    ids=["cells", "whitespace", "shared strings", "lying cells", "lying strings", "picture"],
)
def test_a_workbook_of_gigabytes_is_refused_at_once(
    tmp_path: Path, xlsx: bytes, part: str, bomb: bombs.Deflated
) -> None:
    data = bombs.workbook(xlsx, part, bomb)
    assert len(data) < 5 * 1024 * 1024

    codes, seconds, grown = asked(tmp_path, data)

    assert codes == ["expands_too_much"]
    assert seconds < 3  # 0.1 on a quiet machine
    assert grown < 20 * 1024


@pytest.mark.parametrize(
    ("archive", "code"),
    [(bombs.NOTICES, "archive_expands"), (bombs.NOTICES_THAT_LIE, "archive_damaged")],
    ids=["honest", "lying"],
)
def test_an_archive_of_a_gigabyte_is_told_and_the_rest_is_read(tmp_path: Path, archive: bytes, code: str) -> None:
    data = embedding(TEST_SET, ANSWERS, {ARCHIVE: ("avisos.zip", archive)})

    codes, seconds, grown = asked(tmp_path, data)

    assert [told for told in codes if told.startswith("archive_")] == [code]
    assert "section_missing" not in codes
    assert seconds < 3
    assert grown < 20 * 1024
