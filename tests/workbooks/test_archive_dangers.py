"""Archives that are too large, damaged, locked or hostile: told, and never more than they are worth."""

import bz2
import gzip
import lzma
import subprocess
import sys
from base64 import b64decode
from collections.abc import Callable, Mapping
from random import Random
from zipfile import ZIP_STORED

import pytest

from backoffice.settings import ROOT
from backoffice.workbooks.contents import archive
from backoffice.workbooks.contents.rar_passwords import has_password
from backoffice.workbooks.sniff import kind_of
from tests.workbooks.making import archives as made
from tests.workbooks.making.evidence import archive as zipped
from tests.workbooks.making.mutations import of_bytes
from tests.workbooks.opened import names, told
from tests.workbooks.test_archives import AVISOS, FORMATS, NAMES

#: ``a.json`` with the password «clave», stored: contents alone, and headers too.
SECRET_7Z = b64decode(
    "N3q8ryccAATedU6IfwAAAAAAAAAUAAAAAAAAAHkv2eJEW65oW0sN1OgpHFKZwBHoAQBqAQQGAAEJEAoBpe5IAwAHCwEAAiQG8QcBElMP/Gg83U0j"
    "fZY7xrmni7LSSgEAAQAMBwcACAoBr6wbVgAABQEZBAAAAAARDwBhAC4AagBzAG8AbgAAABQKAQBATEFDWH3dARUGAQAggICBAAAAFwYQAQlvAAcL"
    "AQABISEBGAxrAAA="
)
SECRET_HEADERS_7Z = b64decode(
    "N3q8ryccAARkZbykgAAAAAAAAAAoAAAAAAAAAHH0IPtB3sLraF59Y0NPxB9wdAfkD9QQnnu5KGSNPzvjfN8trS63uTmRntVirzxh+jtNXMA+/77B"
    "q+/xb7EfL/xgihyOTjbSUC7KaORzxFCEiNSi8X+uPEpOz3So0sO1nbcGlPNHafZ3wxxyd2DkBQmQ2jgI/2vfLBIP4VrI4xtGtU5cphcGEAEJcAAH"
    "CwEAASQG8QcBElMP4nXUMO7lzfvZ0K6JwlRWaQxrAAA="
)
ZEROS = bytes(1 << 22)


@pytest.mark.usefixtures("system_library")
@pytest.mark.parametrize("made_as", [made.tar, made.seven_zip, made.rar5, made.rar4, zipped])
def test_archives_beyond_the_limits_are_told_and_nothing_of_them_is_kept(
    made_as: Callable[[Mapping[str, bytes]], bytes],
) -> None:
    too_many = made_as({f"{number}.json": b"{}" for number in range(2_001)})
    too_large = made_as({"a.json": b" " * 3_000_000, "b.json": b"{}"})
    expands = made_as({"a.json": b"{}", "b.txt": bytes(30_000_000), "c.txt": bytes(30_000_000)})

    assert told(too_many) == [("archive_too_many", None)]
    assert told(too_large) == [("notice_too_large", "a.json")]
    assert told(expands) == [("archive_expands", None)]
    assert (names(too_many), names(too_large), names(expands)) == ([], ["b.json"], [])


@pytest.mark.usefixtures("system_library")
def test_two_thousand_notices_are_not_too_many() -> None:
    data = made.seven_zip({f"{number}.json": b"{}" for number in range(2_000)})

    assert told(data) == []
    assert len(names(data)) == 2_000


@pytest.mark.usefixtures("system_library")
def test_a_size_that_is_no_size_is_beyond_the_limit() -> None:
    assert told(made.seven_zip_by_deflate("a.json", made.zeros_by_deflate(1), (1 << 64) - 100)) == [
        ("archive_expands", None)
    ]


#: Kind → so many times four megabytes.
BOMBS: dict[str, Callable[[int], bytes]] = {
    "7z": lambda times: made.seven_zip_by_deflate("a.json", made.zeros_by_deflate(4 * times), times * len(ZEROS)),
    "xz": lambda times: lzma.compress(ZEROS) * times,
    "bz2": lambda times: bz2.compress(ZEROS) * times,
    "gz": lambda times: gzip.compress(ZEROS) * times,
}
MEASURED = """
import sys
from backoffice.workbooks.contents import archive, streamed
from tests.timing import best
def most():
    return int(next(line.split()[1] for line in open("/proc/self/status") if line.startswith("VmHWM")))
streamed.library()
data = sys.stdin.buffer.read()
before = most()
codes = [finding.code for finding in archive.read(data).findings]
grown = (most() - before) // 1024
print(*codes, best(lambda: archive.read(data)), grown)
"""


