"""A file written whole or not at all, readable by its owner alone; what was there is replaced."""

import hashlib
import os
from collections.abc import Iterable
from pathlib import Path


def write(file: Path, pieces: Iterable[bytes]) -> str:
    """Write *pieces* one after another; their SHA-256 (hex). Raises ``OSError``, and then nothing of them is left."""
    neighbour, digest = file.with_name(f".{file.name}.{os.getpid()}"), hashlib.sha256()
    try:
        neighbour.touch(mode=0o600)
        with neighbour.open("wb") as out:
            for piece in pieces:
                digest.update(piece)
                out.write(piece)
        neighbour.replace(file)
    finally:
        neighbour.unlink(missing_ok=True)
    return digest.hexdigest()
