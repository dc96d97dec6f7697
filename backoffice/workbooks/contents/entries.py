"""What an archive says of its members, whatever its format. What of it may be read is ``archive``'s part."""

import stat
from collections.abc import Iterator
from typing import NamedTuple, Protocol


class Unreadable(Exception):
    """A member, or the archive from here on, cannot be read; ``code`` is that of a remark."""

    def __init__(self, code: str, found: str | None = None) -> None:
        self.code, self.found = code, found
        super().__init__(code)


class Entry(NamedTuple):
    """A member: its place in the archive, its bytes once inflated, its type as of ``stat`` (0 where none is told)."""

    position: int
    name: str
    size: int
    type: int = stat.S_IFREG
    encrypted: bool = False

    @property
    def is_folder(self) -> bool:
        """It holds no content of its own."""
        return self.type == stat.S_IFDIR

    @property
    def is_link(self) -> bool:
        """It stands for another file, by name or by node."""
        return self.type == stat.S_IFLNK

    @property
    def is_special(self) -> bool:
        """A device, a pipe, a socket."""
        return self.type not in {0, stat.S_IFREG, stat.S_IFDIR, stat.S_IFLNK}


class Members(Protocol):
    """An archive that was opened; its bytes stay in memory."""

    def entries(self) -> Iterator[Entry]:
        """Every member, one by one: who stops asking has nothing more inflated. May end in ``Unreadable``."""

    def content(self, entry: Entry, limit: int) -> bytes:
        """At most *limit* bytes of a member; members are asked for in their order. Raises ``Unreadable``."""


class Remnant:
    """What is left of a damaged archive, and the word of the damage at its end."""

    def __init__(self, members: Members) -> None:
        self._members = members

    def entries(self) -> Iterator[Entry]:
        """What can still be read."""
        yield from self._members.entries()
        raise Unreadable("archive_damaged")

    def content(self, entry: Entry, limit: int) -> bytes:
        """As far as it goes."""
        return self._members.content(entry, limit)
