"""One child of the supervisor: its life as a table of stages, and how long to wait before trying again."""

import subprocess
from dataclasses import dataclass
from pathlib import Path
from signal import Signals

from backoffice.domain.errors import MesaError
from backoffice.embedded.parts import Part
from backoffice.embedded.process import Identity, identify
from backoffice.embedded.state import PartState, Stage

#: Who lived less than this (seconds) died quickly.
QUICK = 10.0
#: Seconds before each new try; after the last one the part is given up until somebody asks again.
PAUSES = (0.2, 0.5, 1.0, 2.0, 5.0)
#: The same for a part that was never ready: somebody is waiting for the answer.
FIRST_PAUSES = (0.2, 0.5)
#: Seconds in which a part must answer; then it is stopped and tried again.
ANSWER_WITHIN = 60.0
#: A log over this many bytes is put aside.
LARGEST_LOG = 5_000_000


def pause_after(quick_deaths: int, *, was_ready: bool) -> float | None:
    """Seconds to wait after so many quick deaths in a row; ``None``: give up."""
    pauses = PAUSES if was_ready else FIRST_PAUSES
    return pauses[quick_deaths - 1] if quick_deaths <= len(pauses) else None


@dataclass
class Child:
    """A part and its process. Times are seconds of a clock that only goes forward, handed in."""

    part: Part
    log: Path
    stage: Stage = Stage.WAITING
    process: subprocess.Popen[bytes] | None = None
    identity: Identity | None = None
    deaths: int = 0
    quick_deaths: int = 0
    started: float = 0.0
    due: float = 0.0
    #: Whether the parts that come after it may start.
    was_ready: bool = False

    def state(self) -> PartState:
        """What others are told."""
        part = self.part
        return PartState(
            part.name, part.label, self.stage, self.identity, part.address, self.deaths, part.farewell.name
        )

    def start(self, now: float) -> None:
        """Prepare and start; what fails before the process exists is a quick death with its reason in the log."""
        self.started = now
        put_aside(self.log)
        with self.log.open("ab") as log:
            try:
                self.part.prepare()
                self.process = self._spawn(log.fileno())
            except (MesaError, OSError) as failure:
                log.write(f"{failure}\n".encode())
                self._died(now)
                return
        self.identity = identify(self.process.pid)
        self.stage = Stage.STARTING

    def _spawn(self, log: int) -> subprocess.Popen[bytes]:
        return subprocess.Popen(
            self.part.command,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            env=self.part.environment,
            cwd=self.part.folder,
            start_new_session=True,
        )

    def look(self, now: float) -> None:
        """Notice an end, an answer, or a silence that lasts too long."""
        if self.process is None:
            return
        status = self.process.poll()
        if status is not None:
            self._ended(status, now)
        elif self.stage is Stage.STARTING:
            self._listen(now)

    def _listen(self, now: float) -> None:
        if not self.part.once and now - self.started >= self.part.breath and self.part.answers():
            self.stage, self.was_ready = Stage.READY, True
        elif now - self.started > ANSWER_WITHIN:
            self.kill()

    def _ended(self, status: int, now: float) -> None:
        self.kill()
        if self.part.once and status == 0:
            self.process = self.identity = None
            self.stage, self.was_ready = Stage.DONE, True
            return
        self._died(now)

    def _died(self, now: float) -> None:
        self.process = self.identity = None
        self.deaths += 1
        self.quick_deaths = self.quick_deaths + 1 if now - self.started < QUICK else 1
        pause = pause_after(self.quick_deaths, was_ready=self.was_ready)
        self.stage = Stage.FAILED if pause is None else Stage.RESTARTING
        self.due = now + (pause or 0.0)

    def try_again(self) -> None:
        """Somebody asked: a part that was given up gets a new chance."""
        if self.stage is Stage.FAILED:
            self.stage, self.quick_deaths = Stage.WAITING, 0

    def say_farewell(self) -> None:
        """Ask it to stop in its own way."""
        if self.process is not None and self.process.poll() is None:
            self.process.send_signal(Signals(self.part.farewell))

    def wait(self, seconds: float) -> None:
        """Wait for its end, then end it and whatever it left behind."""
        if self.process is not None:
            try:
                self.process.wait(seconds)
            except subprocess.TimeoutExpired:
                pass
            self.kill()
            self.process.wait()
        self.process = self.identity = None
        self.stage = Stage.STOPPED

    def kill(self) -> None:
        """End the process and everything of its session, at once."""
        if self.process is not None:
            Identity(self.process.pid, 0).signal_group(Signals.SIGKILL)


def put_aside(log: Path) -> None:
    """Keep one older log, so that logs never fill the disk; the file itself is private from its beginning."""
    if log.exists() and log.stat().st_size > LARGEST_LOG:
        log.replace(log.with_suffix(".log.1"))
    log.touch(mode=0o600)


def shorten(log: Path) -> None:
    """The same while its writer goes on: copy, then cut. Writers append, so the file begins anew."""
    if log.exists() and log.stat().st_size > LARGEST_LOG:
        log.with_suffix(".log.1").write_bytes(log.read_bytes())
        with log.open("r+b") as running:
            running.truncate(0)
