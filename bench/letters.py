"""Ten thousand letters through one worker process, which is killed now and then: how many a second, how many twice.

In a house of its own on embedded parts; the mail server is a process beside it that answers at once and only counts.
"""

import asyncio
import random
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from os import killpg
from pathlib import Path
from signal import SIGKILL
from uuid import uuid4

from aiosmtpd.smtp import SMTP, Envelope, Session
from pydantic import SecretStr
from sqlalchemy import func, select
from sqlmodel import col

from backoffice.bootstrap import open_house
from backoffice.casework import letters, outbox, sweeping
from backoffice.casework.house import House
from backoffice.domain.errors import BadInput, ServiceUnavailable
from backoffice.domain.work import OPEN_WORK, WorkKind
from backoffice.embedded import house as embedded
from backoffice.mail.message import compose
from backoffice.mail.rendering import render
from backoffice.mail.samples import deadline_reminder
from backoffice.records.outbox import OutboxRow
from backoffice.settings import ROOT, Settings, child_environment, load_settings
from bench.measuring import Line
from tests.conftest import free_port

BY_NAME_ALONE = True
LETTERS, THREADS = 10_000, 8
#: Times that the worker process is killed, and for how many seconds it sends before.
KILLS, BETWEEN = 5, (3.0, 9.0)
#: Seconds without a letter after which the measurement is given up: longer than the lease of a killed attempt.
PATIENCE = 240.0
PARTS = ("database", "queue", "tables")


@dataclass(frozen=True, slots=True)
class Office:
    """The mail server: its address, and the file in which it writes each Message-ID that it accepted."""

    url: str
    book: Path

    def taken(self) -> list[str]:
        """All that were accepted, in order."""
        return self.book.read_text().split() if self.book.exists() else []


def run() -> Iterator[Line]:
    """Measure; one line a goal."""
    with own_house() as (house, post):
        seconds, _ = sent(house, post, LETTERS, kills=0)
        before = len(post.taken())
        longer, killed = sent(house, post, LETTERS, kills=KILLS)
        counted = Counter(post.taken()[before:])
    words, rate = f"{LETTERS:,} letters, one worker process", LETTERS / seconds
    yield Line(f"{words}: a second", seconds, None, rate, ">= 100", rate >= 100)
    words = f"{words}, killed {killed} times"
    yield Line(f"{words}: delivered", longer, seconds, len(counted), f"= {LETTERS}", len(counted) == LETTERS)
    twice, most = counted.total() - len(counted), killed * THREADS
    yield Line(f"{words}: twice, under one Message-ID", longer, seconds, twice, f"<= {most}", twice <= most)


@contextmanager
def own_house() -> Iterator[tuple[House, Office]]:
    """A house without workers, and a mail server. Raises ``BadInput`` where the settings would let it touch another."""
    given = load_settings()
    if given.database_url or given.queue_url or given.blobs_url or given.smtp_url:
        raise BadInput("Esta medición usa partes propias: quita las direcciones MESA_*_URL.")
    with (
        tempfile.TemporaryDirectory(prefix="mesa-", ignore_cleanup_errors=True) as folder,
        office(Path(folder)) as post,
    ):
        settings = Settings(var=Path(folder) / "var", smtp_url=SecretStr(post.url))
        started = embedded.start(settings, parts=PARTS)
        try:
            house = open_house(settings, started.addresses)
            try:
                yield house, post
            finally:
                house.close()
        finally:
            started.stop()


