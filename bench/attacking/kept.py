"""Where what was found lies: ``var/attack/<entrance>/``, named for what went wrong."""

import re
from pathlib import Path

from backoffice.settings import ROOT

KEPT = ROOT / "var" / "attack"


def folder_of(name: str) -> Path:
    """Of one entrance; made where there is none."""
    folder = KEPT / name
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def named(escaped: BaseException) -> str:
    """What escaped and where it was raised: ``KeyError-streamed.py-43``."""
    trace = escaped.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    place = f"{Path(trace.tb_frame.f_code.co_filename).name}-{trace.tb_lineno}" if trace else ""
    said = str(escaped) if type(escaped).__name__ == "Escaped" else ""
    return re.sub("[^a-zA-Z0-9_.]+", "-", f"{type(escaped).__name__}-{said or place}")


def keep(name: str, what: str, data: bytes) -> None:
    """A file that found something; of one kind of find the smallest is kept, and the moment of the last."""
    file = folder_of(name) / what
    if not file.exists() or len(data) < file.stat().st_size:
        file.write_bytes(data)
    else:
        file.touch()


def finds(name: str) -> dict[str, int]:
    """What lies there: name → when it was last found. A run compares before and after: an old find is one again."""
    return {file.name: file.stat().st_mtime_ns for file in folder_of(name).iterdir()}
