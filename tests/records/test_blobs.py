"""Kept files: written once, found by their digest, and noticed when they are gone or spoilt."""

from pathlib import Path

import pytest

from backoffice.domain.errors import BadInput, StoredFileMissing, StoredFilePurged
from backoffice.records.blobs import open_blobs

HELLO = "2c/2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824"


def test_a_file_is_found_by_its_digest(tmp_path: Path) -> None:
    blobs = open_blobs((tmp_path / "año nuevo").as_uri())

    key = blobs.put(b"hello")

    assert (key, blobs.get(key)) == (HELLO, b"hello")


def test_the_same_bytes_are_kept_once(tmp_path: Path) -> None:
    blobs = open_blobs(str(tmp_path))
    blobs.put(b"hello")
    before = (tmp_path / HELLO).stat().st_mtime_ns

    blobs.put(b"hello")

    assert (tmp_path / HELLO).stat().st_mtime_ns == before


def test_a_missing_file_is_said(tmp_path: Path) -> None:
    with pytest.raises(StoredFileMissing, match="2cf24dba5fb0"):
        open_blobs(str(tmp_path)).get(HELLO)


def test_a_spoilt_file_is_not_handed_out(tmp_path: Path) -> None:
    blobs = open_blobs(str(tmp_path))
    blobs.put(b"hello")
    (tmp_path / HELLO).write_bytes(b"hell0")

    with pytest.raises(StoredFileMissing):
        blobs.get(HELLO)


def test_an_address_that_no_store_has_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="MESA_BLOBS_URL"):
        open_blobs("carrier-pigeon://roof")


def test_what_was_erased_is_gone_for_good_and_said_to_have_been(tmp_path: Path) -> None:
    blobs = open_blobs(str(tmp_path))
    blobs.put(b"hello")

    blobs.erase(HELLO)
    blobs.erase(HELLO)

    with pytest.raises(StoredFilePurged, match="fue purgado"):
        blobs.get(HELLO)
    assert [file.name for file in (tmp_path / "2c").iterdir()] == [f"{HELLO[3:]}.purged"]


def test_the_same_bytes_may_come_again_after_they_were_erased(tmp_path: Path) -> None:
    blobs = open_blobs(str(tmp_path))
    blobs.put(b"hello")
    blobs.erase(HELLO)

    assert blobs.get(blobs.put(b"hello")) == b"hello"
