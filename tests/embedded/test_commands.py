"""``mesa up``, ``status`` and ``down`` as a person gives them."""

import json
import subprocess
import sys

import httpx
import pytest

from backoffice.settings import Settings, settings_environment


def mesa(settings: Settings, *words: str) -> subprocess.CompletedProcess[str]:
    """One command in a process of its own."""
    return subprocess.run(
        [sys.executable, "-m", "backoffice.cli", *words],
        env=settings_environment(settings),
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


def test_up_status_and_down_tell_the_whole_story(settings: Settings) -> None:
    before = mesa(settings, "status")
    up = mesa(settings, "up")
    table, listed = mesa(settings, "status"), mesa(settings, "status", "--json")
    lab = next(line.split()[-1] for line in up.stdout.splitlines() if "JupyterLab" in line)
    opened = httpx.get(lab, follow_redirects=True)
    refused = httpx.get(lab.partition("/lab")[0] + "/api/contents")
    down, again = mesa(settings, "down"), mesa(settings, "down")

    assert (before.returncode, before.stdout) == (1, "La mesa no está en marcha. Arráncala con «./mesa up».\n")
    assert up.returncode == 0, up.stderr
    assert "La mesa está en marcha." in up.stdout
    assert "Base de datos: en marcha" in up.stderr
    assert (table.returncode, listed.returncode) == (0, 0)
    assert {part["part"]: part["state"] for part in json.loads(listed.stdout)["parts"]} == {
        "database": "ready",
        "queue": "ready",
        "mailbox": "ready",
        "jupyter": "ready",
        "tables": "done",
        "workers": "ready",
        "portal": "ready",
        "clock": "ready",
    }
    assert (opened.status_code, refused.status_code) == (200, 403)
    assert down.stdout == f"La mesa está detenida; sus datos siguen en {settings.var}.\n"
    assert again.stdout == "La mesa no estaba en marcha.\n"


@pytest.mark.parametrize("word", ["up", "status", "down"])
def test_a_setting_that_cannot_be_understood_is_named_and_not_shown(settings: Settings, word: str) -> None:
    environment = {**settings_environment(settings), "MESA_FIRST_ROUND_DAYS": "secreto"}

    done = subprocess.run(
        [sys.executable, "-m", "backoffice.cli", word], env=environment, capture_output=True, text=True, check=False
    )

    assert done.returncode == 2
    assert done.stderr == "No entiendo el valor de MESA_FIRST_ROUND_DAYS. Corrige esa variable o quítala.\n"
