"""A file written whole or not at all, readable by its owner alone; what was there is replaced."""

import hashlib
import os
from collections.abc import Iterable
from pathlib import Path

from backoffice.cli.in_spanish import os_trouble
from backoffice.domain.errors import BadInput


def write(file: Path, pieces: Iterable[bytes]) -> str:
    """Write *pieces* one after another; their SHA-256 (hex). Raises ``BadInput``."""
    neighbour, digest = file.with_name(f".{file.name}.{os.getpid()}"), hashlib.sha256()
    try:
        neighbour.touch(mode=0o600)
        with neighbour.open("wb") as out:
            for piece in pieces:
                digest.update(piece)
                out.write(piece)
        neighbour.replace(file)
    except OSError as error:
        neighbour.unlink(missing_ok=True)
        raise BadInput(f"No se puede escribir {file}: {os_trouble(error)}.") from error
    return digest.hexdigest()
