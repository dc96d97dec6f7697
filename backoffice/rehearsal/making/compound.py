"""OLE compound files ([MS-CFB], version 3) as values: read into a tree, written from one. Up to about 7 MB."""

import struct
from dataclasses import dataclass, field
from io import BytesIO
from uuid import UUID

import olefile

SECTOR, SMALL, CUTOFF = 512, 64, 4096
NOTHING, FREE, LAST, FAT = 0xFFFFFFFF, 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
STREAM, STORAGE, ROOT = 2, 1, 5
#: Numbers of FAT sectors that fit in the header.
IN_HEADER = 109


@dataclass
class Storage:
    """A folder of a compound file: streams are bytes. ``clsid`` says what program its contents belong to."""

    children: dict[str, "Storage | bytes"] = field(default_factory=dict)
    clsid: bytes = bytes(16)


def read(data: bytes) -> Storage:
    """The whole tree of a compound file."""
    with olefile.OleFileIO(BytesIO(data)) as compound:
        root = Storage(clsid=class_of(compound.root.clsid))
        for path in compound.listdir(streams=True, storages=True):
            parent = root
            for name in path[:-1]:
                inner = parent.children[name]
                if not isinstance(inner, Storage):
                    raise TypeError(f"{path} lies in a stream")
                parent = inner
            is_stream = compound.get_type(path) == olefile.STGTY_STREAM
            parent.children[path[-1]] = (
                compound.openstream(path).read() if is_stream else Storage(clsid=class_of(compound.getclsid(path)))
            )
    return root


def class_of(text: str) -> bytes:
    """A class id as stored; zeros for none."""
    return UUID(text).bytes_le if text else bytes(16)


@dataclass
class Entry:
    """One entry of the directory; links are numbers of entries."""

    name: str
    kind: int
    clsid: bytes = bytes(16)
    data: bytes = b""
    left: int = NOTHING
    right: int = NOTHING
    child: int = NOTHING
    start: int = LAST
    size: int = 0

    def packed(self) -> bytes:
        """128 bytes; every node is black, no dates."""
        name = self.name.encode("utf-16-le")
        links = struct.pack("<HBBIII", len(name) + 2, self.kind, 1, self.left, self.right, self.child)
        return name.ljust(64, b"\0") + links + self.clsid + bytes(20) + struct.pack("<IQ", self.start, self.size)


def write(root: Storage) -> bytes:
    """The compound file that holds *root*."""
    entries = [Entry("Root Entry", ROOT, root.clsid)]
    entries[0].child = add_children(entries, root)
    large, small = Chains(SECTOR), Chains(SMALL)
    for entry in entries:
        if entry.data:
            chains = small if len(entry.data) < CUTOFF else large
            entry.start, entry.size = chains.add(entry.data), len(entry.data)
    small_content = small.content()
    entries[0].start, entries[0].size = large.add(small_content), len(small_content)
    small_table_start = large.add(small.table())
    directory_start = large.add(packed_directory(entries))
    return assembled(large, directory_start, small_table_start, small.table())


def add_children(entries: list[Entry], storage: Storage) -> int:
    """Add the entries below *storage*; the number of the root of their search tree."""
    numbers = []
    for name in sorted(storage.children, key=lambda name: (len(name.encode("utf-16-le")), name.upper())):
        child = storage.children[name]
        numbers.append(len(entries))
        if isinstance(child, bytes):
            entries.append(Entry(name, STREAM, data=child))
        else:
            entry = Entry(name, STORAGE, child.clsid)
            entries.append(entry)
            entry.child = add_children(entries, child)
    return search_tree(entries, numbers)


def search_tree(entries: list[Entry], numbers: list[int]) -> int:
    """Link sorted entries as a balanced tree; the number of its root."""
    if not numbers:
        return NOTHING
    middle = len(numbers) // 2
    top = entries[numbers[middle]]
    top.left, top.right = search_tree(entries, numbers[:middle]), search_tree(entries, numbers[middle + 1 :])
    return numbers[middle]


class Chains:
    """Contents cut into sectors of one size, and the table that says which sector follows which."""

    def __init__(self, sector: int) -> None:
        self.sector = sector
        self.sectors: list[bytes] = []
        self.next: list[int] = []

    def add(self, data: bytes) -> int:
        """Append *data*; its first sector, or ``LAST`` for nothing."""
        first = len(self.sectors)
        for start in range(0, len(data), self.sector):
            self.sectors.append(data[start : start + self.sector].ljust(self.sector, b"\0"))
            self.next.append(len(self.sectors))
        if first == len(self.sectors):
            return LAST
        self.next[-1] = LAST
        return first

    def content(self) -> bytes:
        """All sectors."""
        return b"".join(self.sectors)

    def table(self) -> bytes:
        """The table, filled up to whole sectors of 512 bytes."""
        packed = struct.pack(f"<{len(self.next)}I", *self.next)
        return packed + b"\xff" * (-len(packed) % SECTOR)


def packed_directory(entries: list[Entry]) -> bytes:
    """The directory, filled up with unused entries."""
    unused = bytes(68) + struct.pack("<III", NOTHING, NOTHING, NOTHING) + bytes(48)
    return b"".join(entry.packed() for entry in entries) + unused * (-len(entries) % 4)


def assembled(large: Chains, directory_start: int, small_table_start: int, small_table: bytes) -> bytes:
    """Header, sectors and the table of the sectors, which counts itself."""
    used, tables = len(large.sectors), 1
    while tables * (SECTOR // 4) < used + tables:
        tables += 1
    if tables > IN_HEADER:
        raise ValueError("too large for a compound file without further tables")
    large.next += [FAT] * tables
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<HHHHH6x", 0x3E, 3, 0xFFFE, 9, 6)
    header += struct.pack("<IIII", 0, tables, directory_start, 0)
    header += struct.pack("<IIIII", CUTOFF, small_table_start, len(small_table) // SECTOR, LAST, 0)
    numbers = [*range(used, used + tables)]
    header += struct.pack(f"<{IN_HEADER}I", *numbers, *[FREE] * (IN_HEADER - tables))
    return header + large.content() + large.table()
