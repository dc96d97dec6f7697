"""Which files a reading process may still open: the libraries and the program's own code. landlock(7), Linux 5.13."""

import ctypes
import os
import sys
from pathlib import Path
from struct import pack

CREATE, ADD, RESTRICT = 444, 445, 446
PATH_BENEATH = 1
READ_FILE, READ_DIR = 1 << 2, 1 << 3
#: Every right over files of the first version: whatever no rule gives back is refused.
ALL = (1 << 13) - 1
#: Where shared libraries lie that are loaded when a workbook needs them.
SYSTEM = ("/lib", "/lib64", "/usr/lib", "/usr/lib64", "/usr/local/lib", "/etc/ld.so.cache")
CODE = Path(__file__).resolve().parent.parent.parent


def is_known() -> bool:
    """This kernel has it, and it is switched on."""
    return int(ctypes.CDLL(None).syscall(CREATE, None, 0, 1)) > 0


def restrict() -> bool:
    """Give up all files but those; False where this kernel cannot. The process must have no new privileges."""
    libc = ctypes.CDLL(None, use_errno=True)
    rules = libc.syscall(CREATE, pack("Q", ALL), 8, 0)
    if rules < 0:
        return False
    for folder in readable():
        allow(libc, rules, folder)
    done = libc.syscall(RESTRICT, rules, 0) == 0
    os.close(rules)
    return bool(done)


def readable() -> list[str]:
    """The program's code, the folders modules come from (not those around the code: data lies there), libraries."""
    around = set(map(str, CODE.parents))
    modules = [path for path in (sys.prefix, sys.base_prefix, *sys.path) if path and path not in around]
    return [path for path in dict.fromkeys([str(CODE), *modules, *SYSTEM]) if os.path.exists(path)]  # noqa: PTH110


def allow(libc: ctypes.CDLL, rules: int, path: str) -> None:
    """Reading below *path*."""
    rights = READ_FILE | READ_DIR if os.path.isdir(path) else READ_FILE  # noqa: PTH112 — pathlib is slower here
    held = os.open(path, os.O_PATH | os.O_CLOEXEC)
    libc.syscall(ADD, rules, PATH_BENEATH, pack("=Qi", rights, held), 0)
    os.close(held)
