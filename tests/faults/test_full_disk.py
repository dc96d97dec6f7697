"""The disk of the evidence is full: whoever sends is told, nothing is half kept, and later the same act is done."""

from dataclasses import replace
from pathlib import Path

import pytest

from backoffice.casework import intake, sweeping
from backoffice.domain.errors import ServiceUnavailable
from backoffice.domain.work import WorkState
from backoffice.records.blobs import open_blobs
from tests.casework.world import World


def filled(disk: Path) -> Path:
    """The file that takes all that is left."""
    filler = disk / "filler"
    with filler.open("wb", buffering=0) as out:
        try:
            while True:
                out.write(bytes(4096))
        except OSError:
            return filler


def test_evidence_for_which_there_is_no_room_is_refused_and_taken_once_there_is(world: World, small_disk: Path) -> None:
    world.house = replace(world.house, blobs=open_blobs(small_disk.as_uri()))
    case = world.case()
    before = {one for one in small_disk.rglob("*") if one.is_file()}
    data = b"right" + bytes(20_000)
    filler = filled(small_disk)

    with pytest.raises(ServiceUnavailable, match="Revisa MESA_BLOBS_URL y el espacio en disco"):
        intake.receive(world.house, case.folio, "e.xls", data)

    assert world.view(case.folio).current.submissions == ()
    filler.unlink()
    assert {one for one in small_disk.rglob("*") if one.is_file()} == before
    received = intake.receive(world.house, case.folio, "e.xls", data)
    assert not received.repeated
    assert world.house.blobs.get(received.submission.blob) == data


def test_an_evaluation_waits_for_room_and_is_done_once_there_is(world: World, small_disk: Path) -> None:
    world.house = replace(world.house, blobs=open_blobs(small_disk.as_uri()))
    case = world.case()
    intake.receive(world.house, case.folio, "e.xls", b"right")
    filler = filled(small_disk)

    for _ in range(6):
        world.work()
        world.clock.forward(minutes=20)
        sweeping.ring_forgotten(world.house)
    (waiting,) = [row for row in world.view(case.folio).work if row.kind == "evaluate"]
    filler.unlink()
    world.clock.forward(hours=1)
    sweeping.ring_forgotten(world.house)
    world.work()

    assert waiting.state == WorkState.RETRY
    assert (waiting.last_error or "").startswith("ServiceUnavailable: El almacén de archivos no responde.")
    assert world.task(case.folio).reason == "consistent"
