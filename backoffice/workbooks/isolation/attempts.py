"""What a reading process should not be able to do, tried: so that tests and operators see that the walls stand."""

import fcntl
import os
import signal
import socket
from collections.abc import Callable
from pathlib import Path


def tried(folder: str) -> dict[str, str]:
    """Each attempt's outcome, ``refused`` or ``done``. *folder* is one in which this account may write."""
    return {name: outcome(act, Path(folder)) for name, act in ATTEMPTS.items()}


def outcome(act: Callable[[Path], object], folder: Path) -> str:
    """``done`` where nothing stopped it."""
    try:
        act(folder)
    except OSError:
        return "refused"
    return "done"


def connect(_: Path) -> None:
    """Open a socket."""
    socket.socket().close()


def start_process(_: Path) -> None:
    """Fork."""
    if os.fork() == 0:
        os._exit(0)


def start_program(_: Path) -> None:
    """Become another program; it would end this process."""
    os.execv("/bin/true", ["true"])  # noqa: S606 — it must be refused


def write_file(folder: Path) -> None:
    """Create a file."""
    (folder / "escrito").write_bytes(b"")


def remove_file(folder: Path) -> None:
    """Remove one that is there."""
    (folder / "victima").unlink()


def overwrite_file(folder: Path) -> None:
    """Cut one that is there to nothing."""
    os.truncate(folder / "victima", 0)


def signal_parent(_: Path) -> None:
    """Reach another process."""
    os.kill(os.getppid(), signal.SIGWINCH)


def read_anothers_file(folder: Path) -> None:
    """Open one that is no library and none of ours."""
    (folder / "victima").read_bytes()


def read_parents_environment(_: Path) -> None:
    """Where secrets may stand."""
    Path(f"/proc/{os.getppid()}/environ").read_bytes()


def signal_through_a_descriptor(_: Path) -> None:
    """Have the kernel signal another process when a descriptor is ready."""
    fcntl.fcntl(0, fcntl.F_SETOWN, os.getppid())


ATTEMPTS: dict[str, Callable[[Path], object]] = {
    act.__name__: act
    for act in (
        connect,
        start_process,
        write_file,
        remove_file,
        overwrite_file,
        read_anothers_file,
        read_parents_environment,
        signal_parent,
        signal_through_a_descriptor,
        start_program,
    )
}
