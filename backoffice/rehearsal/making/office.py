"""LibreOffice as an applicant's program: it opens a workbook and saves it, mostly as a true ``.xls`` (BIFF8)."""

import subprocess
import tempfile
from pathlib import Path

from backoffice.domain.errors import ServiceUnavailable

SECONDS = 180
#: What LibreOffice calls the format of Excel 97.
XLS = "xls:MS Excel 97"


def saved(workbook: bytes, suffix: str, target: str = XLS) -> bytes:
    """*workbook* (``.xlsx`` or ``.xls``, as *suffix* says) as LibreOffice saves it; *target* is ending:filter."""
    ending = target.partition(":")[0]
    with tempfile.TemporaryDirectory(prefix="mesa-oficina-") as folder:
        source, made = Path(folder) / f"libro{suffix}", Path(folder) / "hecho" / f"libro.{ending}"
        source.write_bytes(workbook)
        words = ["soffice", f"-env:UserInstallation=file://{folder}/perfil", "--headless", "--norestore"]
        words += ["--convert-to", target, "--outdir", str(made.parent), str(source)]
        try:
            done = subprocess.run(words, capture_output=True, timeout=SECONDS, check=False)
        except FileNotFoundError as absent:
            raise ServiceUnavailable("No encuentro LibreOffice. Instala «libreoffice-calc» y repite.") from absent
        except subprocess.TimeoutExpired as silent:
            raise ServiceUnavailable(f"LibreOffice no respondió en {SECONDS} segundos. Repite la orden.") from silent
        if not made.exists():
            raise ServiceUnavailable(f"LibreOffice no guardó el libro: {done.stderr.decode(errors='replace').strip()}")
        return made.read_bytes()
