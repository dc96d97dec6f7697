"""LibreOffice as an applicant's program: it opens a workbook and saves it as a true ``.xls`` (BIFF8)."""

import subprocess
import tempfile
from pathlib import Path

from backoffice.domain.errors import ServiceUnavailable

SECONDS = 180


def saved_as_xls(workbook: bytes, suffix: str) -> bytes:
    """*workbook* (``.xlsx`` or ``.xls``, as *suffix* says) as LibreOffice saves it in the format of Excel 97."""
    with tempfile.TemporaryDirectory(prefix="mesa-oficina-") as folder:
        source, made = Path(folder) / f"libro{suffix}", Path(folder) / "hecho" / "libro.xls"
        source.write_bytes(workbook)
        words = ["soffice", f"-env:UserInstallation=file://{folder}/perfil", "--headless", "--norestore"]
        words += ["--convert-to", "xls:MS Excel 97", "--outdir", str(made.parent), str(source)]
        try:
            done = subprocess.run(words, capture_output=True, timeout=SECONDS, check=False)
        except FileNotFoundError as absent:
            raise ServiceUnavailable("No encuentro LibreOffice. Instala «libreoffice-calc» y repite.") from absent
        except subprocess.TimeoutExpired as silent:
            raise ServiceUnavailable(f"LibreOffice no respondió en {SECONDS} segundos. Repite la orden.") from silent
        if not made.exists():
            raise ServiceUnavailable(f"LibreOffice no guardó el libro: {done.stderr.decode(errors='replace').strip()}")
        return made.read_bytes()
