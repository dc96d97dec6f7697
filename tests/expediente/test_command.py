"""``mesa expediente``: two files, what they are, and a status that says whether anything is wanting."""

import hashlib
import json
import zipfile
from pathlib import Path

import pytest

from tests.casework.terminal import mesa
from tests.casework.test_verdict_commands import really_evaluated
from tests.casework.world import World

pytestmark = pytest.mark.usefixtures("addressed")


def test_both_files_are_written_into_a_folder_that_is_made(
    world: World, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folio, folder = really_evaluated(world), tmp_path / "a" / "b"

    assert mesa("expediente", folio, "--out", str(folder)) == 0

    said = capsys.readouterr().out
    assert sorted(path.name for path in folder.iterdir()) == [f"expediente-{folio}.pdf", f"expediente-{folio}.zip"]
    archive = folder / f"expediente-{folio}.zip"
    assert f"{archive}  SHA-256 {hashlib.sha256(archive.read_bytes()).hexdigest()}\n" in said
    assert "Contiene respuestas correctas: uso interno del instituto." in said
    assert zipfile.ZipFile(archive).testzip() is None
    assert archive.stat().st_mode & 0o777 == 0o600


def test_a_named_file_is_the_one_of_its_suffix(world: World, tmp_path: Path) -> None:
    folio = really_evaluated(world)

    assert mesa("expediente", folio, "--out", str(tmp_path / "uno.PDF")) == 0
    assert mesa("expediente", folio, "--out", str(tmp_path / "dos.zip")) == 0

    assert (tmp_path / "uno.PDF").read_bytes().startswith(b"%PDF")
    assert (tmp_path / "dos.zip").read_bytes().startswith(b"PK")


def test_what_is_wanting_is_said_and_ends_with_1(
    world: World, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folio = really_evaluated(world)
    folder = world.house.blobs.folder
    assert folder is not None
    (folder / world.view(folio).current.submissions[0].submission.blob).unlink()

    assert mesa("expediente", folio, "--out", str(tmp_path), "--json") == 1

    said = json.loads(capsys.readouterr().out)
    assert [one["what"] for one in said["flaws"]] == ["Ronda 1, envío 1: el archivo original"]
    assert len(said["written"]) == 2
    assert {"name", "size", "sha256"} == set(said["members"][0])


def test_a_second_export_replaces_the_first_with_the_same(world: World, tmp_path: Path) -> None:
    folio = really_evaluated(world)
    mesa("expediente", folio, "--out", str(tmp_path))
    first = {path.name: path.read_bytes() for path in tmp_path.glob("expediente-*")}

    assert mesa("expediente", folio, "--out", str(tmp_path)) == 0

    assert {path.name: path.read_bytes() for path in tmp_path.glob("expediente-*")} == first


@pytest.mark.parametrize(
    "case",
    [
        ("2600009999", "", "No existe un caso con el folio '2600009999'. Revisa los diez dígitos del folio."),
        ("", "", "No existe un caso con el folio ''. Revisa los diez dígitos del folio."),
        (None, "archivo/dentro", "No se puede usar la carpeta "),
        (None, "nada/uno.zip", "No se puede escribir "),
    ],
)
def test_what_cannot_be_done_is_one_sentence(
    world: World, tmp_path: Path, capsys: pytest.CaptureFixture[str], case: tuple[str | None, str, str]
) -> None:
    folio, out, sentence = case
    known = really_evaluated(world)
    (tmp_path / "archivo").write_text("algo")

    assert mesa("expediente", known if folio is None else folio, "--out", str(tmp_path / out)) == 2

    said = capsys.readouterr().err
    assert said.startswith(sentence)
    assert said.count("\n") == 1
    assert list(tmp_path.glob("**/.*.zip.*")) == []
