"""The authority of rehearsals and one company's e.firma, made once per test process: keys take their time."""

from pathlib import Path

import pytest

from backoffice.rehearsal.efirma import Authority, Efirma, authority, efirma
from tests.efirma.making import COMPANY


@pytest.fixture(scope="session")
def rehearsal(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    """The authority of rehearsals."""
    return authority(tmp_path_factory.mktemp("ensayo") / "authority")


@pytest.fixture(scope="session")
def company(rehearsal: Authority) -> Efirma:
    """The e.firma of the company."""
    return efirma(rehearsal, **COMPANY)


@pytest.fixture
def trust_folder(rehearsal: Authority) -> Path:
    """Where the authority of rehearsals is trusted."""
    return rehearsal.trust_folder
