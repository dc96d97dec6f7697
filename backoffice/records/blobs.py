"""Files that are kept: written once, found by their own digest, in a local folder or an S3 bucket; erased on order."""

import hashlib
import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlparse
from uuid import uuid4

import obstore
from obstore.exceptions import AlreadyExistsError, BaseError, NotFoundError
from obstore.store import LocalStore, ObjectStore, from_url

from backoffice.domain.errors import BadInput, ServiceUnavailable, StoredFileMissing, StoredFilePurged

if TYPE_CHECKING:
    from obstore.store import RetryConfig

#: What is put after the key of a file that was erased.
PURGED = ".purged"
#: How the name of what is kept for a moment begins, only to see whether the store takes it.
TRIED = "prueba"
#: A store of another machine is asked again for so long. One try takes 30 seconds at most (obstore's own limit, which
#: the operator may change: AWS_TIMEOUT), so whoever waits is told after 45 at worst.
TRIES: "RetryConfig" = {"max_retries": 5, "retry_timeout": timedelta(seconds=15)}
NO_ANSWER = "El almacén de archivos no responde. Revisa MESA_BLOBS_URL y el espacio en disco, y vuelve a intentarlo."
TAKES_NOTHING = "El almacén no acepta archivos: está lleno o solo deja leer. Libera espacio o corrige sus permisos."


@dataclass(frozen=True, slots=True)
class Blobs:
    """The store. A key is ``ab/abcdef…``: the SHA-256 (hex) of the bytes, below its first two characters.

    ``folder`` is where a local store keeps them: there we see to it ourselves that they outlive a power cut.
    """

    store: ObjectStore = field(repr=False)
    folder: Path | None = None

    def put(self, data: bytes) -> str:
        """Keep *data* and give its key. The same bytes have the same key; what is there is never written again."""
        key = key_of(data)
        try:
            obstore.put(self.store, key, data, mode="create")
        except AlreadyExistsError:
            pass
        except (BaseError, OSError) as trouble:
            raise ServiceUnavailable(NO_ANSWER) from trouble
        if self.folder is not None:
            _settle(self.folder / key)
        return key

    def get(self, key: str) -> bytes:
        """The bytes kept under *key*.

        Raises ``StoredFilePurged`` where they were erased, ``StoredFileMissing`` where they are gone or no longer the
        same.
        """
        try:
            data = bytes(obstore.get(self.store, key).bytes())
        except (NotFoundError, FileNotFoundError) as missing:
            raise (StoredFilePurged if self.has(key + PURGED) else StoredFileMissing)(key) from missing
        except (BaseError, OSError) as trouble:
            raise ServiceUnavailable(NO_ANSWER) from trouble
        if key_of(data) != key:
            raise StoredFileMissing(key)
        return data

    def erase(self, key: str) -> None:
        """Erase the bytes for good and leave a mark that they were. Twice does no harm; what is not there is marked."""
        try:
            obstore.put(self.store, key + PURGED, b"")
            obstore.delete(self.store, key)
        except (NotFoundError, FileNotFoundError):
            pass
        except (BaseError, OSError) as trouble:
            raise ServiceUnavailable(NO_ANSWER) from trouble
        if self.folder is not None:
            _settle(self.folder / (key + PURGED))

    def has(self, key: str) -> bool:
        """Whether something lies under *key*. Raises ``ServiceUnavailable``."""
        try:
            obstore.head(self.store, key)
        except (NotFoundError, FileNotFoundError):
            return False
        except (BaseError, OSError) as trouble:
            raise ServiceUnavailable(NO_ANSWER) from trouble
        return True

    def try_writing(self) -> None:
        """Keep a byte and take it away again. Raises ``ServiceUnavailable`` where the store is full or read-only."""
        key = f"{TRIED}-{uuid4().hex}"
        try:
            obstore.put(self.store, key, b"1")
            obstore.delete(self.store, key)
        except (BaseError, OSError) as trouble:
            raise ServiceUnavailable(TAKES_NOTHING) from trouble

    def all_keys(self) -> Iterator[str]:
        """The keys of all that is kept; marks of what was erased are none. Raises ``ServiceUnavailable``."""
        try:
            for page in obstore.list(self.store):
                yield from (key for entry in page if is_kept(key := str(entry["path"])))
        except (BaseError, OSError) as trouble:
            raise ServiceUnavailable(NO_ANSWER) from trouble


def is_kept(path: str) -> bool:
    """Whether what lies there is a file that is kept: no mark, and nothing of a moment."""
    return not path.endswith(PURGED) and not path.startswith(TRIED)


def key_of(data: bytes) -> str:
    """Where *data* is kept."""
    digest = hashlib.sha256(data).hexdigest()
    return f"{digest[:2]}/{digest}"


def digest_of(key: str) -> str:
    """The SHA-256 (hex) of what is kept under *key*: ``Blobs.get`` gives nothing else."""
    return key.rpartition("/")[2]


def open_blobs(url: str) -> Blobs:
    """The store at *url*: ``file:///folder`` (made if absent), a plain path, or what obstore knows (``s3://…``)."""
    parts = urlparse(url)
    if parts.scheme in {"", "file"}:
        folder = Path(unquote(parts.path))
        return Blobs(LocalStore(folder, mkdir=True), folder)
    try:
        return Blobs(from_url(url, retry_config=TRIES))
    except (BaseError, ValueError) as unknown:
        raise BadInput("La dirección del almacén de archivos no se entiende. Revisa MESA_BLOBS_URL.") from unknown


def _settle(file: Path) -> None:
    """Wait until the file and its names are on the disk."""
    for place in (file, file.parent, file.parent.parent):
        descriptor = os.open(place, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        except OSError as trouble:
            raise ServiceUnavailable(NO_ANSWER) from trouble
        finally:
            os.close(descriptor)
