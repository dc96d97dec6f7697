"""Archives as applicants' programs make them: by hand where no free program writes the format."""

import tarfile
from collections.abc import Mapping
from io import BytesIO
from struct import pack
from zlib import Z_FULL_FLUSH, compressobj, crc32

Members = Mapping[str, bytes]

RAR5, RAR5_MAIN, RAR5_FILE, RAR5_ENCRYPTION, RAR5_END = b"Rar!\x1a\x07\x01\x00", 1, 2, 4, 5
#: The extra record of a file with a password: size, type, version, flags, iterations, salt, vector.
RAR5_PASSWORD = b"\x24\x01\x00\x00\x0f" + bytes(32)
RAR4, RAR4_MAIN, RAR4_FILE, RAR4_END = b"Rar!\x1a\x07\x00", 0x73, 0x74, 0x7B
RAR4_PASSWORD = 0x04
STORED, REGULAR, UNIX = 0, 0o100644, 3


def seven_zip(members: Members, options: str = "") -> bytes:
    """A .7z, solid as 7-Zip makes it; *options* as libarchive's writer takes them."""
    import libarchive  # noqa: PLC0415 — only where the library was found

    written = BytesIO()
    with libarchive.custom_writer(written.write, "7zip", options=options) as package:
        for name, content in members.items():
            package.add_file_from_memory(name, len(content), content)
    return written.getvalue()


def seven_zip_by_deflate(name: str, raw: bytes, size: int) -> bytes:
    """A .7z of one member that says to be *size* bytes once inflated."""
    packed = b"\x06\x00\x01\x09" + wide(len(raw)) + b"\x00"
    folder = b"\x07\x0b\x01\x00\x01\x03\x04\x01\x08\x0c" + wide(size) + b"\x00"
    letters = name.encode("utf-16-le") + bytes(2)
    files = b"\x05\x01\x11" + wide(1 + len(letters)) + b"\x00" + letters + b"\x00"
    header = b"\x01\x04" + packed + folder + b"\x08\x00\x00" + files + b"\x00"
    start = pack("<QQI", len(raw), len(header), crc32(header))
    return b"7z\xbc\xaf\x27\x1c\x00\x04" + pack("<I", crc32(start)) + start + raw + header


def wide(number: int) -> bytes:
    """A number in eight bytes after the mark of such."""
    return b"\xff" + pack("<Q", number)


def zeros_by_deflate(megabytes: int) -> bytes:
    """So many megabytes of zeros, about a thousandth of their size."""
    stream = compressobj(wbits=-15)
    return (stream.compress(bytes(1 << 20)) + stream.flush(Z_FULL_FLUSH)) * megabytes + compressobj(wbits=-15).flush()


def tar(members: Members, compression: str = "", encoding: str = "utf-8", **more: bytes) -> bytes:
    """A .tar, or one compressed by ``gz``, ``bz2`` or ``xz``; *more* names members without content by their type."""
    written = BytesIO()
    with tarfile.open(None, f"w:{compression}", written, format=tarfile.GNU_FORMAT, encoding=encoding) as package:
        for name, content in members.items():
            entry = tarfile.TarInfo(name)
            entry.size = len(content)
            package.addfile(entry, BytesIO(content))
        for name, kind in more.items():
            entry = tarfile.TarInfo(f"{name}.json")
            entry.type, entry.linkname = kind, next(iter(members), "")
            package.addfile(entry)
    return written.getvalue()


def rar5(members: Members, extra: bytes = b"", encrypted_headers: bool = False) -> bytes:
    """A RAR 5 whose members are stored; *extra* goes with each of them."""
    if encrypted_headers:
        return RAR5 + rar5_block(RAR5_ENCRYPTION, 0, bytes(18)) + bytes(64)
    files = b"".join(
        rar5_block(RAR5_FILE, 2 | bool(extra), rar5_file(name.encode(), content), extra, len(content)) + content
        for name, content in members.items()
    )
    return RAR5 + rar5_block(RAR5_MAIN, 0, b"\x00") + files + rar5_block(RAR5_END, 0, b"\x00")


def rar5_file(name: bytes, content: bytes) -> bytes:
    """What the header of a stored file says: a CRC is given, made under Unix."""
    sizes = b"\x04" + grouped(len(content)) + grouped(REGULAR) + pack("<I", crc32(content))
    return sizes + grouped(STORED) + b"\x01" + grouped(len(name)) + name


def rar5_block(kind: int, flags: int, body: bytes, extra: bytes = b"", data_size: int = 0) -> bytes:
    """A block's header: CRC, size, type, flags, sizes of what follows."""
    sizes = (grouped(len(extra)) if extra else b"") + (grouped(data_size) if flags & 2 else b"")
    header = grouped(kind) + grouped(flags) + sizes + body + extra
    sized = grouped(len(header)) + header
    return pack("<I", crc32(sized)) + sized


def grouped(number: int) -> bytes:
    """A number in groups of seven bits, the lowest first."""
    written = bytearray()
    while number > 0x7F:
        written.append(number & 0x7F | 0x80)
        number >>= 7
    return bytes([*written, number])


def rar4(members: Members, flags: int = 0) -> bytes:
    """A RAR 4 whose members are stored."""
    written = RAR4 + rar4_block(RAR4_MAIN, 0, bytes(6))
    for name, content in members.items():
        size, day = len(content), 0x5D340000
        body = pack("<IIBIIBBHI", size, size, UNIX, crc32(content), day, 29, 0x30, len(name), REGULAR) + name.encode()
        written += rar4_block(RAR4_FILE, 0x8000 | flags, body) + content
    return written + rar4_block(RAR4_END, 0x4000, b"")


def rar4_block(kind: int, flags: int, body: bytes) -> bytes:
    """A block's header: half a CRC, type, flags, size."""
    header = pack("<BHH", kind, flags, 7 + len(body)) + body
    return pack("<H", crc32(header) & 0xFFFF) + header


def zip_by(method: int, name: str, raw: bytes, content: bytes) -> bytes:
    """A .zip with one member that was compressed by *method* into *raw*."""
    about = pack("<HHHHIIIHH", 0, method, 0, 0x5D34, crc32(content), len(raw), len(content), len(name), 0)
    local = b"PK\x03\x04" + pack("<H", 63) + about + name.encode() + raw
    listed = b"PK\x01\x02" + pack("<HH", 63, 63) + about + bytes(14) + name.encode()
    return local + listed + b"PK\x05\x06" + pack("<HHHHIIH", 0, 0, 1, 1, len(listed), len(local), 0)


def zstandard(content: bytes) -> bytes:
    """A frame of one block, stored; fewer than 256 bytes."""
    return b"\x28\xb5\x2f\xfd\x20" + bytes([len(content)]) + pack("<I", len(content) << 3 | 1)[:3] + content
