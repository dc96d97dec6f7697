"""Whether a RAR 5 archive has a password. libarchive up to 3.6 does not tell: it takes the cipher for the content.

After https://www.rarlab.com/technote.htm: blocks of CRC, size, type, flags, sizes of extra area and data; all numbers
in groups of seven bits, the lowest first.
"""

from collections.abc import Iterator
from itertools import islice

from backoffice.workbooks.limits import ARCHIVE_ENTRIES

SIGNATURE = b"Rar!\x1a\x07\x01\x00"
FILE, ENCRYPTED_HEADERS = 2, 4
HAS_EXTRA, HAS_DATA = 1, 2
ENCRYPTED_FILE = 1
CRC_BYTES, LONGEST_NUMBER = 4, 10
#: Files, and the services between them.
BLOCKS = 2 * ARCHIVE_ENTRIES


def has_password(data: bytes) -> bool:
    """A file or the headers of a RAR 5 archive are encrypted, as far as its blocks can be followed."""
    try:
        return any(is_encrypted(kind, extra) for kind, extra in islice(blocks(data), BLOCKS))
    except IndexError:
        return False


def is_encrypted(kind: int, extra: bytes) -> bool:
    """The block is the password's own, or a file that needs it."""
    return kind == ENCRYPTED_HEADERS or (kind == FILE and ENCRYPTED_FILE in records(extra))


def blocks(data: bytes) -> Iterator[tuple[int, bytes]]:
    """Type and extra area of every block; ``IndexError`` where the data end within one."""
    place = len(SIGNATURE)
    while place < len(data):
        size, start = number(data, place + CRC_BYTES)
        kind, place = number(data, start)
        flags, place = number(data, place)
        extra, place = number(data, place) if flags & HAS_EXTRA else (0, place)
        content, place = number(data, place) if flags & HAS_DATA else (0, place)
        end = start + size
        yield kind, data[max(start, end - extra) : end]
        place = end + content


def records(extra: bytes) -> Iterator[int]:
    """Types of the records of an extra area."""
    place = 0
    while place < len(extra):
        size, start = number(extra, place)
        yield number(extra, start)[0]
        place = start + size


def number(data: bytes, place: int) -> tuple[int, int]:
    """The number at *place* and where it ends; ``IndexError`` where it does not."""
    value = 0
    for count in range(LONGEST_NUMBER):
        byte = data[place + count]
        value |= (byte & 0x7F) << (7 * count)
        if byte < 0x80:
            return value, place + count + 1
    raise IndexError("a number that does not end")
