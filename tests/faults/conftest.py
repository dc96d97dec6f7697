"""The world of the stages, its portal with a signer, and a disk that is soon full."""

import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.casework.conftest import world
from tests.portal.conftest import acme, browser, issuer, pen, portal_world

__all__ = ["acme", "browser", "issuer", "pen", "portal_world", "world"]


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of one megabyte; left out where this account may mount none."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(folder)]
    if subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("Montar un disco pequeño requiere root.")
    yield folder
    subprocess.run(["umount", "--lazy", str(folder)], check=True)