@pytest.mark.usefixtures("system_library")
@pytest.mark.parametrize("made_as", BOMBS.values(), ids=BOMBS)
def test_a_gigabyte_in_a_small_file_is_given_up_at_the_limit(made_as: Callable[[int], bytes]) -> None:
    """It takes about the time of a little more than the limit, and the memory of less than twice it."""

    def measured(megabytes: int) -> tuple[float, int]:
        words = [sys.executable, "-c", MEASURED]
        data = made_as(megabytes // 4)
        done = subprocess.run(words, input=data, cwd=ROOT, capture_output=True, check=True, timeout=60)
        code, seconds, grown = done.stdout.split()
        assert code == b"archive_expands"
        return float(seconds), int(grown)

    (little, _), (gigabyte, grown) = measured(64), measured(1024)

    assert gigabyte <= 5 * little
    assert grown < 100


@pytest.mark.usefixtures("system_library")
@pytest.mark.parametrize(
    "data",
    [
        SECRET_7Z,
        SECRET_HEADERS_7Z,
        made.rar4(AVISOS, made.RAR4_PASSWORD),
        made.rar5(AVISOS, made.RAR5_PASSWORD),
        made.rar5({}, encrypted_headers=True),
    ],
    ids=["7z", "7z headers", "rar 4", "rar 5", "rar 5 headers"],
)
def test_a_password_is_told_and_nothing_read(data: bytes) -> None:
    assert told(data) == [("archive_encrypted", None)]
    assert names(data) == []


def test_a_rar_that_cannot_be_followed_has_no_password_that_we_know_of() -> None:
    whole = made.rar5(AVISOS, made.RAR5_PASSWORD)

    assert has_password(whole)
    assert not has_password(made.rar5(AVISOS))
    assert not has_password(whole[:20])
    assert not has_password(made.RAR5 + b"\xff" * 100)
    assert not has_password(made.RAR5 + bytes(5_000_000))


@pytest.mark.usefixtures("system_library")
@pytest.mark.parametrize(
    ("data", "kept"),
    [
        (made.tar(AVISOS)[:1600], 1),
        (gzip.compress(made.tar(AVISOS))[:-8], 2),
        (made.rar5(AVISOS)[:-40], 1),
        (zipped(AVISOS)[:-30], 2),
        (zipped(AVISOS, ZIP_STORED)[:170], 1),
    ],
    ids=["tar", "tar.gz without its check", "rar", "zip without its list", "zip"],
)
def test_what_stands_before_the_damage_is_read_and_the_damage_told(data: bytes, kept: int) -> None:
    assert told(data) == [("archive_damaged", None)]
    assert names(data) == NAMES[:kept]


@pytest.mark.usefixtures("system_library")
@pytest.mark.parametrize("pack", [made.seven_zip, zipped])
def test_a_member_that_fails_its_check_does_not_take_the_others_with_it(
    pack: Callable[[Mapping[str, bytes], object], bytes],
) -> None:
    stored = ZIP_STORED if pack is zipped else "compression=store"
    data = pack({"a.json": b'{"n":1}', "b.json": b'{"n":2}', "c.json": b'{"n":3}'}, stored)
    data = data.replace(b'{"n":1}', b'{"n":9}').replace(b'{"n":2}', b'{"n":8}')

    assert (told(data), names(data)) == ([("archive_damaged", None)], ["c.json"])


@pytest.mark.usefixtures("system_library")
@pytest.mark.parametrize("compress", [gzip.compress, bz2.compress, lzma.compress])
def test_half_a_compressed_archive_is_read_by_half(compress: Callable[[bytes], bytes]) -> None:
    noise = Random("noise")
    whole = compress(made.tar({f"{number:03}.json": noise.randbytes(4096).hex().encode() for number in range(300)}))

    opened = archive.read(whole[: len(whole) // 2])

    assert [finding.code for finding in opened.findings] == ["archive_damaged"]
    assert 100 < len(opened.notices) < 160


ALONE = """
import os, sys
seen = []
def watch(event, arguments):
    starts = event in {"os.system", "os.exec", "os.fork", "os.forkpty", "os.posix_spawn", "subprocess.Popen"}
    writes = event == "open" and any(mode in str(arguments[1]) for mode in "wax+")
    if starts or writes or event.startswith("socket."):
        seen.append(event)
sys.dont_write_bytecode = True
from backoffice.workbooks.contents import archive
before = dict(os.environ)
sys.addaudithook(watch)
notices = archive.read(sys.stdin.buffer.read()).notices
print(len(notices), seen, dict(os.environ) == before, "libarchive" in sys.modules)
"""


@pytest.mark.usefixtures("system_library")
def test_reading_starts_no_program_writes_no_file_and_leaves_the_environment_as_it_was() -> None:
    def alone(data: bytes) -> str:
        command, environment = [sys.executable, "-c", ALONE], {"PYTHONPATH": str(ROOT), "LANG": "C.UTF-8"}
        done = subprocess.run(command, input=data, env=environment, capture_output=True, check=True, timeout=60)
        return done.stdout.decode().strip()

    assert alone(made.seven_zip(AVISOS)) == "2 [] True True"
    assert alone(zipped(AVISOS)) == "2 [] True False"


@pytest.mark.usefixtures("system_library")
@pytest.mark.parametrize("made_as", FORMATS.values(), ids=FORMATS)
def test_no_mutation_of_an_archive_escapes(made_as: Callable[[], bytes], request: pytest.FixtureRequest) -> None:
    whole = made_as()
    for number in range(60):
        data = of_bytes(whole, f"{request.node.callspec.id}-{number}")
        if kind_of(data) == kind_of(whole):
            opened = archive.read(data)
            assert opened.notices or opened.findings


def test_notices_that_are_megabytes_together_are_told_and_only_so_many_are_kept() -> None:
    opened = archive.read(zipped({f"{number}.json": b'"' + b"x" * 1_900_000 + b'"' for number in range(6)}))

    assert [notice.name for notice in opened.notices] == ["0.json", "1.json", "2.json", "3.json"]
    assert [finding.code for finding in opened.findings] == ["notices_too_large"]
