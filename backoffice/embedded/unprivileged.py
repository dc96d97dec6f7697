"""PostgreSQL refuses to run as root: how root starts it all the same, without making users or opening folders.

Best is a user namespace in which root appears as ``nobody``: it works below private folders too and needs no copy.
Where the machine refuses those (most containers do), an unprivileged account runs it from a place it can reach.
"""

import os
import pwd
import shutil
import subprocess
from dataclasses import dataclass
from functools import cache
from pathlib import Path

#: Exists on every Debian and Ubuntu; initdb wants an account that has a name.
ACCOUNT = "nobody"
#: Where the fallback keeps what ``nobody`` must reach, one folder per house.
REACHABLE = Path("/var/lib")


@dataclass(frozen=True)
class Disguise:
    """How to start a program that refuses root: words before its own, and the account that must own its data."""

    prefix: tuple[str, ...] = ()
    owner: int | None = None

    @property
    def is_another_account(self) -> bool:
        """Whether files must be handed over."""
        return self.owner is not None


def disguise() -> Disguise:
    """What this account needs: nothing, a user namespace, or another account (root only)."""
    if os.geteuid() != 0 and _has_name(os.geteuid()):
        return Disguise()
    account = pwd.getpwnam(ACCOUNT)
    namespace = ("unshare", "--user", f"--map-user={account.pw_uid}", f"--map-group={account.pw_gid}")
    if _works(namespace):
        return Disguise(prefix=namespace)
    change = ("setpriv", f"--reuid={account.pw_uid}", f"--regid={account.pw_gid}", "--clear-groups")
    return Disguise(prefix=change, owner=account.pw_uid)


@cache
def _works(prefix: tuple[str, ...]) -> bool:
    if shutil.which(prefix[0]) is None:
        return False
    return subprocess.run([*prefix, "true"], capture_output=True, check=False).returncode == 0


def _has_name(uid: int) -> bool:
    try:
        pwd.getpwuid(uid)
    except KeyError:
        return False
    return True


def can_read(disguise: Disguise, path: Path) -> bool:
    """Whether the disguised account reaches a file or folder."""
    return subprocess.run([*disguise.prefix, "test", "-r", str(path)], capture_output=True, check=False).returncode == 0
