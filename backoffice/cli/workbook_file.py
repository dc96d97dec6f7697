"""A workbook that a call names: its bytes as reading takes them, and its digest. What it says is read elsewhere."""

import hashlib
from pathlib import Path

from backoffice.workbooks.reading import file_bytes
from backoffice.workbooks.refusals import EvidenceRefused


def bytes_of(workbook: Path) -> bytes:
    """As reading takes them; a pipe or a device is no file. Raises ``EvidenceRefused``."""
    if workbook.exists() and not workbook.is_file():
        raise EvidenceRefused("not_a_file", str(workbook))
    return file_bytes(workbook)


def sha256_of(workbook: Path) -> str:
    """Of the whole file, however large."""
    with workbook.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
