"""Damaged copies of good workbooks, each decided by its seed alone: bytes, records, parts of packages, words of XML."""

import struct
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from hashlib import sha256

from backoffice.rehearsal.making import compound
from backoffice.rehearsal.making.xlsx_objects import packed, unpacked
from backoffice.workbooks.formats import biff

#: Values that readers of lengths, counts and offsets like least.
EDGES = (0, 1, 0x7F, 0x80, 0xFF, 0x7FFF, 0x8000, 0xFFFF, 0x7FFFFFFF, 0x80000000, 0xFFFFFFFE, 0xFFFFFFFF)
#: Changes below this number leave the length as it is.
KEEP_LENGTH = 5
#: Pieces of XML that stand where nobody expects them.
WORDS = (
    b"</c>", b"<c r='XFD1048576'/>", b"&#0;", b"&lt;", b"<!--", b"]]>", b"<v>1e999</v>", b" r='A0'", b" t='e'",
    b"<f>1</f>", b"\xff\xfe", b"<x:c xmlns:x='y'/>", b"-1", b"99999999999999999999", b"'", b">",
)  # fmt: skip


def draws(seed: str) -> Iterator[int]:
    """Numbers below 2**32 that only *seed* decides."""
    count = 0
    while True:
        digest = sha256(f"{seed}:{count}".encode()).digest()
        yield from (int.from_bytes(digest[place : place + 4], "big") for place in range(0, 32, 4))
        count += 1


def of_bytes(data: bytes, seed: str) -> bytes:
    """Some bytes changed, a stretch zeroed, repeated or cut, a number set to an edge."""
    numbers, copy = draws(seed), bytearray(data)
    for _ in range(1 + next(numbers) % 12):
        change(copy, next(numbers), next(numbers), next(numbers) % 8)
    return bytes(copy)


def of_a_container(data: bytes, seed: str) -> bytes:
    """The same for a file whose parts are found by their place: seldom does anything move."""
    numbers, copy = draws(seed), bytearray(data)
    moves = next(numbers) % 8 == 0
    for _ in range(1 + next(numbers) % 12):
        change(copy, next(numbers), next(numbers), next(numbers) % (8 if moves else KEEP_LENGTH))
    return bytes(copy)


def change(copy: bytearray, place: int, value: int, act: int) -> None:
    """One change, in place; those of ``KEEP_LENGTH`` and beyond move what follows."""
    place %= max(1, len(copy))
    stretch = 1 + value % 64
    if act < 3:
        copy[place : place + 1] = bytes([value % 256])
    elif act == 3:
        copy[place : place + stretch] = bytes(min(stretch, len(copy) - place))
    elif act == 4:
        edge = struct.pack("<I", EDGES[value % len(EDGES)])[: 2 + 2 * (value % 2)]
        copy[place : place + len(edge)] = edge[: len(copy) - place]
    elif act == 5:
        copy[place:place] = copy[place : place + stretch]
    elif act == 6:
        copy[place:place] = WORDS[value % len(WORDS)]
    elif len(copy) > 2000:
        del copy[place : place + stretch]


def of_parts(package: bytes, seed: str) -> bytes:
    """An .xlsx with one part damaged, lost, doubled in size or put in another's place, and packed again."""
    parts, numbers = unpacked(package), draws(seed)
    names = sorted(name for name in parts if parts[name])
    chosen, other, act = (next(numbers) for _ in range(3))
    name, second = names[chosen % len(names)], names[other % len(names)]
    if act % 8 == 0:
        del parts[name]
    elif act % 8 == 1:
        parts[name] = parts[second]
    elif act % 8 == 2:
        parts[name] = parts[name] * 2
    else:
        parts[name] = of_bytes(parts[name], f"{seed}+")
    return packed(parts)


def of_records(workbook: bytes, seed: str) -> bytes:
    """An .xls with one stream damaged, or records of its workbook lost, doubled, swapped or of another length."""
    tree, numbers = compound.read(workbook), draws(seed)
    stream = tree.children["Workbook"]
    if isinstance(stream, compound.Storage):
        raise TypeError("Workbook is no stream")
    if next(numbers) % 4 == 0:
        damage_a_stream(tree, numbers, seed)
    else:
        tree.children["Workbook"] = with_odd_records(stream, numbers, seed)
    return compound.write(tree)


def damage_a_stream(tree: compound.Storage, numbers: Iterator[int], seed: str) -> None:
    """Of the workbook or of an embedded object."""
    storages = [tree, *(child for child in tree.children.values() if isinstance(child, compound.Storage))]
    storage = storages[next(numbers) % len(storages)]
    names = sorted(name for name, child in storage.children.items() if isinstance(child, bytes) and child)
    if names:
        name = names[next(numbers) % len(names)]
        storage.children[name] = of_bytes(bytes(storage.children[name]), f"{seed}+")  # type: ignore[arg-type]


@dataclass(eq=False)
class Record:
    """One record of a workbook stream."""

    kind: int
    body: bytes

    @property
    def size(self) -> int:
        """With its head."""
        return 4 + len(self.body)


def with_odd_records(stream: bytes, numbers: Iterator[int], seed: str) -> bytes:
    """Records changed one by one; the list of sheets is told where each sheet begins now."""
    records = list(split(stream))
    begins = dict(zip(places(records), records, strict=True))
    sheets = {r: begins.get(int.from_bytes(r.body[:4], "little")) for r in records if r.kind == biff.BOUNDSHEET}
    for _ in range(1 + next(numbers) % 4):
        oddly(records, numbers, seed)
    now = dict(zip(records, places(records), strict=True))
    for listed, first in sheets.items():
        if first in now and len(listed.body) >= 4:
            listed.body = struct.pack("<I", now[first]) + listed.body[4:]
    return b"".join(struct.pack("<HH", r.kind, len(r.body)) + r.body for r in records)


def oddly(records: list[Record], numbers: Iterator[int], seed: str) -> None:
    """One record lost, doubled, out of its place, cut short, of another kind, or damaged."""
    place, other, act = next(numbers) % len(records), next(numbers) % len(records), next(numbers) % 8
    record = records[place]
    if act == 0:
        del records[place]
    elif act == 1:
        records.insert(place, Record(record.kind, record.body))
    elif act == 2:
        records[place], records[other] = records[other], record
    elif act == 3:
        record.body = record.body[: next(numbers) % (len(record.body) + 1)]
    elif act == 4:
        record.kind = records[other].kind
    else:
        record.body = of_bytes(record.body, f"{seed}+{place}")[:8224] if record.body else b"\xff" * 8


def places(records: list[Record]) -> list[int]:
    """Where each record stands in the stream."""
    found, offset = [], 0
    for record in records:
        found.append(offset)
        offset += record.size
    return found


def split(stream: bytes) -> Iterator[Record]:
    """Every record of a stream, substreams one after another."""
    offset = 0
    while offset + 4 <= len(stream):
        kind, size = struct.unpack_from("<HH", stream, offset)
        yield Record(kind, stream[offset + 4 : offset + 4 + size])
        offset += 4 + size


Mutation = Callable[[bytes, str], bytes]

#: What is damaged → (suffix of the good file, how).
MUTATIONS: dict[str, tuple[str, Mutation]] = {
    "xls": ("xls", of_a_container),
    "records": ("xls", of_records),
    "xlsx": ("xlsx", of_a_container),
    "parts": ("xlsx", of_parts),
}
