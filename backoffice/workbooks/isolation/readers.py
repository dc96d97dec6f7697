"""Readers for whoever has a workbook: one process each, forked from a warm server. Works from several threads."""

import json
import os
import select
import signal
import socket
import subprocess
import sys
import threading
from pathlib import Path
from time import monotonic
from typing import Any

from backoffice.domain.errors import ServiceUnavailable
from backoffice.workbooks import limits
from backoffice.workbooks.refusals import READING_STOPPED, EvidenceRefused

ROOT = Path(__file__).resolve().parent.parent.parent.parent
#: Nothing is rubbish while libraries are loaded; the collector would only look through all of it again and again.
START = (
    "import gc, sys; gc.disable(); sys.path[:0] = sys.argv[1:]; "
    "from backoffice.workbooks.isolation.fork_server import main; main({})"
)
AT_ONCE = 4
LEAST_ANSWER = 8
SECONDS_TO_END = 2.0
#: How a reader ended → the refusal; everything else is a damaged file.
DEATHS = {
    signal.SIGXCPU: "takes_too_long",
    signal.SIGALRM: READING_STOPPED,
    signal.SIGABRT: "expands_too_much",
    signal.SIGKILL: READING_STOPPED,
}


class Died(Exception):
    """The reader ended, or did not answer in time. ``by_another`` where a signal came that no file can cause."""

    def __init__(self, code: str, *, by_another: bool = False) -> None:
        self.code, self.by_another = code, by_another
        super().__init__(code)


class Server:
    """The fork server and the channel to it. *thorough*: it loads all that readers may need before the first."""

    def __init__(self, *, thorough: bool = False) -> None:
        ours, theirs = socket.socketpair()
        start = START.format(thorough)
        with theirs:
            self.process = subprocess.Popen(
                [sys.executable, "-I", "-S", "-c", start, str(ROOT), *filter(None, sys.path)],
                stdin=theirs.fileno(),
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                env={"LANG": "C.UTF-8"},
                start_new_session=True,
            )
        self.control = ours

    def fork(self) -> tuple[socket.socket, int]:
        """A new reader: the channel to it, the pipe that tells how it ended. ``OSError`` where the server is gone."""
        ours, theirs = socket.socketpair()
        told, telling = os.pipe()
        try:
            socket.send_fds(self.control, [b"r"], [theirs.fileno(), telling])
        except OSError:
            ours.close()
            os.close(told)
            raise
        finally:
            theirs.close()
            os.close(telling)
        return ours, told

    def close(self) -> None:
        """End the server, and with it its readers."""
        self.control.close()
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait()


class Readers:
    """The server that this process uses, started when first needed, and a bound on how many readers work at once."""

    def __init__(self, wall_seconds: float = limits.CHILD_WALL_SECONDS) -> None:
        self._wall_seconds = wall_seconds
        self._server: Server | None = None
        self._thorough = False
        self._lock = threading.Lock()
        self._turns = threading.BoundedSemaphore(AT_ONCE)

    def ask(self, ask: str, data: bytes, name: str = "") -> dict[str, Any]:
        """One answer. A reader that somebody else killed is replaced once; one that the file killed is a refusal."""
        with self._turns:
            try:
                return self._ask(ask, data, name)
            except Died as death:
                if not death.by_another:
                    raise EvidenceRefused(death.code) from death
            try:
                return self._ask(ask, data, name)
            except Died as death:
                raise EvidenceRefused(death.code) from death

    def _ask(self, ask: str, data: bytes, name: str) -> dict[str, Any]:
        """Ask a new reader, and wait for its answer until the wall time is over."""
        channel, told = self._fork()
        deadline = monotonic() + self._wall_seconds + 1
        header = json.dumps({"ask": ask, "name": name[:200], "size": len(data)}).encode() + b"\n"
        try:
            channel.settimeout(self._wall_seconds)
            channel.sendall(header + data)
            size = int(receive(channel, LEAST_ANSWER, deadline), 16)
            if size > limits.ANSWER_BYTES:
                raise Died("expands_too_much")
            answer: dict[str, Any] = json.loads(receive(channel, size, deadline))
        except TimeoutError as late:
            raise Died(READING_STOPPED) from late
        except (OSError, ValueError, RecursionError) as broken:
            raise cause(told) from broken
        finally:
            channel.close()
            os.close(told)
        return answer

    def _fork(self) -> tuple[socket.socket, int]:
        """A reader; from a new server where the one we had is gone. ``ServiceUnavailable`` where none starts."""
        with self._lock:
            for _ in range(2):
                try:
                    return self._running().fork()
                except OSError:
                    self._drop()
        raise ServiceUnavailable(
            "El proceso que lee los libros no arranca en este equipo. Revisa la memoria libre y la instalación, y "
            "da de nuevo la orden."
        )

    def _running(self) -> Server:
        if self._server is None:
            self._server = Server(thorough=self._thorough)
        return self._server

    def _drop(self) -> None:
        if self._server is not None:
            self._server.close()
            self._server = None

    def warm(self, *, thorough: bool = False) -> None:
        """Start the server now, so that the first workbook finds it ready. *thorough*: with all they may need."""
        with self._lock:
            self._thorough = thorough
            self._running()

    def close(self) -> None:
        """End the server."""
        with self._lock:
            self._drop()

    def forget(self) -> None:
        """After a fork, in the new process: the server is our parent's, and so is whoever held the lock."""
        self._lock = threading.Lock()
        self._turns = threading.BoundedSemaphore(AT_ONCE)
        if self._server is not None:
            self._server.control.close()
            self._server.process.returncode = 0
            self._server = None


def receive(channel: socket.socket, size: int, deadline: float) -> bytes:
    """Exactly *size* bytes before the deadline."""
    data = bytearray()
    while len(data) < size:
        channel.settimeout(max(0.01, deadline - monotonic()))
        piece = channel.recv(min(size - len(data), limits.MEGABYTE))
        if not piece:
            raise ConnectionResetError
        data += piece
    return bytes(data)


def cause(told: int) -> Died:
    """Why a reader gave no answer. The server's own death, too, is no fault of the file's."""
    ready, _, _ = select.select([told], [], [], SECONDS_TO_END)
    written = os.read(told, 16) if ready else b""
    if not written:
        return Died(READING_STOPPED, by_another=True)
    status = int(written)
    if not os.WIFSIGNALED(status):
        return Died("damaged")
    number = os.WTERMSIG(status)
    return Died(DEATHS.get(number, "damaged"), by_another=number == signal.SIGKILL)  # type: ignore[call-overload]
