"""Zip archives: by the standard library; what it does not know is left to the system's libarchive, where that is."""

import lzma
import stat
import zlib
from collections.abc import Iterator
from io import BytesIO
from struct import pack, unpack_from
from zipfile import BadZipFile, ZipFile, ZipInfo

from backoffice.workbooks.contents.entries import Entry, Members, Remnant, Unreadable
from backoffice.workbooks.contents.streamed import Streamed

BROKEN = (BadZipFile, zlib.error, lzma.LZMAError, EOFError, OSError, ValueError, RuntimeError)
ENCRYPTED = 0x1
LOCAL_HEADER, LOCAL_SIZE, VERSION = 0x04034B50, 30, 63


def opened(data: bytes) -> Members:
    """The members; where the list at the end is lost, those that stand whole before the damage."""
    try:
        return ZipMembers(data)
    except (*BROKEN, NotImplementedError) as problem:
        return Remnant(streamed(data, otherwise="archive_damaged", because=problem))


class ZipMembers:
    """Members as the list at the archive's end names them."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._package = ZipFile(BytesIO(data))

    def entries(self) -> Iterator[Entry]:
        """As listed."""
        for position, info in enumerate(self._package.infolist()):
            kind = stat.S_IFDIR if info.filename.endswith("/") else stat.S_IFMT(info.external_attr >> 16)
            yield Entry(position, info.filename, info.file_size, kind, bool(info.flag_bits & ENCRYPTED))

    def content(self, entry: Entry, limit: int) -> bytes:
        """Inflated and checked by its CRC where it is read whole."""
        info = self._package.infolist()[entry.position]
        try:
            with self._package.open(info) as member:
                return member.read(limit)
        except NotImplementedError as unknown:
            alone = streamed(self._alone(info), otherwise="archive_method", because=unknown)
            return alone.content(entry._replace(position=0), limit)
        except BROKEN as problem:
            raise Unreadable("archive_damaged") from problem

    def _alone(self, info: ZipInfo) -> bytes:
        """The member as an archive of its own, with a name that says nothing."""
        name_size, extra_size = unpack_from("<HH", self._data, info.header_offset + 26)
        start = info.header_offset + LOCAL_SIZE + name_size + extra_size
        raw = self._data[start : start + info.compress_size]
        fixed = pack("<IHHHHH", LOCAL_HEADER, VERSION, 0, info.compress_type, 0, 0)
        return fixed + pack("<IIIHH", info.CRC, len(raw), info.file_size, 1, 0) + b"m" + raw


def streamed(data: bytes, otherwise: str, because: Exception) -> Streamed:
    """Members by their own headers; ``Unreadable`` by the code *otherwise* where nobody can read them so."""
    try:
        return Streamed(data, "zip_streamable")
    except Unreadable:
        raise Unreadable(otherwise) from because
