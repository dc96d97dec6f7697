"""The analyst's folder and JupyterLab's configuration."""

import json
from pathlib import Path

import pytest

from backoffice.embedded import jupyter
from backoffice.embedded.places import Places


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project with one notebook."""
    (tmp_path / "notebooks").mkdir()
    (tmp_path / "notebooks" / "cola.ipynb").write_text("ours, new")
    monkeypatch.setattr(jupyter, "ROOT", tmp_path)
    return tmp_path


def test_our_notebooks_are_renewed_and_the_analyst_keeps_theirs(project: Path) -> None:
    places = Places(project / "var")
    places.jupyter.mkdir(parents=True)
    (places.jupyter / "cola.ipynb").write_text("ours, old")
    (places.jupyter / "mi trabajo.ipynb").write_text("theirs")

    jupyter.prepare(places, 8888)

    assert (places.jupyter / "cola.ipynb").read_text() == "ours, new"
    assert (places.jupyter / "mi trabajo.ipynb").read_text() == "theirs"


def test_the_token_is_private_kept_and_not_in_the_process_list(project: Path) -> None:
    places = Places(project / "var")

    jupyter.prepare(places, 8888)
    first = jupyter.url(places, 8888)
    jupyter.prepare(places, 8888)

    assert jupyter.url(places, 8888) == first
    assert first is not None
    token = first.partition("token=")[2]
    assert len(token) == 48
    assert token not in " ".join(jupyter.command())
    for name in ("token", "jupyter_server_config.json"):
        assert (places.jupyter_settings / name).stat().st_mode & 0o077 == 0


def test_nothing_is_asked_of_the_outside(project: Path) -> None:
    places = Places(project / "var")

    jupyter.prepare(places, 8888)

    written = json.loads((places.jupyter_settings / "jupyter_server_config.json").read_text())
    page = json.loads((places.jupyter_settings / "labconfig" / "page_config.json").read_text())
    assert written["LabApp"]["news_url"] is None
    assert written["LabApp"]["extension_manager"] == "readonly"
    assert written["ServerApp"]["ip"] == "127.0.0.1"
    assert written["ServerApp"]["terminals_enabled"] is False
    assert page["disabledExtensions"]["@jupyterlab/apputils-extension:announcements"] is True
