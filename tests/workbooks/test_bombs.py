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
#: What reading it prints: the codes told, how many times what the other workbook takes, and kilobytes by which the
#: process that asked grew at its peak.
ASK = """
import resource, sys
from pathlib import Path
from backoffice.workbooks import reading
from bench.measuring import timed
reading.warm_up(thorough=True)
data, other = (Path(name).read_bytes() for name in sys.argv[1:])
reading.facts(b"nothing")
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
codes = [finding["code"] for finding in reading.facts(data)["findings"]]
grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
ours, usual = (timed(lambda: reading.facts(one))[0] for one in (data, other))
print(",".join(codes), ours / usual, grown)
"""


def asked(folder: Path, data: bytes, other: bytes) -> tuple[list[str], float, int]:
    """Codes, the ratio to the other workbook, and kilobytes, in a process of its own."""
    (folder / "bomba.xls").write_bytes(data)
    (folder / "otro.xls").write_bytes(other)
    words = [sys.executable, "-c", ASK, str(folder / "bomba.xls"), str(folder / "otro.xls")]
    done = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, check=True, timeout=120)
    codes, ratio, grown = done.stdout.split(" ")
    return codes.split(","), float(ratio), int(grown)


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

    codes, ratio, grown = asked(tmp_path, data, xlsx)
    assert codes == ["expands_too_much"]
    assert ratio <= 2
    assert grown < 20 * 1024


@pytest.mark.parametrize(
    ("archive", "code"),
    [(bombs.NOTICES, "archive_expands"), (bombs.NOTICES_THAT_LIE, "archive_damaged")],
    ids=["honest", "lying"],
)
def test_an_archive_of_a_gigabyte_is_told_and_the_rest_is_read(tmp_path: Path, archive: bytes, code: str) -> None:
    data = embedding(TEST_SET, ANSWERS, {ARCHIVE: ("avisos.zip", archive)})

    codes, ratio, grown = asked(tmp_path, data, embedding(TEST_SET, ANSWERS, {}))
    assert [told for told in codes if told.startswith("archive_")] == [code]
    assert "section_missing" not in codes
    assert ratio <= 5
    assert grown < 20 * 1024
