"""A file that a command writes: whole or not at all, and a sentence where that fails."""

from collections.abc import Iterable
from pathlib import Path

from backoffice.cli.in_spanish import os_trouble
from backoffice.domain.errors import BadInput
from backoffice.records import whole_file


def write(file: Path, pieces: Iterable[bytes]) -> str:
    """Write *pieces* one after another; their SHA-256 (hex). Raises ``BadInput``."""
    try:
        return whole_file.write(file, pieces)
    except OSError as error:
        raise BadInput(f"No se puede escribir {file}: {os_trouble(error)}.") from error
