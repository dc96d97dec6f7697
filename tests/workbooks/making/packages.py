"""An embedded file as Excel writes it: the storage of a "Package" object, and its parts in an .xlsx."""

from io import BytesIO
from struct import pack
from zipfile import ZIP_DEFLATED, ZipFile

from tests.workbooks.making.compound import Node, compound_file

PACKAGE_CLASS = bytes.fromhex("0c00030000000000c000000000000046")
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def native(name: str, data: bytes, *, unicode_tail: bool = True) -> bytes:
    """An Ole10Native stream: label, paths, data, and the names again in UTF-16."""
    label, path, temporary = name, f"C:\\Evidencias\\{name}", f"C:\\Temp\\{name}"
    ansi = [text.encode("cp1252") + b"\0" for text in (label, path, temporary)]
    body = pack("<H", 2) + ansi[0] + ansi[1] + pack("<HHI", 0, 3, len(ansi[2])) + ansi[2]
    body += pack("<I", len(data)) + data
    if unicode_tail:
        for text in (temporary, label, path):
            body += pack("<I", len(text)) + text.encode("utf-16-le")
    return pack("<I", len(body)) + body


def streams(name: str, data: bytes, *, unicode_tail: bool = True) -> list[Node]:
    """The streams of a Package object."""
    user_type, kind = b"Package\0", b"Package\0"
    comp_obj = bytes.fromhex("0100feff030a0000ffffffff") + PACKAGE_CLASS
    comp_obj += pack("<I", len(user_type)) + user_type + pack("<I", 0) + pack("<I", len(kind)) + kind
    comp_obj += bytes.fromhex("f439b271") + bytes(12)
    return [Node("\x01CompObj", comp_obj), Node("\x01Ole10Native", native(name, data, unicode_tail=unicode_tail))]


def object_part(name: str, data: bytes, *, unicode_tail: bool = True) -> bytes:
    """``oleObject1.bin``."""
    return compound_file(streams(name, data, unicode_tail=unicode_tail), PACKAGE_CLASS)


def embed_in_xlsx(package: bytes, objects: dict[int, bytes]) -> bytes:
    """*package* with an object part (``.bin``) in the sheets numbered from 1."""
    written = BytesIO()
    with ZipFile(BytesIO(package)) as source, ZipFile(written, "w", ZIP_DEFLATED) as target:
        parts = {name: source.read(name) for name in source.namelist()}
        types = parts["[Content_Types].xml"].decode()
        default = '<Default Extension="bin" ContentType="application/vnd.openxmlformats-officedocument.oleObject"/>'
        parts["[Content_Types].xml"] = types.replace("<Override", default + "<Override", 1).encode()
        for sheet, content in objects.items():
            add_object(parts, sheet, content)
        for name, content in parts.items():
            target.writestr(name, content)
    return written.getvalue()


def add_object(parts: dict[str, bytes], sheet: int, content: bytes) -> None:
    """One object: its part, the relationship, and the element at the end of the sheet."""
    parts[f"xl/embeddings/oleObject{sheet}.bin"] = content
    name = f"xl/worksheets/_rels/sheet{sheet}.xml.rels"
    empty = b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"></Relationships>'
    relation = f'<Relationship Id="rIdOle" Type="{RELATIONS}/oleObject" Target="../embeddings/oleObject{sheet}.bin"/>'
    parts[name] = parts.get(name, empty).decode().replace("</Relationships>", relation + "</Relationships>").encode()
    element = (
        f'<oleObjects xmlns:r="{RELATIONS}"><oleObject progId="Package" shapeId="{1024 * sheet + 1}" r:id="rIdOle"/>'
        "</oleObjects>"
    )
    part = f"xl/worksheets/sheet{sheet}.xml"
    parts[part] = parts[part].decode().replace("</worksheet>", element + "</worksheet>").encode()
