"""Official values from a folder: the tables in it take the place of those that ship, the others stay."""

from pathlib import Path

from backoffice import official
from backoffice.cli.in_spanish import os_trouble
from backoffice.domain.errors import BadInput

SUFFIX = ".toml"


def texts_with(folder: Path) -> dict[str, str]:
    """The texts of all tables, those of *folder* first. Raises ``BadInput`` where it has none, or a strange one."""
    files = _files(folder)
    known = official.texts()
    strange = sorted(file.name for file in files if file.stem not in known)
    if strange:
        raise BadInput(f"No hay una tabla «{strange[0]}». Los archivos se llaman: {_names()}.")
    return {**known, **{file.stem: _text(file) for file in files}}


def _files(folder: Path) -> list[Path]:
    try:
        files = [file for file in folder.iterdir() if file.suffix == SUFFIX and not file.name.startswith(".")]
    except OSError as error:
        raise BadInput(f"No se puede leer la carpeta {folder}: {os_trouble(error)}.") from None
    if not files:
        raise BadInput(f"La carpeta {folder} no trae ninguna tabla. Los archivos se llaman: {_names()}.")
    return files


def _names() -> str:
    return ", ".join(f"{name}{SUFFIX}" for name in sorted(official.texts()))


def _text(file: Path) -> str:
    try:
        return file.read_bytes().decode()
    except UnicodeDecodeError:
        raise BadInput(f"{file} no es texto UTF-8. Guárdalo así y da de nuevo la orden.") from None
    except OSError as error:
        raise BadInput(f"No se puede leer {file}: {os_trouble(error)}.") from None
