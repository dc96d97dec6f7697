"""Damaged copies of any file, each decided by its seed alone."""

from collections.abc import Callable

from tests.workbooks.making.mutations import MUTATIONS, draws, of_bytes

Mutation = Callable[[bytes, str], bytes]

#: Pieces of the formats that come in, put where nobody expects them.
WORDS = (
    b"\x30\x82\xff\xff", b"\x30\x80", b"\x06\x03\x55\x04\x2d", b"\x14\x04\xd1\xd1\xd1\xd1", b"\x02\x81\x00",
    b'{"a":' * 20, b"[" * 40, b"1e999", b"NaN", b'"\\ud800"', b"\\u0000", b"null", b"-0", b"9" * 60, b'"set":"x",',
    b"\0", b"\xff\xfe", b"\xed\xa0\x80", b"\r\n\r\n", b"Content-Type: message/rfc822\r\n\r\n",
    b"Content-Type: text/plain; charset=unicode-1-1-utf-7\r\n", b"=?utf-8?b?/w==?=", b"boundary=", b"%PDF-",
    b"/ByteRange [0 1 2 3]", b"%%EOF", b"/Encrypt", b"startxref 0", b"<!DOCTYPE a [<!ENTITY b 'c'>]>", b"<![CDATA[",
    b"&#xD800;", b'xmlns:cfdi="x"', b"<?xml version='1.0' encoding='utf-7'?>", b"../../etc/passwd", b"\xe2\x80\xae",
    b"PK\x01\x02", b"PK\x05\x06", b"ustar", b"\x1f\x8b\x08", b"IHDR", b"IDAT", b"\xff\xc0\x00\x11\x08\xff\xff\xff\xff",
)  # fmt: skip


def of_any(data: bytes, seed: str) -> bytes:
    """Bytes changed, cut or repeated, and now and then a word of some format put in."""
    numbers = draws(seed)
    damaged = bytearray(of_bytes(data, f"{seed}+")) if next(numbers) % 4 else bytearray(data)
    for _ in range(next(numbers) % 4):
        word, place = WORDS[next(numbers) % len(WORDS)], next(numbers) % (len(damaged) + 1)
        over = len(word) if next(numbers) % 2 else 0
        damaged[place : place + over] = word
    if next(numbers) % 8 == 0:
        del damaged[next(numbers) % (len(damaged) + 1) :]
    return bytes(damaged)


def of_a_workbook(data: bytes, seed: str) -> bytes:
    """Any damage to the file as it is, or to what its container holds."""
    packed = data.startswith(b"PK")
    inner = MUTATIONS["parts" if packed else "records"][1] if packed or data.startswith(b"\xd0\xcf") else of_any
    return (inner if next(draws(f"{seed}?")) % 2 else MUTATIONS["xls"][1])(data, seed)
