"""A child that cannot outlive its parent: the kernel signals it when the parent is gone, however that died."""

import shutil
from signal import Signals


def leashed(words: list[str], farewell: Signals, *, disguise: tuple[str, ...] = ()) -> list[str]:
    """The words that start a program on a leash. The parent must start it from its main thread and stay in it.

    The leash is put on after the disguise: changing the account takes it off.
    """
    if shutil.which("setpriv") is None:
        return [*disguise, *words]
    return [*disguise, "setpriv", f"--pdeathsig={farewell.name.removeprefix('SIG')}", "--", *words]
