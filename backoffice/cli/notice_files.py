"""The notices that an applicant has, from a folder or from the .zip of the letter. What they say is not asked here."""

from collections.abc import Iterator, Mapping
from pathlib import Path, PurePosixPath

from backoffice.cli.in_spanish import os_trouble
from backoffice.domain.errors import BadInput
from backoffice.workbooks.contents import archive
from backoffice.workbooks.contents.admission import is_litter
from backoffice.workbooks.contents.texts import decoded
from backoffice.workbooks.limits import ARCHIVE_ENTRIES, ARCHIVE_INFLATED, NOTICE_BYTES
from backoffice.workbooks.remarks import readable
from backoffice.workbooks.sniff import kind_of

SUFFIX, FOLDER = ".json", "avisos"
REMEDY = "Indica en --avisos la carpeta avisos/ que venía con tu set, o su .zip."
#: Why a .zip is not taken for whole, by the remark of reading it.
ZIP_TROUBLES = {
    "archive_damaged": "está dañado o incompleto",
    "archive_encrypted": "tiene contraseña",
    "archive_method": "usa un método de compresión que no se abre aquí",
    "archive_too_many": "contiene más de 2,000 entradas",
    "archive_expands": "ocupa más de 50 MB al abrirse",
    "archive_duplicate": "contiene dos veces un mismo archivo",
    "notice_too_large": "contiene un .json demasiado grande para ser un aviso",
    "notices_too_large": "contiene más de 8 MB de .json",
    "notice_not_text": "contiene un .json que no es texto",
}


def notice_files(place: Path) -> dict[str, str]:
    """The texts by file name. ``BadInput`` where there are none or they cannot be read.

    Where there is a folder ``avisos``, only what is in it is looked at: beside it other files may stand.
    """
    try:
        found = dict(_in_folder(place)) if place.is_dir() else _in_zip(place)
    except OSError as trouble:
        raise BadInput(f"No pude leer {place}: {os_trouble(trouble)}. {REMEDY}") from None
    if not found:
        raise BadInput(f"En {place} no hay archivos .json. {REMEDY}")
    return found


def _in_folder(place: Path) -> Iterator[tuple[str, str]]:
    """The ``.json`` files of a folder, or of the folder of notices in it."""
    inner = place / FOLDER
    files = [file for file in sorted((inner if inner.is_dir() else place).iterdir()) if _is_notice(file.name)]
    if len(files) > ARCHIVE_ENTRIES:
        raise BadInput(f"En {place} hay más de {ARCHIVE_ENTRIES:,} archivos .json. {REMEDY}")
    for file in files:
        with file.open("rb") as opened:
            content = opened.read(NOTICE_BYTES + 1)
        text = decoded(content) if len(content) <= NOTICE_BYTES else None
        if text is None:
            raise BadInput(f"{_shown(file.name)} no es un aviso: no es texto o es demasiado grande. {REMEDY}")
        yield _shown(file.name), text


def _in_zip(place: Path) -> dict[str, str]:
    """The same of an archive, wherever in it they stand."""
    if not place.exists():
        raise BadInput(f"No existe {place}. {REMEDY}")
    data = _whole(place)
    if kind_of(data) != "zip":
        raise BadInput(f"{place} no es una carpeta ni un .zip. {REMEDY}")
    opened = archive.read(data, place.name)
    trouble = next((ZIP_TROUBLES[f.code] for f in opened.findings if f.code in ZIP_TROUBLES), None)
    if trouble is not None:
        raise BadInput(f"{place} {trouble}. Descarga de nuevo el archivo que venía con tu set.")
    found = {file.name.replace("\\", "/"): file.text for file in opened.notices}
    return _by_base(found)


def _whole(place: Path) -> bytes:
    """The bytes of a file, not of a pipe or a device."""
    if not place.is_file():
        raise BadInput(f"{place} no es una carpeta ni un .zip. {REMEDY}")
    if place.stat().st_size > ARCHIVE_INFLATED:
        raise BadInput(f"{place} pesa más de 50 MB. {REMEDY}")
    return place.read_bytes()


def _by_base(found: Mapping[str, str]) -> dict[str, str]:
    """Members of a folder of notices, else all of them, by their name without folders."""
    inner = {name: text for name, text in found.items() if FOLDER in PurePosixPath(name).parts[:-1]}
    files: dict[str, str] = {}
    for name, text in (inner or found).items():
        base = PurePosixPath(name).name
        files[_shown(base if base not in files else name)] = text
    return files


def _is_notice(name: str) -> bool:
    return name.casefold().endswith(SUFFIX) and not is_litter(name)


def _shown(name: str) -> str:
    """A name as it may be printed."""
    return readable(name) or SUFFIX
