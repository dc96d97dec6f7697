"""Real workbooks and hostile ones, kept outside this project: what each must come to stands in ``corpus.toml``.

They are public files (Apache POI, calamine, xlrd, oletools, msoffcrypto-tool, fuzzers' finds) and evidence that
LibreOffice saved. ``MESA_CORPUS`` names their folder; files that the table does not know are read as well.
"""

import os
import tomllib
from hashlib import sha256
from pathlib import Path

import pytest

from backoffice.workbooks import reading
from backoffice.workbooks.refusals import REFUSALS
from backoffice.workbooks.remarks import REMARKS

FOLDER = os.environ.get("MESA_CORPUS", "")
LEFT_OUT = "MESA_CORPUS names no folder of workbooks; they are kept outside the project because of size and licences."
TABLE = tomllib.loads((Path(__file__).parent / "corpus.toml").read_text("utf-8"))["files"]
#: Refusals that would be a failure of ours: no file of the corpora takes so long, or finds our code unprepared.
OURS = {"takes_too_long", "reading_failed", "reading_stopped", "not_found", "not_a_file"}

pytestmark = pytest.mark.skipif(not FOLDER and not os.environ.get("CI"), reason=LEFT_OUT)


def corpus() -> dict[str, Path]:
    """Every file by its place in the corpus."""
    if not FOLDER or not Path(FOLDER).is_dir():
        pytest.fail(LEFT_OUT)
    paths = sorted(path for path in Path(FOLDER).rglob("*") if path.is_file() and path.suffix != ".md")
    return {str(path.relative_to(FOLDER)): path for path in paths}


def outcome(path: Path) -> tuple[str, list[str]]:
    """What reading says of a file: its format, and the codes of all findings."""
    facts = reading.facts(path.read_bytes(), path.name)
    return facts["format"] or "", sorted({finding["code"] for finding in facts["findings"]})


def test_every_file_of_the_table_comes_to_what_it_must() -> None:
    files = corpus()
    same = {
        name
        for name in TABLE
        if name in files and sha256(files[name].read_bytes()).hexdigest() == TABLE[name]["sha256"]
    }

    found = {name: outcome(files[name]) for name in sorted(same)}

    assert found == {name: (TABLE[name]["format"], TABLE[name]["codes"]) for name in sorted(same)}
    assert same == TABLE.keys()


def test_no_file_escapes_or_hangs() -> None:
    codes = {name: set(outcome(path)[1]) for name, path in corpus().items()}

    assert not {name: found for name, found in codes.items() if found - REFUSALS.keys() - REMARKS.keys()}
    assert not {name: found for name, found in codes.items() if found & OURS}
