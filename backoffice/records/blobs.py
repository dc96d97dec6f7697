"""Files that are kept for ever: written once, found by their own digest, in a local folder or an S3 bucket."""

import hashlib
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import unquote, urlparse

import obstore
from obstore.exceptions import AlreadyExistsError, BaseError, NotFoundError
from obstore.store import LocalStore, ObjectStore, from_url

from backoffice.domain.errors import BadInput, ServiceUnavailable, StoredFileMissing

NO_ANSWER = "El almacén de archivos no responde. Revisa MESA_BLOBS_URL y el espacio en disco, y vuelve a intentarlo."


@dataclass(frozen=True, slots=True)
class Blobs:
    """The store. A key is ``ab/abcdef…``: the SHA-256 (hex) of the bytes, below its first two characters."""

    store: ObjectStore = field(repr=False)

    def put(self, data: bytes) -> str:
        """Keep *data* and give its key. The same bytes have the same key; what is there is never written again."""
        key = key_of(data)
        try:
            obstore.put(self.store, key, data, mode="create")
        except AlreadyExistsError:
            pass
        except (BaseError, OSError) as trouble:
            raise ServiceUnavailable(NO_ANSWER) from trouble
        return key

    def get(self, key: str) -> bytes:
        """The bytes kept under *key*. Raises ``StoredFileMissing`` where they are gone or no longer the same."""
        try:
            data = bytes(obstore.get(self.store, key).bytes())
        except (NotFoundError, FileNotFoundError) as missing:
            raise StoredFileMissing(key) from missing
        except (BaseError, OSError) as trouble:
            raise ServiceUnavailable(NO_ANSWER) from trouble
        if key_of(data) != key:
            raise StoredFileMissing(key)
        return data


def key_of(data: bytes) -> str:
    """Where *data* is kept."""
    digest = hashlib.sha256(data).hexdigest()
    return f"{digest[:2]}/{digest}"


def open_blobs(url: str) -> Blobs:
    """The store at *url*: ``file:///folder`` (made if absent), a plain path, or what obstore knows (``s3://…``)."""
    parts = urlparse(url)
    if parts.scheme in {"", "file"}:
        folder = Path(unquote(parts.path))
        return Blobs(LocalStore(folder, mkdir=True))
    try:
        return Blobs(from_url(url))
    except (BaseError, ValueError) as unknown:
        raise BadInput("La dirección del almacén de archivos no se entiende. Revisa MESA_BLOBS_URL.") from unknown
