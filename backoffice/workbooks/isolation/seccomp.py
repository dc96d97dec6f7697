"""The system calls that a reading process may still make: a filter of the kernel's, once set never lifted.

Allowed is what reading needs: memory, time, files opened to be read, the channel it already has. All else answers
EACCES: sockets, other processes, signals to others, anything that changes files. seccomp(2), Linux since 3.17.
"""

import ctypes
import fcntl
import os
from struct import pack

#: name → number on x86_64 and on aarch64 (asm/unistd_64.h, asm-generic/unistd.h); ``None`` where it has none.
ALLOWED: dict[str, tuple[int | None, int | None]] = {
    "read": (0, 63), "write": (1, 64), "close": (3, 57), "mmap": (9, 222), "munmap": (11, 215), "brk": (12, 214),
    "mremap": (25, 216), "madvise": (28, 233), "mprotect": (10, 226), "futex": (202, 98), "lseek": (8, 62),
    "pread64": (17, 67), "readv": (19, 65), "writev": (20, 66), "fstat": (5, 80), "stat": (4, None),
    "lstat": (6, None), "newfstatat": (262, 79), "statx": (332, 291), "access": (21, None), "faccessat": (269, 48),
    "faccessat2": (439, 439), "readlink": (89, None), "readlinkat": (267, 78), "getdents64": (217, 61),
    "getcwd": (79, 17), "dup": (32, 23), "poll": (7, None), "ppoll": (271, 73),
    "select": (23, None), "pselect6": (270, 72), "rt_sigaction": (13, 134), "rt_sigprocmask": (14, 135),
    "rt_sigreturn": (15, 139), "sigaltstack": (131, 132), "restart_syscall": (219, 128), "getpid": (39, 172),
    "getppid": (110, 173), "gettid": (186, 178), "getuid": (102, 174), "geteuid": (107, 175), "getgid": (104, 176),
    "getegid": (108, 177), "getrusage": (98, 165), "uname": (63, 160), "sysinfo": (99, 179),
    "clock_gettime": (228, 113), "clock_getres": (229, 114), "clock_nanosleep": (230, 115), "nanosleep": (35, 101),
    "gettimeofday": (96, 169), "time": (201, None), "getrandom": (318, 278), "sched_yield": (24, 124),
    "sched_getaffinity": (204, 123), "getcpu": (309, 168), "rseq": (334, 293), "set_robust_list": (273, 99),
    "membarrier": (324, 283), "arch_prctl": (158, None), "exit": (60, 93), "exit_group": (231, 94),
}  # fmt: skip
#: Opening, and the argument that says how; only plain reading passes.
OPENING: dict[tuple[int | None, int | None], int] = {(257, 56): 2, (2, None): 1}  # openat and open
WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
#: What may be asked of a descriptor: its flags, and a copy. Nothing that makes the kernel send signals to an owner.
ASKING: tuple[int, int] = (72, 25)
ASKED = (fcntl.F_GETFD, fcntl.F_SETFD, fcntl.F_GETFL, fcntl.F_DUPFD, fcntl.F_DUPFD_CLOEXEC)
#: A signal to oneself (abort) passes, one to anybody else does not.
SIGNALLING: tuple[int, int] = (234, 131)

MACHINES = {"x86_64": (0, 0xC000003E), "aarch64": (1, 0xC00000B7)}
NUMBER, MACHINE, FIRST_ARGUMENT = 0, 4, 16
LOAD, EQUALS, AT_LEAST, HAS_BITS, ANSWER = 0x20, 0x15, 0x35, 0x45, 0x06
ALLOW, REFUSE, KILL = 0x7FFF0000, 0x00050000 | 13, 0x80000000
OTHER_ABI = 0x40000000
PR_GET_SECCOMP, PR_SET_SECCOMP, FILTER = 21, 22, 2


class NoSeccomp(OSError):
    """The kernel or the machine knows no such filter."""


def is_known() -> bool:
    """This kernel has such filters, and this machine's calls are in the table."""
    return os.uname().machine in MACHINES and int(ctypes.CDLL(None).prctl(PR_GET_SECCOMP, 0, 0, 0, 0)) >= 0


def install() -> None:
    """Set the filter on this process, which must have no new privileges. ``NoSeccomp`` where it cannot be set."""
    code = program(os.uname().machine, os.getpid())
    held = ctypes.create_string_buffer(code)
    described = pack("HxxxxxxQ", len(code) // 8, ctypes.addressof(held))
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.prctl(PR_SET_SECCOMP, FILTER, ctypes.create_string_buffer(described), 0, 0):
        raise NoSeccomp(ctypes.get_errno(), "seccomp")


def program(machine: str, pid: int) -> bytes:
    """The filter for a machine, as instructions of eight bytes: code, two jumps, operand."""
    if machine not in MACHINES:
        raise NoSeccomp(0, f"no table of system calls for {machine}")
    column, architecture = MACHINES[machine]
    lines = [(LOAD, 0, 0, MACHINE), (EQUALS, 1, 0, architecture), (ANSWER, 0, 0, KILL), (LOAD, 0, 0, NUMBER)]
    lines += [(AT_LEAST, 0, 1, OTHER_ABI), (ANSWER, 0, 0, REFUSE)]
    for numbers in ALLOWED.values():
        lines += allowed(numbers[column])
    for numbers, argument in OPENING.items():
        lines += guarded(numbers[column], argument, (HAS_BITS, 0, 1, WRITING))
    for command in ASKED:
        lines += passing(ASKING[column], 1, command)
    lines += passing(SIGNALLING[column], 0, pid)
    return b"".join(pack("HBBI", *line) for line in [*lines, (ANSWER, 0, 0, REFUSE)])


def allowed(number: int | None) -> list[tuple[int, int, int, int]]:
    """A call that passes."""
    return [] if number is None else [(EQUALS, 0, 1, number), (ANSWER, 0, 0, ALLOW)]


def passing(number: int, argument: int, value: int) -> list[tuple[int, int, int, int]]:
    """A call that passes where one of its arguments has this value; else what follows decides."""
    place = FIRST_ARGUMENT + 8 * argument
    again = (LOAD, 0, 0, NUMBER)
    return [(EQUALS, 0, 4, number), (LOAD, 0, 0, place), (EQUALS, 0, 1, value), (ANSWER, 0, 0, ALLOW), again]


def guarded(number: int | None, argument: int, test: tuple[int, int, int, int]) -> list[tuple[int, int, int, int]]:
    """A call that is refused or passes by one of its arguments: *test* jumps over the refusal where it passes."""
    if number is None:
        return []
    place = FIRST_ARGUMENT + 8 * argument
    return [(EQUALS, 0, 4, number), (LOAD, 0, 0, place), test, (ANSWER, 0, 0, REFUSE), (ANSWER, 0, 0, ALLOW)]
