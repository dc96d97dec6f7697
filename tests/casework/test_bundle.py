"""The archive that travels with a letter: the same bytes for the same set, and never an answer."""

from io import BytesIO
from uuid import uuid4
from zipfile import ZipFile

from backoffice.casework import bundle
from backoffice.records.cases import Case, Round
from tests.casework.world import MONDAY
from tests.checks.example import example_set


def packed() -> bytes:
    """The example's archive."""
    case = Case(folio="2600000018", applicant_id=uuid4(), requested_at=MONDAY, moved_at=MONDAY)
    round_ = Round(case_id=case.id, number=1, kind="first", set_on=MONDAY.date(), opened_at=MONDAY)
    return bundle.pack(case, round_, example_set())


def test_the_same_set_gives_the_same_bytes() -> None:
    assert packed() == packed()


def test_no_answer_leaves_the_house() -> None:
    archive = ZipFile(BytesIO(packed()))
    texts = b"".join(archive.read(name) for name in archive.namelist())
    workbook = ZipFile(BytesIO(archive.read("evidencias.xlsx")))
    cells = b"".join(workbook.read(name) for name in workbook.namelist())

    assert "answers.json" not in archive.namelist()
    assert [answer for answer in (b"1967.44", b"1548.39", b"1291.66") if answer in texts + cells] == []
