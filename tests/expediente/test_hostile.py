"""Names and texts that somebody sent to do harm: never a path, never a sign that misleads, and always exact."""

import unicodedata
from contextlib import closing

import pytest

from backoffice.casework.expediente.archive import OURS, Archive
from backoffice.casework.expediente.exact import exact
from backoffice.casework.expediente.rounds import suffix
from tests.casework.world import World
from tests.desk.hostile import EVERYTHING, HUGE
from tests.expediente.archives import exported
from tests.reports.hostile import TYPST

TAG = "\U000e0041"


@pytest.mark.parametrize(
    "name",
    ["../../etc/passwd", "..\\..\\x.xls", "/abs.xls", "a\nb.xls", f"{EVERYTHING}.xls", f"{TYPST}.xls", f"{HUGE}.xls"],
    ids=["up", "backslash", "absolute", "line", "everything", "typst", "huge"],
)
def test_no_name_of_an_applicant_becomes_part_of_a_path(world: World, corrected: str, name: str) -> None:
    world.sql("UPDATE submissions SET file_name = :name", name=name)
    world.sql("UPDATE applicants SET name = :name", name=f"{EVERYTHING} {TYPST} {TAG}")
    world.sql("UPDATE decisions SET reasons = :name", name=f"{name} {TAG}")

    found = exported(world, corrected)

    assert found.made.flaws == ()
    assert all(OURS.fullmatch(one) for one in found.names)
    assert len(found.names) == 48
    assert found.json("ronda-1/envio-1/envio.json")["file_name"] == name
    assert found.json("caso.json")["applicant"]["name"] == f"{EVERYTHING} {TYPST} {TAG}"


def test_json_shows_no_invisible_sign_and_reads_back_exactly() -> None:
    nasty = "a\x00\u202e\u200b\u2028\ufeff\u00a0" + TAG + "ñ✓"

    shown = exact({"text": nasty}).decode()

    assert {unicodedata.category(sign) for sign in shown if sign != "\n"} & {"Cc", "Cf", "Cs", "Zl", "Zp"} == set()
    assert shown == '{\n "text": "a\\u0000\\u202e\\u200b\\u2028\\ufeff\\u00a0\\udb40\\udc41ñ✓"\n}\n'


@pytest.mark.parametrize(
    ("name", "kept"),
    [("a.XLS", ".xls"), ("a.b.xlsx", ".xlsx"), ("a", ".bin"), (".xls", ".bin"), ("a.exe", ".bin"), ("x\\y.ods", ".ods"), ("", ".bin")],
)  # fmt: skip
def test_a_suffix_is_one_of_a_few(name: str, kept: str) -> None:
    assert suffix(name) == kept


@pytest.mark.parametrize("name", ["../a", "/a", "a/../b", "a\\b", "a b", ".a", "a//b", "a/", "", "ñ", "a\n"])
def test_the_archive_takes_no_name_that_is_not_ours(tmp_path, name: str) -> None:
    with (
        (tmp_path / "a.zip").open("wb") as file,
        closing(Archive(file)) as archive,
        pytest.raises(ValueError) as refused,  # noqa: PT011 - its text is the name itself
    ):
        archive.put(name, b"")

    assert str(refused.value) == name


def test_the_archive_takes_no_name_twice(tmp_path) -> None:
    with (tmp_path / "a.zip").open("wb") as file, closing(Archive(file)) as archive:
        archive.put("a", b"")
        with pytest.raises(ValueError, match="a"):
            archive.put("a", b"")
