"""SAT's schema files, as the library ``satcfdi`` ships them. It is never imported: importing takes a second, its files
are all we need, and they lie by the address SAT publishes them at.
"""

from importlib.util import find_spec
from pathlib import Path, PurePosixPath

LIBRARY = "satcfdi"
HOST = "http://www.sat.gob.mx/sitio_internet/cfd/"
#: Namespaces, and where their schemas are published.
CFDI, PAYROLL = "http://www.sat.gob.mx/cfd/4", "http://www.sat.gob.mx/nomina12"
SCHEMAS = {CFDI: f"{HOST}4/cfdv40.xsd", PAYROLL: f"{HOST}nomina/nomina12.xsd"}

#: A catalogue of more values is not compiled into the schema but asked by itself: all of them compiled take 0.2 s and
#: 100 MB, and every wrong value would carry the whole list in its message.
COMPILED_VALUES = 1_000
START, END, VALUE = b'<xs:simpleType name="', b"</xs:simpleType>", b'<xs:enumeration value="'
ANY_WORD = b'"><xs:restriction base="xs:string"><xs:whiteSpace value="collapse"/></xs:restriction>'


def content(address: str) -> bytes:
    """The file that SAT publishes at *address*. ``FileNotFoundError`` where the library, or the file in it, is not
    there; nothing is fetched."""
    found = find_spec(LIBRARY)
    path = PurePosixPath(address.removeprefix("http://"))
    if found is None or not found.submodule_search_locations or not address.startswith(HOST) or ".." in path.parts:
        raise FileNotFoundError(address)
    return (Path(found.submodule_search_locations[0]) / "transform" / "schemas" / path).read_bytes()


def without_large_catalogues(schema: bytes) -> tuple[bytes, dict[str, bytes]]:
    """A schema in which every catalogue of more than ``COMPILED_VALUES`` admits any word, and by name those catalogues,
    each as the XML of its values. One that is written in another way is left in the schema: slower, and as right.
    """
    kept, large = [], {}
    for piece in schema.split(END):
        start = piece.rfind(START)
        if start >= 0 and piece.count(VALUE, start) > COMPILED_VALUES:
            name = piece[start + len(START) :].partition(b'"')[0]
            large[name.decode()] = piece[piece.index(VALUE, start) :]
            kept.append(piece[:start] + START + name + ANY_WORD)
        else:
            kept.append(piece)
    return END.join(kept), large


def holds(catalogue: bytes, value: str) -> bool:
    """The value, white space collapsed, is one of those of a catalogue that ``without_large_catalogues`` took out."""
    word = " ".join(value.split())
    return word.isascii() and word.isalnum() and b'"%s"' % word.encode() in catalogue
