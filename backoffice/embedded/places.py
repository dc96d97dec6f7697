"""Where the embedded parts keep their data, sockets and logs: everything under ``var``."""

import os
import pwd
import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path

from backoffice.domain.errors import ServiceUnavailable
from backoffice.embedded.unprivileged import disguise

#: A unix socket's path has at most 107 bytes; the longest name we put in the folder is PostgreSQL's.
LONGEST_SOCKET_PATH = 107
LONGEST_SOCKET_NAME = ".s.PGSQL.5432"
#: Below this a new database does not fit and a running one may stop in the middle of a letter.
LEAST_FREE_BYTES = 300_000_000


@dataclass(frozen=True)
class Places:
    """The folders of one house; ``var`` is absolute."""

    var: Path

    @property
    def run(self) -> Path:
        """Locks, ports, state: what is only true while the house runs."""
        return self.var / "run"

    @property
    def logs(self) -> Path:
        """One log per part."""
        return self.var / "log"

    @property
    def postgres(self) -> Path:
        """The database cluster."""
        return self.var / "postgres"

    @property
    def valkey(self) -> Path:
        """The queue's append-only file."""
        return self.var / "valkey"

    @property
    def mailbox(self) -> Path:
        """One ``.eml`` file per letter received."""
        return self.var / "mailbox"

    @property
    def jupyter(self) -> Path:
        """The analyst's folder: our notebooks and their own files."""
        return self.var / "jupyter"

    @property
    def jupyter_settings(self) -> Path:
        """JupyterLab's configuration and its token."""
        return self.var / "jupyter-settings"

    @property
    def blobs(self) -> Path:
        """Evidence and letters, by sha256."""
        return self.var / "blobs"

    def log(self, part: str) -> Path:
        """The log of one part."""
        return self.logs / f"{part}.log"

    @property
    def sockets(self) -> Path:
        """The private folder of the sockets: ``run/sockets``, or the short one that was recorded there."""
        record = self.run / "sockets.path"
        return Path(record.read_text()) if record.exists() else self.run / "sockets"


def _fits(folder: Path) -> bool:
    return len(os.fsencode(folder / LONGEST_SOCKET_NAME)) <= LONGEST_SOCKET_PATH


def prepare(places: Places) -> None:
    """Make the folders, private to this account; twice does no harm.

    Raises ``ServiceUnavailable`` where ``var`` belongs to another account, cannot be written, or the disk is full.
    """
    try:
        _prepare(places)
    except PermissionError:
        raise ServiceUnavailable(
            f"No puedo escribir en {places.var}. Da permiso a esta cuenta o elige otra carpeta con MESA_VAR."
        ) from None
    except OSError as failure:
        raise ServiceUnavailable(
            f"No pude preparar la carpeta {places.var} ({failure.strerror}). Revisa esa ruta o elige otra con MESA_VAR."
        ) from None


def _prepare(places: Places) -> None:
    places.var.mkdir(parents=True, exist_ok=True)
    refuse_a_stranger(places.var)
    free = shutil.disk_usage(places.var).free
    if free < LEAST_FREE_BYTES:
        raise ServiceUnavailable(
            f"Quedan {free // 1_000_000} MB libres en {places.var}; hacen falta {LEAST_FREE_BYTES // 1_000_000}. "
            "Libera espacio o elige otra carpeta con MESA_VAR."
        )
    for folder in (places.run, places.logs, places.valkey, places.mailbox, places.blobs):
        folder.mkdir(mode=0o700, exist_ok=True)
        folder.chmod(0o700)
    _prepare_sockets(places)


def refuse_a_stranger(var: Path) -> None:
    """Raises ``ServiceUnavailable`` where the folder is another account's: that account runs the house."""
    if not var.exists():
        return
    owner = var.stat().st_uid
    if owner == os.geteuid():
        return
    raise ServiceUnavailable(
        f"La carpeta {var} es de la cuenta «{_name(owner)}». Usa esa cuenta o elige otra carpeta con MESA_VAR."
    )


def _name(uid: int) -> str:
    try:
        return pwd.getpwuid(uid).pw_name
    except KeyError:
        return str(uid)


def _prepare_sockets(places: Places) -> None:
    record, worn = places.run / "sockets.path", disguise()
    if _fits(places.run / "sockets") and not worn.is_another_account:
        record.unlink(missing_ok=True)
    elif not record.exists() or not _is_private(places.sockets, {os.geteuid(), worn.owner}):
        record.write_text(tempfile.mkdtemp(prefix="mesa-"))
    places.sockets.mkdir(mode=0o700, exist_ok=True)


def clear_sockets(places: Places) -> None:
    """After a stop in order: a short folder elsewhere goes, and its record."""
    record = places.run / "sockets.path"
    if record.exists():
        shutil.rmtree(places.sockets, ignore_errors=True)
        record.unlink()


def _is_private(folder: Path, owners: set[int | None]) -> bool:
    """A folder under /tmp may have been swept, or laid by another account."""
    if not folder.is_dir() or folder.is_symlink():
        return False
    return folder.stat().st_uid in owners and folder.stat().st_mode & 0o077 == 0
