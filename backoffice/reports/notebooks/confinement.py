"""What a process that runs a notebook may use, set by itself before it begins; it never outlives whoever started it."""

import ctypes
import os
import resource
import signal

MEGABYTE = 1024 * 1024
PR_SET_PDEATHSIG = 1


def confine(parent: int, *, memory: int, seconds: int) -> None:
    """Limit this process to *memory* (bytes of its own data) and processor *seconds*; end it with *parent* (a pid)."""
    libc = ctypes.CDLL(None, use_errno=True)
    libc.prctl(PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
    if os.getppid() != parent:  # gone before the leash was on
        os._exit(1)
    limits = {
        resource.RLIMIT_DATA: memory,
        resource.RLIMIT_CPU: seconds,
        resource.RLIMIT_FSIZE: 512 * MEGABYTE,
        resource.RLIMIT_CORE: 0,
    }
    for kind, most in limits.items():
        _, hard = resource.getrlimit(kind)
        allowed = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(kind, (allowed, allowed))