@dataclass(slots=True)
class Worker:
    """One worker process, killed at a time of its own drawn once it sends: importing alone may take long."""

    house: House
    post: Office
    draw: random.Random
    kills: int
    killed: int = 0
    seen: int = 0
    kill_at: float | None = None
    moved: float = field(default_factory=time.perf_counter)
    process: subprocess.Popen[bytes] = field(init=False)

    def __post_init__(self) -> None:
        self.seen = len(self.post.taken())
        self.process = begun(self.house)

    def look(self) -> None:
        """Kill it if its time has come. Raises ``ServiceUnavailable`` where it ended by itself, or nothing moves."""
        now, done = time.perf_counter(), len(self.post.taken())
        if done > self.seen:
            self.seen, self.moved = done, now
            self.kill_at = self.kill_at or now + self.draw.uniform(*BETWEEN)
        if self.process.poll() is not None:
            raise ServiceUnavailable(f"El trabajador terminó por sí mismo, con {self.process.returncode}.")
        if now - self.moved > PATIENCE:
            raise ServiceUnavailable(f"Los trabajadores no avanzan desde hace {PATIENCE:.0f} s.")
        if self.killed < self.kills and self.kill_at is not None and now >= self.kill_at:
            self.kill()
            self.seen = len(self.post.taken())
            self.process, self.killed = begun(self.house), self.killed + 1
            self.kill_at, self.moved = None, time.perf_counter()

    def kill(self) -> None:
        """With all its children."""
        with suppress(ProcessLookupError):
            killpg(self.process.pid, SIGKILL)
        self.process.wait()


def sent(house: House, post: Office, count: int, *, kills: int) -> tuple[float, int]:
    """Seconds from the first ring to the last letter of *count* that are written here, and how often it was killed."""
    written(house, count)
    start, worker = time.perf_counter(), Worker(house, post, random.Random(1), kills)
    try:
        while left(house):
            worker.look()
            sweeping.ring_forgotten(house)
            time.sleep(0.5)
        return time.perf_counter() - start, worker.killed
    finally:
        worker.kill()


def written(house: House, count: int) -> None:
    """So many letters in the outbox, each under a Message-ID of its own, and rung for."""
    rendered = render(deadline_reminder())
    with house.transaction() as work:
        for _ in range(count):
            about = uuid4()
            key = f"letter:bench:{about}"
            message_id = letters.message_id_of(key, house.settings.sender)
            message = compose(
                rendered, sender=house.settings.sender, to="a@medida.example", message_id=message_id, date=work.now
            )
            row = outbox.row(
                work,
                WorkKind.SEND_LETTER,
                about,
                None,
                key=key,
                letter="bench",
                recipient="a@medida.example",
                subject=rendered.subject,
                message=house.blobs.put(message),
                message_id=message_id,
            )
            work.put(row)


def left(house: House) -> int:
    """Letters that are still to be sent."""
    with house.transaction() as work:
        query = select(func.count()).where(col(OutboxRow.state).in_(OPEN_WORK))
        return work.session.execute(query).scalar_one()


def begun(house: House) -> subprocess.Popen[bytes]:
    """One worker process in a group of its own."""
    words = ["dramatiq", "workers.actors", "--processes", "1", "--threads", str(THREADS)]
    environment = child_environment(house.settings, house.addresses)
    with (house.settings.var / "bench.log").open("ab") as log:
        return subprocess.Popen(
            [sys.executable, "-m", *words], env=environment, cwd=ROOT, stdout=log, stderr=log, start_new_session=True
        )


@contextmanager
def office(folder: Path) -> Iterator[Office]:
    """A mail server that accepts everything, as a process."""
    port, book = free_port(), folder / "book"
    process = subprocess.Popen([sys.executable, "-m", "bench.letters", str(port), str(book)], cwd=ROOT)
    try:
        yield Office(f"smtp://127.0.0.1:{port}", book)
    finally:
        process.kill()
        process.wait()


class Counting:
    """What ``aiosmtpd`` calls: each letter's Message-ID is written down before it is accepted."""

    def __init__(self, book: Path) -> None:
        self.book = book.open("a", buffering=1)

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802 - its name
        """Write it down, then say so."""
        content = envelope.original_content or b""
        self.book.write(content.partition(b"Message-ID: ")[2].partition(b"\r\n")[0].decode() + "\n")
        return "250 OK"


async def serve(port: int, book: Path, host: str = "127.0.0.1") -> None:
    """Until it is killed."""
    counting = Counting(book)
    server = await asyncio.get_running_loop().create_server(
        lambda: SMTP(counting, data_size_limit=25_000_000, hostname="localhost"), host, port
    )
    async with server:
        await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(serve(int(sys.argv[1]), Path(sys.argv[2]), *sys.argv[3:]))
