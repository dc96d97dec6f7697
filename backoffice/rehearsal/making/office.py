"""LibreOffice as an applicant's program: it opens workbooks and saves them, mostly as true ``.xls`` (BIFF8)."""

import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path

from backoffice.domain.errors import ServiceUnavailable

SECONDS, SECONDS_A_BOOK = 180, 5
#: What LibreOffice calls the format of Excel 97.
XLS = "xls:MS Excel 97"


def saved(workbook: bytes, suffix: str, target: str = XLS) -> bytes:
    """*workbook* (``.xlsx`` or ``.xls``, as *suffix* says) as LibreOffice saves it; *target* is ending:filter."""
    return all_saved([workbook], suffix, target)[0]


def all_saved(workbooks: Sequence[bytes], suffix: str, target: str = XLS) -> list[bytes]:
    """The same for many, in one start of LibreOffice. ``ServiceUnavailable`` where one is not saved."""
    ending = target.partition(":")[0]
    with tempfile.TemporaryDirectory(prefix="mesa-oficina-") as folder:
        made = Path(folder) / "hecho"
        sources = [Path(folder) / f"libro{number}{suffix}" for number, _ in enumerate(workbooks)]
        for source, workbook in zip(sources, workbooks, strict=True):
            source.write_bytes(workbook)
        words = ["soffice", f"-env:UserInstallation=file://{folder}/perfil", "--headless", "--norestore"]
        words += ["--convert-to", target, "--outdir", str(made), *map(str, sources)]
        said = run(words, SECONDS + SECONDS_A_BOOK * len(sources))
        try:
            return [(made / f"{source.stem}.{ending}").read_bytes() for source in sources]
        except FileNotFoundError as absent:
            raise ServiceUnavailable(f"LibreOffice no guardó el libro: {said}") from absent


def run(words: list[str], seconds: int) -> str:
    """Start it and wait; what it said on stderr."""
    try:
        done = subprocess.run(words, capture_output=True, timeout=seconds, check=False)
    except FileNotFoundError as absent:
        raise ServiceUnavailable("No encuentro LibreOffice. Instala «libreoffice-calc» y repite.") from absent
    except subprocess.TimeoutExpired as silent:
        raise ServiceUnavailable(f"LibreOffice no respondió en {seconds} segundos. Repite la orden.") from silent
    return done.stderr.decode(errors="replace").strip()
