"""The golden evidence files: what they are, and what the evaluation says of them."""

import json
from pathlib import Path
from typing import Any

import pytest

from backoffice.domain.verdict import Verdict
from backoffice.rehearsal.story import evidence
from backoffice.settings import ROOT
from backoffice.workbooks.reading import read
from tests.evaluate.conftest import run_command

FOLDER = ROOT / "backoffice" / "rehearsal" / "evidence"
#: The public seeds of the rehearsal, spelled out: a changed seed would leave the files without their sets.
SEEDS = {
    "caso_a_ronda_1.xls": ("first", "9a990f9ef8dab49dc1b20b631ad1a48960b13d452949e0dc2b35589b43ba105f"),
    "caso_b_ronda_1.xls": ("first", "76efce8ae6b27fdebb0d88f9ac5f000629a5d078903fb35c46908a3e9fdc050e"),
    "caso_b_ronda_2.xlsx": ("correction", "318cde2c22bfb5b6c08dfe37d9fcb8edcc459dac33d107e117b071492f519f40"),
    "caso_c_ronda_1.xls": ("first", "aa7f41bb2689338a5617a92a0f2e83d08c1c21d5d3f50259312a90e84db9afc6"),
    "caso_d_ronda_1.xls": ("first", "468402599be6909d7023bca3561ab3ecdc7a478f37b6fc4b35155226409dbf89"),
}
WHOLE = [name for name in SEEDS if "caso_c" not in name]


@pytest.fixture
def judged(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Any:
    """``mesa evaluate`` on one of the files and the set it was made for: exit status and JSON."""

    def judge(name: str) -> tuple[int, dict[str, Any]]:
        round_, seed = SEEDS[name]
        words = ("--round", round_, "--seed", seed, "--on", "2026-11-23", "--out", str(tmp_path / "set"))
        assert run_command("test-set", "new", *words) == 0
        capsys.readouterr()
        status = run_command("evaluate", str(FOLDER / name), "--test-set", str(tmp_path / "set"), "--json")
        return status, json.loads(capsys.readouterr().out)

    return judge


@pytest.mark.parametrize("name", ["caso_a_ronda_1.xls", "caso_b_ronda_2.xlsx"])
def test_what_was_computed_rightly_is_consistent_without_a_remark(judged: Any, name: str) -> None:
    status, verdict = judged(name)

    assert (status, verdict["verdict"], verdict["findings"]) == (0, "consistent", [])


def test_the_program_that_takes_uma_for_umi_is_told_so_and_nothing_else(judged: Any) -> None:
    status, verdict = judged("caso_b_ronda_1.xls")

    assert (status, verdict["verdict"]) == (1, "inconsistent")
    assert [(cause["mistake"], cause["of"]) for cause in verdict["diagnosis"]] == [("uma_for_umi", 11)]
    assert len(verdict["diagnosis"][0]["explains"]) == 11
    assert verdict["unexplained"] == []
    assert {finding["tab"] for finding in verdict["findings"]} == {2}


def test_the_file_that_broke_off_is_refused_as_damaged(judged: Any) -> None:
    status, verdict = judged("caso_c_ronda_1.xls")

    assert (status, verdict["verdict"]) == (2, "refused")
    assert [finding["code"] for finding in verdict["findings"]] == ["damaged"]


def test_two_mistakes_at_once_are_both_named_and_the_missing_receipt_too(judged: Any) -> None:
    status, verdict = judged("caso_d_ronda_1.xls")

    assert (status, verdict["verdict"]) == (1, "inconsistent")
    assert {cause["mistake"] for cause in verdict["diagnosis"]} == {"insurance_every_payroll", "month_30_4"}
    assert [finding["code"] for finding in verdict["findings"] if finding["tab"] == 4] == ["no_cfdi"]


@pytest.mark.parametrize("name", WHOLE)
def test_the_objects_and_pictures_of_a_file_are_where_the_guide_wants_them(name: str) -> None:
    found = read(evidence(name))

    files = [(file.sheet, file.name, file.kind, len(file.members)) for file in found.embedded]
    receipt = [] if name.startswith("caso_d") else [("4. CFDI", "recibo.xml", "xml", 0)]
    assert files == [("1. JSON", "avisos.zip", "zip", 26), *receipt]
    assert [(one.sheet, one.format, one.width, one.height) for one in found.pictures] == 4 * [
        ("3. Pantallas", "png", 1000, 560)
    ]
    assert len({one.sha256 for one in found.pictures}) == 4


def test_the_formats_are_those_of_the_programs_that_saved_them() -> None:
    assert [read(evidence(name)).format for name in WHOLE] == ["xls", "xls", "xlsx", "xls"]


def test_the_files_are_small_enough_to_live_beside_the_code() -> None:
    assert sum(one.stat().st_size for one in FOLDER.iterdir()) < 1_000_000


@pytest.mark.parametrize(
    ("name", "sha256"),
    [
        ("caso_a_ronda_1.xls", "f185facb72a9617d3f4b08b9752feb06ed6db29a03f8b319214553a930a09eaf"),
        ("caso_b_ronda_1.xls", "ed61a78029451b7d2f289640292dc00029a046130e99bf4afcf9df1015750c91"),
        ("caso_d_ronda_1.xls", "14f634e0f76084ef9b36b305cdbb5cf20cb5a387c2c1da18f2ef3a851be402cb"),
    ],
)
def test_whoever_changes_what_verdicts_say_raises_the_engines_version(judged: Any, name: str, sha256: str) -> None:
    _, found = judged(name)

    verdict = Verdict.from_json(found)

    assert verdict.engine_version == "2"
    assert verdict.sha256 == sha256, "Raise ENGINE_VERSION: stored verdicts are compared byte for byte in replays."
