"""The export at the desk: one button, where the archive lies, and a sentence where it cannot be had."""

import stat
import zipfile
from base64 import b64decode
from io import BytesIO
from pathlib import Path

from backoffice.desk.case import open_case
from backoffice.desk.expediente_link import FOLDER, ExpedienteLink
from backoffice.records.audit import AuditEvent
from tests.casework.world import World
from tests.desk.hostile import IMAGE
from tests.desk.test_queue import sent


def link_of(world: World, here: Path) -> tuple[ExpedienteLink, str]:
    """The button of a case that waits, and its folio."""
    case = sent(world, b"uma")
    (waiting,) = [one for one in world.view(case.folio).rounds[0].submissions if one.task]
    assert waiting.task is not None
    return ExpedienteLink(open_case(world.house, case.folio, waiting.task.id), lambda: here), case.folio


def test_the_archive_lies_beside_the_notebook_for_its_owner_alone_and_can_be_saved(
    world: World, tmp_path: Path
) -> None:
    link, folio = link_of(world, tmp_path)

    link.make()

    place = tmp_path / FOLDER / f"expediente-{folio}.zip"
    assert f"Está en expedientes/expediente-{folio}.zip, junto al cuaderno" in link.link.value
    assert stat.S_IMODE(place.stat().st_mode) == 0o600
    assert "ronda-1/envio-1/resultado.json" in zipfile.ZipFile(place).namelist()
    inside = b64decode(link.link.value.partition("base64,")[2].partition('"')[0])
    assert zipfile.ZipFile(BytesIO(inside)).testzip() is None
    assert not link.button.disabled
    (told,) = world.reading(lambda s: s.query(AuditEvent).filter(AuditEvent.act == "export_case").all())
    assert told.actor.startswith("analyst:")


def test_a_second_click_makes_the_same_archive_in_its_place(world: World, tmp_path: Path) -> None:
    link, _ = link_of(world, tmp_path)

    link.make()
    (place,) = (tmp_path / FOLDER).iterdir()
    first = place.read_bytes()
    link.make()

    assert list((tmp_path / FOLDER).iterdir()) == [place]
    assert place.read_bytes() == first


def test_a_missing_file_is_named_and_the_rest_is_there(world: World, tmp_path: Path) -> None:
    link, folio = link_of(world, tmp_path)
    folder = world.house.blobs.folder
    assert folder is not None
    (folder / world.view(folio).rounds[0].submissions[0].submission.blob).unlink()

    link.make()

    assert "Ronda 1, envío 1: el archivo original." in link.link.value
    assert (tmp_path / FOLDER / f"expediente-{folio}.zip").exists()


def test_where_nothing_can_be_written_a_sentence_says_so_and_nothing_is_left(world: World, tmp_path: Path) -> None:
    link, folio = link_of(world, tmp_path)
    (tmp_path / FOLDER).write_text("a file where the folder should be")

    link.make()

    assert link.link.value == ""
    assert "revisa el espacio en disco y el permiso de la carpeta" in link.message.widget.value
    assert not link.button.disabled
    (tmp_path / FOLDER).unlink()
    link.make()
    assert f"expediente-{folio}.zip" in link.link.value


def test_a_case_whose_texts_are_hostile_is_shown_as_text(world: World, tmp_path: Path) -> None:
    link, _ = link_of(world, tmp_path)
    world.sql("UPDATE applicants SET name = :name", name=IMAGE)
    world.sql("UPDATE submissions SET file_name = :name", name=f"../{IMAGE}.xls")

    link.make()

    assert "<img" not in link.link.value
    assert len(list((tmp_path / FOLDER).iterdir())) == 1
