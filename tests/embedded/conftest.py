"""A house of a test's own, with few parts so that it starts at once; nothing of it outlives the test."""

import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from backoffice.embedded import house
from backoffice.settings import Settings

#: Enough to see a start, a death and a stop.
FEW = ("database", "queue")


@pytest.fixture
def settings() -> Iterator[Settings]:
    """Settings over an empty ``var`` with a short path."""
    with tempfile.TemporaryDirectory(prefix="mesa-", ignore_cleanup_errors=True) as folder:
        mine = Settings(var=Path(folder) / "var")
        yield mine
        house.stop(mine)


def processes_of(var: Path) -> list[str]:
    """The command lines of all processes that name this folder."""
    found = []
    for one in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            words = one.read_bytes().replace(b"\0", b" ").decode(errors="replace")
        except OSError:
            continue
        if str(var) in words and "pytest" not in words:
            found.append(words)
    return found
