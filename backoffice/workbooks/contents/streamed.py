"""7z, RAR and tar archives, read in their order by the system's libarchive, in memory. Where it is not there,
``Unreadable`` asks for a .zip.

One format is allowed at a time and none of libarchive's filters: some of them start other programs.
"""

import os
import stat
from collections.abc import Iterator
from ctypes import CDLL, create_string_buffer
from errno import ENOMEM
from functools import cache
from typing import Any

from backoffice.workbooks.contents import rar_passwords
from backoffice.workbooks.contents.entries import Entry, Unreadable
from backoffice.workbooks.limits import ARCHIVE_INFLATED

#: The library's name on Linux, from version 3.1 on.
SYSTEM_LIBRARY = "libarchive.so.13"
#: libarchive's formats → the suffix that people know.
SUFFIXES = {"7zip": ".7z", "rar": ".rar", "rar5": ".rar", "tar": ".tar", "zip_streamable": ".zip"}
BLOCK = 64 * 1024
FAILED, PLAIN = -25, "none"


def opened(data: bytes, kind: str) -> "Streamed":
    """An archive that stands by itself: ``7z``, ``rar`` or ``tar``."""
    file_format = {"7z": "7zip"}.get(kind, kind)
    if data.startswith(rar_passwords.SIGNATURE):
        if rar_passwords.has_password(data):
            raise Unreadable("archive_encrypted")
        file_format = "rar5"
    return Streamed(data, file_format)


class Streamed:
    """An archive of one of ``SUFFIXES``."""

    def __init__(self, data: bytes, file_format: str) -> None:
        self._library = library()
        if self._library is None or not knows(self._library, file_format):
            raise Unreadable("archive_not_zip", SUFFIXES[file_format])
        self._data, self._format = data, file_format
        self._reading = self._walk()

    def _walk(self) -> Iterator[tuple[int, Any, Any]]:
        return walk(self._library, self._data, self._format)

    def entries(self) -> Iterator[Entry]:
        """As their headers come by. Solid archives are inflated on the way, so sizes count before they are passed."""
        for position, archive, entry in self._walk():
            yield described(self._library, position, archive, entry)

    def content(self, entry: Entry, limit: int) -> bytes:
        """Read where it stands; what lies before it is passed over."""
        for position, archive, _ in self._reading:
            if position == entry.position:
                return b"".join(pieces(self._library, archive, limit))
        raise Unreadable("archive_damaged")


@cache
def library() -> Any:
    """The package ``libarchive`` over the system's library; ``None`` where the system has none that will do."""
    try:
        CDLL(SYSTEM_LIBRARY)
        package = package_over(SYSTEM_LIBRARY)
        package.ffi.ffi("entry_is_encrypted", [package.ffi.c_archive_entry_p], package.ffi.c_int)
    except (OSError, AttributeError):
        return None
    package.ffi.logger.disabled = True  # it repeats strangers' words; warnings are seen by their return values
    return package


def package_over(path: str) -> Any:
    """The package, told which library to load.

    Otherwise it looks for one by starting ldconfig and compilers, which a reading process may not; and it can be told
    by the environment alone.
    """
    held = os.environ.get("LIBARCHIVE")  # noqa: TID251 — not a setting of ours: put back below
    os.environ["LIBARCHIVE"] = path  # noqa: TID251
    try:
        import libarchive  # noqa: PLC0415 — few archives need it
    finally:
        os.environ.pop("LIBARCHIVE")  # noqa: TID251
        os.environ.update({} if held is None else {"LIBARCHIVE": held})  # noqa: TID251
    return libarchive


def knows(library: Any, file_format: str) -> bool:
    """RAR 5 came with libarchive 3.4."""
    return hasattr(library.ffi.libarchive, f"archive_read_support_format_{file_format}")


def walk(library: Any, data: bytes, file_format: str) -> Iterator[tuple[int, Any, Any]]:
    """Position, libarchive's archive and entry for every member; its memory is given back when nobody asks on."""
    with library.read.new_archive_read(file_format, PLAIN) as archive, library.entry.new_archive_entry() as entry:
        position = 0
        try:
            library.ffi.read_open_memory(archive, data, len(data))
            while library.ffi.read_next_header2(archive, entry) != library.ffi.ARCHIVE_EOF:
                yield position, archive, entry
                position += 1
        except library.ArchiveError as problem:
            raise Unreadable(cause(problem)) from problem


def cause(problem: Any) -> str:
    """The code for what libarchive could not do. (Of passwords in headers only its words tell: the function for it,
    ``archive_read_has_encrypted_entries``, of version 3.6 ends the process where no format was recognised.)"""
    if "crypt" in str(problem.msg).casefold():
        return "archive_encrypted"
    if problem.errno == ENOMEM:
        return "archive_expands"
    return "archive_method" if problem.retcode == FAILED else "archive_damaged"


def described(library: Any, position: int, archive: Any, entry: Any) -> Entry:
    """An entry of libarchive's as ours. A size below zero is one beyond all limits."""
    ffi = library.ffi
    kind = stat.S_IFMT(ffi.entry_filetype(entry))
    if ffi.entry_hardlink(entry) or ffi.entry_hardlink_w(entry):
        kind = stat.S_IFLNK
    size = ffi.entry_size(entry)
    if not ffi.entry_size_is_set(entry):
        size = sum(map(len, pieces(library, archive, ARCHIVE_INFLATED + 1)))
    size = size if size >= 0 else ARCHIVE_INFLATED + 1
    return Entry(position, name(library, entry), size, kind, bool(ffi.entry_is_encrypted(entry)))


def name(library: Any, entry: Any) -> str:
    """The path, in Unicode whatever it was written in."""
    try:
        text = library.ffi.entry_pathname_w(entry)
    except ValueError:  # beyond Unicode
        text = None
    text = text or (library.ffi.entry_pathname(entry) or b"").decode("cp1252", "replace")
    return str(text).encode("utf-8", "replace").decode()


def pieces(library: Any, archive: Any, limit: int) -> Iterator[bytes]:
    """The content of the entry that has just come by, at most *limit* bytes. A warning is a check that failed."""
    block = create_string_buffer(BLOCK)
    left = limit
    try:
        while left and (size := library.ffi.read_data(archive, block, min(left, BLOCK))):
            if size < 0:
                raise Unreadable("archive_damaged")
            yield block.raw[:size]
            left -= size
    except library.ArchiveError as problem:
        raise Unreadable(cause(problem)) from problem
