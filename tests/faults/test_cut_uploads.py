"""A connection that is cut in the middle of an upload: nothing is kept, the portal goes on, the next try is taken."""

import hashlib
import socket
import struct
from urllib.parse import urlsplit

import httpx
import pytest

from backoffice.portal.visitor import COOKIE
from tests.portal.live import live
from tests.portal.pages import folio_of
from tests.portal.pen import Pen

DATA = b"right" + bytes(3_000_000)


def head(pen: Pen, prepared: dict[str, str]) -> dict[str, str]:
    """The headers of the file and its signature."""
    return {
        "cookie": f"{COOKIE}={pen.browser.client.cookies.get(COOKIE)}",
        "x-csrf": pen.browser.csrf,
        "x-statement": prepared["statement"],
        "x-signature": pen.signature(prepared["text"]),
        "accept": "application/json",
        "content-type": "application/octet-stream",
    }


def cut(address: str, headers: dict[str, str], sent: int, *, rudely: bool) -> None:
    """Say that all of it comes, send so many bytes, and be gone: with a reset, or in order."""
    where = urlsplit(address)
    lines = {"host": where.netloc, "content-length": str(len(DATA)), **headers}
    words = "".join(f"{name}: {value}\r\n" for name, value in lines.items())
    with socket.create_connection((where.hostname, where.port)) as line:
        line.sendall(f"POST /certificacion/evidencias HTTP/1.1\r\n{words}\r\n".encode() + DATA[:sent])
        if rudely:
            line.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))


@pytest.mark.parametrize("rudely", [True, False])
def test_an_upload_that_is_cut_leaves_nothing_and_is_taken_when_it_comes_again(
    pen: Pen, *, rudely: bool, capfd: pytest.CaptureFixture[str]
) -> None:
    world = pen.browser.world
    pen.request()
    world.work()
    folio = folio_of(world)
    digest = hashlib.sha256(DATA).hexdigest()
    prepared = pen.prepare("evidencias", file_name="e.xls", file_sha256=digest).json()
    blobs = world.house.blobs.folder
    assert blobs is not None
    before = {one for one in blobs.rglob("*") if one.is_file()}

    with live(world) as address:
        headers = head(pen, prepared)
        for sent in (0, 1, 100_000, len(DATA) - 1):
            cut(address, headers, sent, rudely=rudely)
        assert world.view(folio).current.submissions == ()
        assert {one for one in blobs.rglob("*") if one.is_file()} == before
        answer = httpx.post(f"{address}/certificacion/evidencias", content=DATA, headers=headers, timeout=60)

    assert answer.json() == {"next": "/certificacion"}
    (file,) = world.view(folio).current.submissions
    assert file.submission.sha256 == digest
    said = capfd.readouterr()
    assert "page_failed" not in said.out + said.err
