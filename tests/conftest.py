"""What tests of several rooms share: a real database, queue and mailbox, one of each per test process."""

import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import EmailMessage
from itertools import count
from pathlib import Path
from signal import Signals
from typing import BinaryIO

import httpx
import psycopg
import pytest
import redis

from backoffice.embedded import postgres, valkey
from backoffice.embedded.leash import leashed
from backoffice.embedded.mailbox.store import Store
from backoffice.records import migrate
from tests.bucket import Bucket
from tests.staff import hired


@pytest.fixture(scope="session")
def short_folder() -> Iterator[Path]:
    """A folder whose path leaves room for a socket's name; pytest's own are too long for that."""
    with tempfile.TemporaryDirectory(prefix="mesa-") as folder:
        yield Path(folder)


@pytest.fixture(scope="session")
def cluster(short_folder: Path) -> Iterator[postgres.Cluster]:
    """A running PostgreSQL that forgets on a power cut, started once per test process."""
    sockets = short_folder / "pg"
    sockets.mkdir(mode=0o700)
    installation = postgres.install(postgres.Cluster(short_folder / "data", sockets, durable=False))
    postgres.initialise(installation)
    postgres.sockets_for(installation)
    with running(postgres.command(installation), lambda: postgres.answers(installation.cluster)):
        yield installation.cluster


@pytest.fixture(scope="session")
def fresh_database(cluster: postgres.Cluster) -> Callable[[str], str]:
    """Make a database from a template and give its address; the cluster goes with the session."""
    numbers = count(1)

    def make(template: str = "template1") -> str:
        name = f"test_{next(numbers)}"
        with psycopg.connect(cluster.conninfo("postgres"), autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name} TEMPLATE {template}")
        return cluster.url(name)

    return make


@pytest.fixture
def postgres_url(fresh_database: Callable[..., str]) -> str:
    """An empty database of this test alone, for SQLAlchemy with psycopg 3."""
    return fresh_database()


@pytest.fixture(scope="session")
def migrated_template(fresh_database: Callable[..., str]) -> str:
    """The name of a database with the desk's tables, made once per test process, to be copied."""
    address = fresh_database()
    migrate(address)
    return address.partition("@/")[2].partition("?")[0]


@pytest.fixture
def migrated_url(fresh_database: Callable[..., str], migrated_template: str) -> str:
    """A database of this test alone, with the desk's tables and nothing in them."""
    return fresh_database(migrated_template)


@pytest.fixture(scope="session")
def staff(cluster: postgres.Cluster, migrated_template: str) -> None:
    """Logins of people and programs (``tests.staff``), for every database of this test process."""
    hired(cluster)


@pytest.fixture(scope="session")
def queue_server(short_folder: Path) -> Iterator[str]:
    """A running Valkey, started once per test process; its address."""
    data = short_folder / "valkey"
    data.mkdir(mode=0o700)
    address = valkey.url(data)
    with running(valkey.command(data, data, durable=False), lambda: valkey.answers(address)):
        yield address


@pytest.fixture
def valkey_url(queue_server: str) -> str:
    """The queue, emptied for this test."""
    with redis.Redis.from_url(queue_server) as client:
        client.flushall()
    return queue_server


@contextmanager
def running(command: list[str], answers: Callable[[], bool]) -> Iterator[None]:
    """Keep a server up for the length of the block; it dies with the tests, however they end."""
    with tempfile.TemporaryFile() as log, subprocess.Popen(command, stdout=log, stderr=log) as server:
        try:
            _wait(server, answers, log)
            yield
        finally:
            server.send_signal(2)
            try:
                server.wait(timeout=10)
            except subprocess.TimeoutExpired:
                server.kill()


def _wait(server: subprocess.Popen[bytes], answers: Callable[[], bool], log: BinaryIO) -> None:
    deadline = time.monotonic() + 30
    while not answers():
        if server.poll() is not None or time.monotonic() > deadline:
            log.seek(0)
            pytest.fail(f"El servidor de pruebas no arrancó:\n{log.read().decode(errors='replace')}")
        time.sleep(0.02)


@dataclass(frozen=True)
class Mailbox:
    """The mailbox as a test uses it: where to send, what arrived, and the page."""

    #: ``smtp://127.0.0.1:port``.
    url: str
    page_url: str
    folder: Path

    def letters(self) -> list[EmailMessage]:
        """What arrived in this test, oldest first, each with ``Return-Path`` and ``Delivered-To`` on top."""
        contents = [letter.content() for letter in reversed(Store(self.folder).letters())]
        return [message_from_bytes(content, policy=policy.default) for content in contents]


@pytest.fixture(scope="session")
def mailbox_server(short_folder: Path) -> Iterator[Mailbox]:
    """The mailbox's own process, started once per test process."""
    folder, smtp_port, page_port = short_folder / "mailbox", free_port(), free_port()
    command = [sys.executable, "-m", "backoffice.embedded.mailbox", str(folder), str(smtp_port), str(page_port)]
    page_url = f"http://127.0.0.1:{page_port}"
    with running(leashed(command, Signals.SIGTERM), lambda: _page_answers(page_url)):
        yield Mailbox(f"smtp://127.0.0.1:{smtp_port}", page_url, folder)


@pytest.fixture
def mailbox(mailbox_server: Mailbox) -> Mailbox:
    """A real SMTP server on loopback that keeps its letters; emptied for this test."""
    for letter in Store(mailbox_server.folder).letters():
        letter.path.unlink()
    return mailbox_server


@pytest.fixture(scope="session")
def bucket_server() -> Iterator[Bucket]:
    """A server that speaks S3, started once per test process."""
    found = Bucket("127.0.0.1", free_port())
    with running(found.command, found.answers):
        yield found


@pytest.fixture
def bucket(bucket_server: Bucket, monkeypatch: pytest.MonkeyPatch) -> Bucket:
    """A bucket that is empty, and that this process may enter."""
    bucket_server.make()
    for name, value in bucket_server.environment.items():
        monkeypatch.setenv(name, value)
    return bucket_server


def free_port() -> int:
    """A loopback port that nobody listens on at this moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _page_answers(address: str) -> bool:
    try:
        return httpx.get(f"{address}/letters.json", timeout=2).status_code == 200
    except httpx.HTTPError:
        return False
