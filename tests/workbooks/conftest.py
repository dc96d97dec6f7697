"""Evidence of the small hand-made test set, made once for all tests of this folder."""

import os
from collections.abc import Iterator

import pytest

from backoffice.domain.test_set.model import TestSet
from backoffice.workbooks.contents import streamed
from tests.workbooks.making.evidence import embedding
from tests.workbooks.making.office import GOLDEN
from tests.workbooks.making.sample import ANSWERS, TEST_SET


@pytest.fixture(scope="session")
def test_set() -> TestSet:
    """Three samples and two assessment rows; the receipt is that of b-2."""
    return TEST_SET


@pytest.fixture(scope="session")
def xlsx() -> bytes:
    """Whole evidence, embedded the way Excel does."""
    return embedding(TEST_SET, ANSWERS, {})


@pytest.fixture(scope="session")
def xls() -> bytes:
    """The same evidence, saved by LibreOffice (golden file)."""
    return (GOLDEN / "evidencias.xls").read_bytes()


@pytest.fixture(scope="session")
def ods() -> bytes:
    """The same evidence, saved by LibreOffice as OpenDocument (golden file)."""
    return (GOLDEN / "evidencias.ods").read_bytes()


@pytest.fixture(scope="session")
def fods() -> bytes:
    """The same evidence, saved by LibreOffice as flat OpenDocument (golden file)."""
    return (GOLDEN / "evidencias.fods").read_bytes()


@pytest.fixture
def system_library() -> None:
    """libarchive is there; in CI it may not be missing."""
    if streamed.library() is None:
        missing = pytest.fail if os.environ.get("CI") else pytest.skip
        missing("El sistema no tiene libarchive («apt-get install libarchive13»).")


@pytest.fixture
def no_library(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A system whose library has another name."""
    monkeypatch.setattr(streamed, "SYSTEM_LIBRARY", "libarchive.so.0")
    streamed.library.cache_clear()
    yield
    streamed.library.cache_clear()
