"""Kept files in a bucket of a server that speaks S3: as in a folder, and what is said where the server is away."""

import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import obstore
import psutil
import pytest

from backoffice.domain.errors import ServiceUnavailable, StoredFileMissing, StoredFilePurged
from backoffice.records.blobs import TRIES, Blobs, open_blobs
from tests.bucket import Bucket

HELLO = "2c/2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824"
NO_ANSWER = "El almacén de archivos no responde"


@pytest.fixture
def blobs(bucket: Bucket) -> Blobs:
    """The store as the setting names it."""
    return open_blobs(bucket.url)


def test_a_file_lies_in_the_bucket_under_its_digest(bucket: Bucket, blobs: Blobs) -> None:
    key = blobs.put(b"hello")

    assert (key, blobs.get(key), list(blobs.all_keys())) == (HELLO, b"hello", [HELLO])
    assert bucket.keys() == [f"mesa/{HELLO}"]


def test_what_is_there_is_never_written_again(blobs: Blobs) -> None:
    blobs.put(b"hello")
    obstore.put(blobs.store, HELLO, b"hell0")

    blobs.put(b"hello")

    with pytest.raises(StoredFileMissing):
        blobs.get(HELLO)  # nor is what somebody spoilt handed out


def test_a_missing_file_is_said(blobs: Blobs) -> None:
    with pytest.raises(StoredFileMissing, match="2cf24dba5fb0"):
        blobs.get(HELLO)


def test_what_was_erased_is_gone_for_good_and_may_come_again(bucket: Bucket, blobs: Blobs) -> None:
    blobs.put(b"hello")

    blobs.erase(HELLO)
    blobs.erase(HELLO)

    with pytest.raises(StoredFilePurged, match="fue purgado"):
        blobs.get(HELLO)
    assert bucket.keys() == [f"mesa/{HELLO}.purged"]
    assert list(blobs.all_keys()) == []
    assert blobs.get(blobs.put(b"hello")) == b"hello"


def test_the_trial_of_the_check_up_leaves_nothing(bucket: Bucket, blobs: Blobs) -> None:
    blobs.try_writing()

    assert bucket.keys() == []


def test_a_bucket_that_is_not_there_is_said(bucket: Bucket) -> None:
    elsewhere = open_blobs("s3://otra/mesa")

    with pytest.raises(ServiceUnavailable, match=NO_ANSWER):
        elsewhere.put(b"hello")
    with pytest.raises(ServiceUnavailable, match="no acepta archivos"):
        elsewhere.try_writing()


def test_a_server_that_takes_and_never_answers_is_given_up(bucket: Bucket, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_TIMEOUT", "1s")  # thirty seconds, unless an operator says otherwise
    monkeypatch.setitem(TRIES, "retry_timeout", timedelta(seconds=2))  # fifteen; obstore's own is three minutes
    blobs, begun = open_blobs(bucket.url), time.monotonic()

    with silenced(bucket), pytest.raises(ServiceUnavailable, match=NO_ANSWER):
        blobs.put(b"hello")

    assert 1 < time.monotonic() - begun < 8
    assert blobs.get(blobs.put(b"hello")) == b"hello"


@contextmanager
def silenced(bucket: Bucket) -> Iterator[None]:
    """The server takes connections and does nothing with them."""
    (process,) = (one for one in psutil.Process().children() if one.cmdline()[1:] == bucket.command)
    process.send_signal(signal.SIGSTOP)
    try:
        yield
    finally:
        process.send_signal(signal.SIGCONT)
