"""``mesa demo --once`` as a newcomer gives it: a fresh folder, everything started, told, shown and stopped."""

import json
import subprocess
import sys
import tempfile
from pathlib import Path

from backoffice.settings import ROOT, inherited_environment
from tests.embedded.conftest import processes_of


def test_the_command_tells_the_story_writes_the_credentials_and_leaves_nothing_running() -> None:
    with tempfile.TemporaryDirectory(prefix="mesa-", ignore_cleanup_errors=True) as folder:
        var = Path(folder) / "var"

        done = subprocess.run(
            [sys.executable, "-m", "backoffice.cli", "demo", "--once"],
            env={**inherited_environment(), "MESA_VAR": str(var)},
            cwd=ROOT,
            capture_output=True,
            text=True,
            timeout=240,
            check=False,
        )

        assert done.returncode == 0, done.stderr
        for words in ("Certificación", "cancelada", "UMA por UMI", "archivo devuelto", "En análisis"):
            assert words in done.stdout
        assert "Caso B: el analista pide correcciones" in done.stderr
        said = json.loads((var / "demo" / "credentials.json").read_text())
        assert said["jupyter_url"].startswith("http://127.0.0.1:")
        assert said["nrp"] == "Z9920000001"
        assert processes_of(var) == []
