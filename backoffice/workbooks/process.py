"""Child processes kept warm, one per request at a time, replaced after any death. Works from several threads."""

import json
import os
import signal
import socket
import subprocess
import sys
import threading
from pathlib import Path
from time import monotonic
from typing import Any

from backoffice.workbooks import limits
from backoffice.workbooks.refusals import EvidenceRefused

ROOT = Path(__file__).resolve().parent.parent.parent
START = "from backoffice.workbooks.child import main; main()"
AT_ONCE = 4
LEAST_ANSWER = 8
#: How a child ended → the refusal; everything else is a damaged file.
DEATHS = {
    signal.SIGXCPU: "takes_too_long",
    signal.SIGALRM: "takes_too_long",
    signal.SIGABRT: "expands_too_much",
    signal.SIGKILL: "expands_too_much",
}


class Died(Exception):
    """The child ended, or did not answer in time."""

    def __init__(self, code: str) -> None:
        self.code = code
        super().__init__(code)


class Child:
    """One process and the channel to it."""

    def __init__(self, wall_seconds: float = limits.CHILD_WALL_SECONDS) -> None:
        self._wall_seconds = wall_seconds
        ours, theirs = socket.socketpair()
        with theirs:
            self.process = subprocess.Popen(
                [sys.executable, "-c", START],
                stdin=theirs.fileno(),
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                env={"PYTHONPATH": str(ROOT), "LANG": "C.UTF-8"},
                start_new_session=True,
            )
        self.channel = ours

    def ask(self, ask: str, data: bytes, name: str) -> dict[str, Any]:
        """Send one request and wait for its answer; ``Died`` where none comes."""
        deadline = monotonic() + self._wall_seconds + 1
        header = json.dumps({"ask": ask, "name": name[:200], "size": len(data)}).encode() + b"\n"
        try:
            self.channel.settimeout(self._wall_seconds)
            self.channel.sendall(header + data)
            size = int(self._receive(LEAST_ANSWER, deadline), 16)
            answer: dict[str, Any] = json.loads(self._receive(size, deadline))
        except TimeoutError as late:
            raise Died("takes_too_long") from late
        except (OSError, ValueError) as broken:
            raise Died(self._cause()) from broken
        return answer

    def _receive(self, size: int, deadline: float) -> bytes:
        """Exactly *size* bytes before the deadline."""
        data = bytearray()
        while len(data) < size:
            self.channel.settimeout(max(0.01, deadline - monotonic()))
            piece = self.channel.recv(min(size - len(data), limits.MEGABYTE))
            if not piece:
                raise ConnectionResetError
            data += piece
        return bytes(data)

    def _cause(self) -> str:
        """The code for how the process ended."""
        try:
            status = self.process.wait(1)
        except subprocess.TimeoutExpired:
            return "damaged"
        return DEATHS.get(signal.Signals(-status), "damaged") if status < 0 else "damaged"

    def close(self) -> None:
        """End the process and leave nothing behind."""
        self.channel.close()
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait()


class Children:
    """Idle children, and a bound on how many work at once."""

    def __init__(self, wall_seconds: float = limits.CHILD_WALL_SECONDS) -> None:
        self._wall_seconds = wall_seconds
        self._idle: list[Child] = []
        self._lock = threading.Lock()
        self._turns = threading.BoundedSemaphore(AT_ONCE)
        self._owner = os.getpid()

    def ask(self, ask: str, data: bytes, name: str = "") -> dict[str, Any]:
        """One answer. After a death the request is repeated once in a new child: somebody else may have killed it."""
        with self._turns:
            try:
                return self._ask(self._take(), ask, data, name)
            except Died as death:
                if death.code == "takes_too_long":
                    raise EvidenceRefused(death.code) from death
            try:
                return self._ask(Child(self._wall_seconds), ask, data, name)
            except Died as death:
                raise EvidenceRefused(death.code) from death

    def _ask(self, child: Child, ask: str, data: bytes, name: str) -> dict[str, Any]:
        """Ask, and keep the child only if it is still fit."""
        answer: dict[str, Any] = {"spent": True}
        try:
            answer = child.ask(ask, data, name)
        finally:
            if answer.pop("spent", False):
                child.close()
            else:
                with self._lock:
                    self._idle.append(child)
        return answer

    def _take(self) -> Child:
        """An idle child or a new one."""
        with self._lock:
            if self._owner != os.getpid():
                self._forget()
            if self._idle:
                return self._idle.pop()
        return Child(self._wall_seconds)

    def _forget(self) -> None:
        """After a fork the children are the parent's: drop our copies of their channels."""
        self._owner = os.getpid()
        for child in self._idle:
            child.channel.close()
            child.process.returncode = 0
        self._idle.clear()

    def warm(self) -> None:
        """Start one child now, so that the first request finds it ready."""
        child = self._take()
        with self._lock:
            self._idle.append(child)

    def close(self) -> None:
        """End all idle children."""
        with self._lock:
            idle, self._idle = self._idle, []
        for child in idle:
            child.close()
