"""The units and the compose file name programs and settings that there are."""

import shutil
import subprocess
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest
import yaml

from backoffice.settings import ROOT, Settings

DEPLOY = ROOT / "deploy"
#: What the units and the image set beside the settings.
BESIDE = {"MESA_SECRETS_DIR", "AWS_REGION", "PORTAL_LISTENS_ON"}
KNOWN = {f"MESA_{name.upper()}" for name in Settings.model_fields} | BESIDE


def verified(folder: Path) -> str:
    """What systemd says of the units, as if they were installed from this checkout."""
    units = []
    for unit in sorted((DEPLOY / "systemd").iterdir()):
        here = folder / unit.name
        here.write_text(unit.read_text().replace("/opt/mesa", str(ROOT)))
        units.append(str(here))
    done = subprocess.run(["systemd-analyze", "verify", *units], capture_output=True, text=True, check=False)
    return done.stdout + done.stderr


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="Falta la orden systemd-analyze.")
def test_systemd_has_nothing_to_say_about_the_units(tmp_path: Path) -> None:
    assert verified(tmp_path) == ""


def test_units_start_modules_that_there_are_with_settings_that_there_are() -> None:
    lines = [line for unit in (DEPLOY / "systemd").glob("*.service") for line in unit.read_text().splitlines()]
    started = {line.partition(" -m ")[2].split()[0] for line in lines if line.startswith("ExecStart=")}
    named = {line.removeprefix("Environment=").partition("=")[0] for line in lines if line.startswith("Environment=")}
    given = (line.partition("=")[0] for line in (DEPLOY / "mesa.env").read_text().splitlines() if "=" in line)

    assert started == {"backoffice.embedded.tables", "dramatiq", "workers.clock", "backoffice.portal"}
    assert all(find_spec(module) for module in started)
    assert {*named, *given} <= KNOWN


def test_the_compose_file_starts_modules_that_there_are_with_settings_that_there_are() -> None:
    document: dict[str, Any] = yaml.safe_load((DEPLOY / "compose.yaml").read_text())
    ours = {name: one for name, one in document["services"].items() if "build" in one}

    assert set(ours) == {"tables", "workers", "clock", "portal"}
    assert all(find_spec(one["command"][0]) for one in ours.values())
    assert all(set(one["environment"]) <= KNOWN for one in ours.values())
    assert (DEPLOY / ours["portal"]["build"]["dockerfile"].removeprefix("deploy/")).is_file()
