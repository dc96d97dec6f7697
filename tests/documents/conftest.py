"""A seal and a sealed document, made once per test process: keys take their time."""

from pathlib import Path

import pytest

from backoffice.efirma.documents.sealing import DocumentSeal
from backoffice.efirma.documents.typesetting import typeset
from tests.documents.examples import SEALED_AT, document


@pytest.fixture(scope="session")
def seal(tmp_path_factory: pytest.TempPathFactory) -> DocumentSeal:
    """The desk's seal, made for this session."""
    return DocumentSeal.kept_in(tmp_path_factory.mktemp("seal"), SEALED_AT)


@pytest.fixture(scope="session")
def other_seal(tmp_path_factory: pytest.TempPathFactory) -> DocumentSeal:
    """Somebody else's, of the same name."""
    return DocumentSeal.kept_in(tmp_path_factory.mktemp("other"), SEALED_AT)


@pytest.fixture(scope="session")
def sealed(seal: DocumentSeal) -> bytes:
    """A sealed responsiva."""
    return seal.seal(typeset(document()), SEALED_AT)


@pytest.fixture
def sealed_file(sealed: bytes, tmp_path: Path) -> Path:
    """The same as a file."""
    file = tmp_path / "responsiva.pdf"
    file.write_bytes(sealed)
    return file
