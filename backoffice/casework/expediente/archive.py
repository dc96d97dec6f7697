"""The ZIP of an export: same members, same bytes. Each is in memory alone, and all are summed at the end."""

import hashlib
import re
import zipfile
from dataclasses import dataclass
from typing import BinaryIO

#: Members are not dated: what happened when stands inside them.
UNDATED = (1980, 1, 1, 0, 0, 0)
#: Names are ours. Nothing that somebody sent in becomes part of a path.
OURS = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*(/[A-Za-z0-9][A-Za-z0-9._-]*)*")
SUMS = "SHA256SUMS"


@dataclass(frozen=True, slots=True)
class Member:
    """A file of the archive as it was written; ``size`` in bytes, ``sha256`` in hex."""

    name: str
    size: int
    sha256: str


class Archive:
    """A ZIP that is being written to *file*."""

    def __init__(self, file: BinaryIO) -> None:
        self.members: list[Member] = []
        self._zip = zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED)

    def put(self, name: str, data: bytes) -> None:
        """Write one member. Raises ``ValueError`` for a name that is none of ours, or was used."""
        if not OURS.fullmatch(name) or any(member.name == name for member in self.members):
            raise ValueError(name)
        entry = zipfile.ZipInfo(name, UNDATED)
        entry.compress_type = zipfile.ZIP_DEFLATED
        entry.external_attr = 0o644 << 16
        self._zip.writestr(entry, data)
        self.members.append(Member(name, len(data), hashlib.sha256(data).hexdigest()))

    def finish(self) -> None:
        """Add the sums of all members, as ``sha256sum --check`` reads them, and end the archive."""
        self.put(SUMS, "".join(f"{one.sha256}  {one.name}\n" for one in self.members).encode())
        self.close()

    def close(self) -> None:
        """Write no more; an archive that was not finished lacks its sums."""
        self._zip.close()
