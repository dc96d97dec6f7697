"""Passwords of the database, the queue, the mail server and the bucket: in nothing that is said where each refuses."""

import subprocess
import sys
import time
from os import defpath
from pathlib import Path

import httpx
import pytest

from backoffice.settings import ROOT
from tests.bucket import NAME, Bucket
from tests.conftest import Mailbox, free_port
from tests.letters.test_start_up import PROGRAMS

DATABASE, QUEUE, MAIL, BUCKET = PASSWORDS = [f"clave-8f3a1c-{name}" for name in ("base", "cola", "correo", "almacen")]
#: What each says once it met a server that it needs, and the seconds that it has for it.
TROUBLES = {"workers": "127.0.0.1:1", "clock": "clock_interrupted", "portal": "/ready 503"}
WITHIN = 60.0


@pytest.fixture
def refused(tmp_path: Path, mailbox: Mailbox, bucket: Bucket) -> dict[str, str]:
    """The environment of a program that no server lets in, each for another reason."""
    return {
        "PATH": defpath,
        "MESA_VAR": str(tmp_path / "var"),
        "MESA_DATABASE_URL": f"postgresql+psycopg://nadie:{DATABASE}@127.0.0.1:1/mesa",
        "MESA_QUEUE_URL": f"redis://:{QUEUE}@127.0.0.1:1/0",
        "MESA_SMTP_URL": mailbox.url.replace("smtp://", f"smtp://mesa:{MAIL}@"),  # it asks nobody for a password
        "MESA_BLOBS_URL": f"s3://{NAME}-otra/mesa",
        **bucket.environment,
        "AWS_SECRET_ACCESS_KEY": BUCKET,
    }


@pytest.mark.parametrize("program", TROUBLES)
def test_a_program_that_is_refused_tells_no_password(program: str, refused: dict[str, str], tmp_path: Path) -> None:
    port = free_port()
    words = [str(port) if word == "PORT" else word for word in PROGRAMS[program]]
    log = tmp_path / "said"
    with (
        log.open("wb") as out,
        subprocess.Popen([sys.executable, *words], cwd=ROOT, env=refused, stdout=out, stderr=out) as process,
    ):
        try:
            said = visited(port) if program == "portal" else heard(log, TROUBLES[program])
        finally:
            process.kill()

    logs = [file.read_text() for file in (tmp_path / "var").rglob("*.log")]
    everything = "\n".join([said, log.read_text(), *logs])
    assert TROUBLES[program] in everything
    assert [password for password in PASSWORDS if password in everything] == []


def test_the_check_up_tells_every_trouble_and_no_password(refused: dict[str, str]) -> None:
    told = subprocess.run(
        [sys.executable, "-m", "backoffice.cli", "doctor"],
        cwd=ROOT, env={**refused, "COLUMNS": "200"}, capture_output=True, text=True, check=False, timeout=120,
    )  # fmt: skip

    everything = told.stdout + told.stderr
    assert told.returncode != 0
    assert [password for password in PASSWORDS if password in everything] == []
    for part in ("base de datos", "cola", "correo", "almacén"):
        assert part in everything.lower()


def visited(port: int) -> str:
    """What the portal says of itself, once it answers, and on a page."""
    until = time.monotonic() + WITHIN
    while True:
        try:
            pages = [httpx.get(f"http://127.0.0.1:{port}{page}", timeout=WITHIN) for page in ("/ready", "/verificar")]
            return "\n".join(f"{one.url.path} {one.status_code} {one.text} {one.headers}" for one in pages)
        except httpx.TransportError:
            assert time.monotonic() < until
            time.sleep(0.2)


def heard(log: Path, trouble: str) -> str:
    """All that is said until the trouble is."""
    until = time.monotonic() + WITHIN
    while trouble not in log.read_text():
        assert time.monotonic() < until
        time.sleep(0.2)
    return log.read_text()
