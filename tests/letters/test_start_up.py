"""A template with a word that its letter does not have stops every program at its start, with one sentence."""

import shutil
import subprocess
import sys
from os import defpath
from pathlib import Path

import pytest

from backoffice.settings import ROOT
from tests.conftest import free_port

SENTENCE = "La plantilla de correo «approved/body.txt» usa un dato que la carta no tiene: plazo_final.\n"
#: What a notebook shows of a refusal.
AS_A_NOTEBOOK = """
from backoffice.desk import mesa
try:
    mesa.desk()
except Exception as refusal:
    print(*refusal._render_traceback_(), sep="\\n")
"""
PROGRAMS = {
    "workers": ("-m", "dramatiq", "workers.actors", "--processes", "1", "--threads", "1"),
    "clock": ("-m", "workers.clock"),
    "portal": ("-m", "backoffice.portal", "127.0.0.1", "PORT"),
    "desk": ("-c", AS_A_NOTEBOOK),
}


@pytest.fixture(scope="module")
def spoilt(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The programs, beside a template that names a word too many."""
    folder = tmp_path_factory.mktemp("spoilt")
    for name in ("backoffice", "workers", "email_templates"):
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    template = folder / "email_templates" / "approved" / "body.txt"
    template.write_text(template.read_text("utf-8") + "{{ plazo_final }}", "utf-8")
    return folder


@pytest.mark.parametrize("program", PROGRAMS)
def test_the_program_says_which_template_and_which_word_and_ends(spoilt: Path, program: str) -> None:
    nowhere = "127.0.0.1:1"
    environment = {
        "PATH": defpath,
        "MESA_VAR": str(spoilt / "var"),
        "MESA_DATABASE_URL": f"postgresql+psycopg://{nowhere}/mesa",
        "MESA_QUEUE_URL": f"redis://{nowhere}/0",
        "MESA_SMTP_URL": f"smtp://{nowhere}",
        "MESA_BLOBS_URL": (spoilt / "blobs").as_uri(),
    }
    words = [str(free_port()) if word == "PORT" else word for word in PROGRAMS[program]]

    ended = subprocess.run(
        [sys.executable, *words], cwd=spoilt, env=environment, capture_output=True, text=True, check=False, timeout=120
    )

    said = ended.stdout if program == "desk" else ended.stderr
    assert ended.returncode == (0 if program == "desk" else 2)
    assert SENTENCE in said
    assert "Traceback" not in ended.stdout + ended.stderr
