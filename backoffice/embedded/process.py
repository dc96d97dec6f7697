"""Processes told apart for sure: a pid comes back, a pid with its start does not."""

import os
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from signal import Signals

PROC = Path("/proc")


@dataclass(frozen=True)
class Identity:
    """One process of this machine: its pid and when it began, in clock ticks since the machine's start."""

    pid: int
    ticks: int

    def lives(self) -> bool:
        """Whether this very process is still there."""
        return identify(self.pid) == self

    def since(self) -> datetime:
        """When it began, in UTC."""
        booted = next(line for line in (PROC / "stat").read_text().splitlines() if line.startswith("btime "))
        return datetime.fromtimestamp(int(booted.split()[1]) + self.ticks // os.sysconf("SC_CLK_TCK"), UTC)

    def signal(self, one: Signals) -> None:
        """Signal it if it is still there."""
        if self.lives():
            _quietly(os.kill, self.pid, one)

    def signal_group(self, one: Signals) -> None:
        """Signal everything it started and did not let go."""
        _quietly(os.killpg, self.pid, one)


def identify(pid: int) -> Identity | None:
    """The process that has this pid now; ``None`` for nobody and for the dead that were not yet buried."""
    try:
        fields = (PROC / str(pid) / "stat").read_text().rpartition(")")[2].split()
    except (FileNotFoundError, ProcessLookupError):
        return None
    return None if fields[0] in "ZX" else Identity(pid, int(fields[19]))


def _quietly(send: Callable[[int, int], None], pid: int, one: Signals) -> None:
    try:
        send(pid, one)
    except ProcessLookupError:
        pass
