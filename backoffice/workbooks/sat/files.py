"""SAT's schema files, as the library ``satcfdi`` ships them. It is never imported: importing takes a second, its files
are all we need, and they lie by the address SAT publishes them at.
"""

import mmap
from importlib.util import find_spec
from pathlib import Path, PurePosixPath
from typing import NamedTuple

LIBRARY = "satcfdi"
HOST = "http://www.sat.gob.mx/sitio_internet/cfd/"
#: Namespaces, and where their schemas are published.
CFDI, PAYROLL = "http://www.sat.gob.mx/cfd/4", "http://www.sat.gob.mx/nomina12"
SCHEMAS = {CFDI: f"{HOST}4/cfdv40.xsd", PAYROLL: f"{HOST}nomina/nomina12.xsd"}

#: A catalogue of more values is not compiled into the schema but asked by itself: all of them compiled take 0.2 s and
#: 100 MB, and every wrong value would carry the whole list in its message.
COMPILED_VALUES = 1_000
START, END, VALUE = b'<xs:simpleType name="', b"</xs:simpleType>", b'<xs:enumeration value="'
#: Of a type, how many bytes are looked at to tell a catalogue that is so large.
LOOKED_AT = 128 * 1024
#: Bytes of a catalogue that are searched without being halved again.
STRETCH = 4096
ANY_WORD = b'"><xs:restriction base="xs:string"><xs:whiteSpace value="collapse"/></xs:restriction>'


class Catalogue(NamedTuple):
    """Where the XML of the values of a catalogue stands: its file, and the bytes from start to end."""

    address: str
    start: int
    end: int


def mapped(address: str) -> mmap.mmap:
    """The file that SAT publishes at *address*, where it lies: one has five megabytes, and a copy takes longer than all
    that is done with it. ``FileNotFoundError`` where the library, or the file in it, is not there; nothing is fetched.
    """
    found = find_spec(LIBRARY)
    path = PurePosixPath(address.removeprefix("http://"))
    if found is None or not found.submodule_search_locations or not address.startswith(HOST) or ".." in path.parts:
        raise FileNotFoundError(address)
    with (Path(found.submodule_search_locations[0]) / "transform" / "schemas" / path).open("rb") as file:
        return mmap.mmap(file.fileno(), 0, flags=mmap.MAP_PRIVATE | mmap.MAP_POPULATE, prot=mmap.PROT_READ)


def content(address: str) -> bytes:
    """The same as bytes."""
    with mapped(address) as file:
        return file[:]


def without_large_catalogues(schema: bytes | mmap.mmap) -> tuple[bytes, dict[str, tuple[int, int]]]:
    """A schema in which every catalogue of more than ``COMPILED_VALUES`` admits any word, and by the name of each where
    its values start and end. One that is written in another way is left in the schema: slower, and as right.
    """
    kept, large, told = [], {}, 0
    start = schema.find(START)
    while start >= 0:
        end = schema.find(END, start)
        if is_large(schema, start, end):
            name = schema[start + len(START) : schema.find(b'"', start + len(START))]
            large[name.decode()] = schema.find(VALUE, start), end
            kept.append(schema[told:start] + START + name + ANY_WORD)
            told = end
        start = schema.find(START, end)
    return b"".join([*kept, schema[told:]]), large


def is_large(schema: bytes | mmap.mmap, start: int, end: int) -> bool:
    """A type has more than ``COMPILED_VALUES`` values, as far as its beginning tells."""
    least = COMPILED_VALUES * len(VALUE)
    return end - start > least and schema[start : min(end, start + LOOKED_AT)].count(VALUE) > COMPILED_VALUES


def holds(catalogue: Catalogue, value: str) -> bool:
    """The value, white space collapsed, is one of those of a catalogue that ``without_large_catalogues`` took out."""
    word = " ".join(value.split())
    if not word.isascii() or not word.isalnum():
        return False
    quoted = b'"%s"' % word.encode()
    with mapped(catalogue.address) as file:
        start, end = likely(file, quoted, catalogue)
        return file.find(quoted, start, end) >= 0 or file.find(quoted, catalogue.start, catalogue.end) >= 0


def likely(file: mmap.mmap, quoted: bytes, catalogue: Catalogue) -> tuple[int, int]:
    """Where a value should stand in a catalogue whose values are sorted, as those of SAT's mostly are."""
    start, end = catalogue.start, catalogue.end
    while end - start > STRETCH:
        middle = file.find(VALUE, (start + end) // 2, end)
        place = middle + len(VALUE) - 1
        if middle < 0 or file[place : place + len(quoted)] > quoted:
            end = (start + end) // 2 + STRETCH // 4
        else:
            start = middle
    return start, end
