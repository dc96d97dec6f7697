"""What a backup is made of: its manifest is written last, and covers every other file by its digest."""

import hashlib
import json
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from backoffice.domain.errors import BadInput
from backoffice.records.table_copies import SUFFIX, TableCopy

NAME, BLOB_LIST, TABLES, BLOBS, KEYS = "manifest.json", "blobs.txt", "tables", "blobs", "keys"
FORMAT = 1
NOT_WHOLE = "{folder} no es un respaldo completo: falta {name} o está dañado. Usa otro respaldo."


@dataclass(frozen=True, slots=True)
class Manifest:
    """``step`` is the migration of the tables; ``files`` digests (SHA-256, hex) of all files but blobs, by their path.

    Blobs are named by their own digests in ``blobs.txt``. ``events`` and ``head`` are the audit trail's length and
    last hash; ``missing`` are blobs that the store no longer had.
    """

    made_at: datetime
    step: str
    tables: tuple[TableCopy, ...]
    counters: dict[str, int | None]
    files: dict[str, str]
    blobs: int
    bytes: int
    events: int
    head: str
    missing: tuple[str, ...] = ()

    def written(self) -> str:
        """As JSON, with a digest of itself."""
        said = asdict(self) | {"format": FORMAT, "made_at": self.made_at.isoformat()}
        return json.dumps(said | {"sha256": _digest(said)}, ensure_ascii=False, indent=1, sort_keys=True)


def read_manifest(folder: Path) -> Manifest:
    """The manifest of a whole backup. Raises ``BadInput`` where there is none, or it was changed."""
    try:
        said: dict[str, Any] = json.loads((folder / NAME).read_text("utf-8"))
        is_sound = said.pop("sha256") == _digest(said) and said.pop("format") == FORMAT
        found = _taken(said) if is_sound else None
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        found = None
    if found is None:
        raise BadInput(NOT_WHOLE.format(folder=folder, name=NAME))
    return found


def _taken(said: dict[str, Any]) -> Manifest:
    tables = tuple(TableCopy(one["name"], tuple(one["columns"]), one["rows"]) for one in said.pop("tables"))
    made_at, missing = datetime.fromisoformat(said.pop("made_at")), tuple(said.pop("missing"))
    return Manifest(made_at=made_at, tables=tables, missing=missing, **said)


def check_files(folder: Path, manifest: Manifest) -> None:
    """Raise ``BadInput`` that names the first file which is missing or is not as it was written."""
    for name, digest in manifest.files.items():
        if digest_of(folder / name) != digest:
            raise BadInput(NOT_WHOLE.format(folder=folder, name=name))


def digest_of(file: Path) -> str:
    """SHA-256 (hex) of a file; '' where it cannot be read."""
    try:
        with file.open("rb") as opened:
            return hashlib.file_digest(opened, "sha256").hexdigest()
    except OSError:
        return ""


def table_file(name: str) -> str:
    """The path of a table's file in a backup."""
    return f"{TABLES}/{name}{SUFFIX}"


def _digest(said: dict[str, Any]) -> str:
    return hashlib.sha256(json.dumps(said, ensure_ascii=False, sort_keys=True, default=str).encode()).hexdigest()
