"""Passwords of the database, the queue, the mail server and the bucket: in nothing that is said where each fails."""

import json
import subprocess
import sys
import time
from collections.abc import Iterator
from os import defpath
from pathlib import Path

import httpx
import pytest

from backoffice.embedded import valkey
from backoffice.settings import ROOT
from tests.bucket import NAME, Bucket
from tests.conftest import Mailbox, free_port, running
from tests.letters.test_start_up import PROGRAMS
from tests.workers.conftest import kill

DATABASE, QUEUE, MAIL, BUCKET = PASSWORDS = [f"clave-8f3a1c-{name}" for name in ("base", "cola", "correo", "almacen")]
#: What each says once it met a server that it needs, and the seconds that it has for it.
TROUBLES = {"workers": "invalid username-password", "clock": "clock_interrupted", "portal": "/ready 503"}
WITHIN = 60.0


@pytest.fixture
def locked_queue(tmp_path: Path) -> Iterator[str]:
    """A queue that wants another password than the one in this address."""
    port, data = free_port(), tmp_path / "queue"
    data.mkdir()
    locked = ["--port", str(port), "--bind", "127.0.0.1", "--requirepass", "otra"]
    address = f"redis://:{{}}@127.0.0.1:{port}/0"
    with running([*valkey.command(data, data, durable=False), *locked], lambda: valkey.answers(address.format("otra"))):
        yield address.format(QUEUE)


@pytest.fixture
def refused(tmp_path: Path, locked_queue: str, mailbox: Mailbox, bucket: Bucket) -> dict[str, str]:
    """Passwords that open nothing: no database listens, the queue wants another, the mail none, no bucket is there."""
    return {
        "PATH": defpath,
        "MESA_VAR": str(tmp_path / "var"),
        "MESA_DATABASE_URL": f"postgresql+psycopg://nadie:{DATABASE}@127.0.0.1:1/mesa",
        "MESA_QUEUE_URL": locked_queue,
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
        subprocess.Popen(
            [sys.executable, *words], cwd=ROOT, env=refused, stdout=out, stderr=out, start_new_session=True
        ) as process,
    ):
        try:
            said = visited(port) if program == "portal" else heard(log, TROUBLES[program])
        finally:
            kill(process)

    logs = [file.read_text() for file in (tmp_path / "var").rglob("*.log")]
    everything = "\n".join([said, log.read_text(), *logs])
    assert TROUBLES[program] in everything
    assert [password for password in PASSWORDS if password in everything] == []


def test_the_check_up_tells_every_trouble_and_no_password(refused: dict[str, str]) -> None:
    told = subprocess.run(
        [sys.executable, "-m", "backoffice.cli", "doctor", "--json"],
        cwd=ROOT, env=refused, capture_output=True, text=True, check=False, timeout=120,
    )  # fmt: skip

    states = {row["part"]: row["state"] for row in json.loads(told.stdout)}
    assert {part: states[part] for part in ("database", "queue", "mail", "blobs")} == dict.fromkeys(
        ("database", "queue", "mail", "blobs"), "bad"
    )
    assert [password for password in PASSWORDS if password in told.stdout + told.stderr] == []


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
