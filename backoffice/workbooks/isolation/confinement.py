"""What a reading process may still do after it is forked: little. Set once, before it sees the first byte."""

import ctypes
import os
import resource
import signal

from backoffice.workbooks import limits
from backoffice.workbooks.isolation import landlock, seccomp

MOST_DESCRIPTORS = 1 << 16
PR_SET_PDEATHSIG, PR_SET_NO_NEW_PRIVS = 1, 38
#: Limits of the kernel's, for the whole life of the process; a second more of processor ends it for good.
LIMITS = {
    resource.RLIMIT_AS: (limits.CHILD_MEMORY, limits.CHILD_MEMORY),
    resource.RLIMIT_CPU: (limits.CHILD_CPU_SECONDS, limits.CHILD_CPU_SECONDS + 1),
    resource.RLIMIT_FSIZE: (0, 0),
    resource.RLIMIT_CORE: (0, 0),
    resource.RLIMIT_NOFILE: (64, 64),
}


def confine(*kept: int) -> None:
    """Keep these descriptors alone, and give up the rest of the world.

    Where the kernel knows neither Landlock nor a filter of system calls, limits alone hold, and ``attempts`` tells so.
    """
    close_all_but(kept)
    libc = ctypes.CDLL(None, use_errno=True)
    libc.prctl(PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
    libc.prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
    landlock.restrict()
    for kind, (soft, hard) in LIMITS.items():
        resource.setrlimit(kind, (within_hard_limit(kind, soft), within_hard_limit(kind, hard)))
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    signal.setitimer(signal.ITIMER_REAL, limits.CHILD_WALL_SECONDS)
    try:
        seccomp.install()
    except seccomp.NoSeccomp:
        return


def missing_walls() -> list[str]:
    """What this machine lacks of what should hold a reader; operators are told."""
    walls = {"seccomp": seccomp.is_known, "landlock": landlock.is_known}
    return [name for name, is_known in walls.items() if not is_known()]


def close_all_but(kept: tuple[int, ...]) -> None:
    """Close every other descriptor; the three standard ones lead nowhere."""
    start = 0
    for descriptor in (*sorted(kept), MOST_DESCRIPTORS):
        os.closerange(start, descriptor)
        start = descriptor + 1
    for _ in range(3):
        os.open(os.devnull, os.O_RDWR)


def within_hard_limit(kind: int, value: int) -> int:
    """*value*, or the hard limit that whoever started us has set below it."""
    _, hard = resource.getrlimit(kind)
    return value if hard == resource.RLIM_INFINITY else min(value, hard)
