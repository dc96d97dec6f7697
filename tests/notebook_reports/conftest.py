"""The world of the stages, with somebody at the desk who gets letters."""

from dataclasses import replace
from pathlib import Path

import pytest

from tests.casework.conftest import addressed, shown, world
from tests.casework.world import World

__all__ = ["addressed", "shown", "world"]

DESK = "mesa@instituto.example"


@pytest.fixture
def desk_world(world: World) -> World:
    """With an address of the desk."""
    settings = world.house.settings.model_copy(update={"desk_email": DESK})
    return World(replace(world.house, settings=settings), world.clock, world.bells, world.entrances)


@pytest.fixture
def place(short_folder: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """Where the runs of these tests have their folders: their processes are known by it, and no others."""
    monkeypatch.setattr("tempfile.tempdir", str(short_folder))
    return f"{short_folder}/mesa-report-"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of notebooks of this test alone, in the place of the house's."""
    place = tmp_path / "notebooks"
    place.mkdir()
    monkeypatch.setattr("backoffice.reports.notebooks.catalogue.notebooks.__defaults__", (place,))
    monkeypatch.setattr("backoffice.reports.notebooks.catalogue.chosen.__defaults__", (place,))
    return place
