"""A small writer of OLE compound files ([MS-CFB], version 3): enough for workbooks of a few megabytes."""

from dataclasses import dataclass, field
from struct import pack

SECTOR, MINI, MINI_LIMIT = 512, 64, 4096
FREE, END, FAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
STORAGE, STREAM, ROOT = 1, 2, 5
NONE = 0xFFFFFFFF


@dataclass
class Node:
    """A storage (``children``) or a stream (``data``)."""

    name: str
    data: bytes = b""
    clsid: bytes = bytes(16)
    children: list["Node"] | None = None
    index: int = 0
    child: int = NONE
    left: int = NONE
    right: int = NONE
    start: int = END
    size: int = 0


@dataclass
class Sectors:
    """Chains of equal pieces and their allocation table."""

    size: int
    data: bytearray = field(default_factory=bytearray)
    table: list[int] = field(default_factory=list)

    def store(self, content: bytes) -> int:
        """Append *content*; the first sector of its chain."""
        if not content:
            return END
        first, count = len(self.table), -(-len(content) // self.size)
        self.table += [*range(first + 1, first + count), END]
        self.data += content.ljust(count * self.size, b"\0")
        return first


def compound_file(children: list[Node], clsid: bytes = bytes(16)) -> bytes:
    """The bytes of a compound file whose root holds *children*."""
    root = Node("Root Entry", clsid=clsid, children=children)
    nodes: list[Node] = []
    enroll(root, nodes)
    sectors, small = Sectors(SECTOR), Sectors(MINI)
    for node in nodes:
        if node.children is None:
            node.size = len(node.data)
            node.start = (small if node.size < MINI_LIMIT else sectors).store(node.data)
    root.start, root.size = sectors.store(bytes(small.data)), len(small.data)
    mini_table = b"".join(pack("<I", entry) for entry in small.table)
    mini_start = sectors.store(padded(mini_table, b"\xff")) if small.table else END
    directory_start = sectors.store(padded(b"".join(entry(node) for node in nodes), b"\0"))
    return finished(sectors, directory_start, mini_start, -(-len(mini_table) // SECTOR))


def enroll(node: Node, nodes: list[Node]) -> None:
    """Number the nodes, and link siblings as a balanced tree."""
    node.index = len(nodes)
    nodes.append(node)
    ordered = sorted(node.children or [], key=lambda child: (len(child.name), child.name.upper()))
    for child in ordered:
        enroll(child, nodes)
    node.child = balanced(ordered)


def balanced(ordered: list[Node]) -> int:
    """The index of the middle node, after hanging both halves under it."""
    if not ordered:
        return NONE
    middle = len(ordered) // 2
    ordered[middle].left, ordered[middle].right = balanced(ordered[:middle]), balanced(ordered[middle + 1 :])
    return ordered[middle].index


def entry(node: Node) -> bytes:
    """The 128 bytes of a directory entry."""
    name = node.name.encode("utf-16-le")
    kind = ROOT if node.index == 0 else STREAM if node.children is None else STORAGE
    head = name.ljust(64, b"\0") + pack("<HBB", len(name) + 2, kind, 1)
    links = pack("<III", node.left, node.right, node.child)
    start = 0 if kind == STORAGE else node.start
    return head + links + node.clsid + bytes(20) + pack("<IQ", start, node.size)


def padded(content: bytes, with_byte: bytes) -> bytes:
    """*content* to whole sectors."""
    return content.ljust(-(-len(content) // SECTOR) * SECTOR, with_byte)


def finished(sectors: Sectors, directory: int, mini: int, mini_count: int) -> bytes:
    """Header, sectors, and the allocation table at the end."""
    per_sector = SECTOR // 4
    count = 1
    while len(sectors.table) + count > count * per_sector:
        count += 1
    first = len(sectors.table)
    table = sectors.table + [FAT] * count
    table += [FREE] * (count * per_sector - len(table))
    places = list(range(first, first + count))
    assert count <= 109, "too large for this small writer"
    header = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(16) + pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + bytes(6)
    header += pack("<IIIIIIIII", 0, count, directory, 0, MINI_LIMIT, mini, mini_count, END, 0)
    header += pack("<109I", *(places + [FREE] * (109 - count)))
    return header + bytes(sectors.data) + pack(f"<{len(table)}I", *table)
