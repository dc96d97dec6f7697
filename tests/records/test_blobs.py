"""Kept files: written once, found by their digest, and noticed when they are gone or spoilt."""

from pathlib import Path

import pytest

from backoffice.domain.errors import BadInput, StoredFileMissing
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
