"""Evidence of the small hand-made test set, made once for all tests of this folder."""

import pytest

from backoffice.domain.test_set.model import TestSet
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
