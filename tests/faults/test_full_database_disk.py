"""The disk of the database is full: whoever acts is told so, and what was acknowledged is there when there is room."""

import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from backoffice.bootstrap import open_house
from backoffice.casework import request
from backoffice.casework.house import House
from backoffice.domain.applicant import Applicant
from backoffice.domain.errors import ServiceUnavailable
from backoffice.embedded import postgres
from backoffice.records import audit, migrate
from backoffice.records.queries import all_cases
from backoffice.settings import Addresses, Settings
from tests.conftest import running
from tests.faults.test_full_disk import filled

#: Cases that one after another find room in what a full disk leaves: far fewer.
MOST = 3_000


@pytest.fixture
def disk() -> Iterator[Path]:
    """A file system on which a new database just fits; left out where this account may mount none."""
    with tempfile.TemporaryDirectory(prefix="mesa-") as folder:
        Path(folder).chmod(0o755)
        mount = ["mount", "-t", "tmpfs", "-o", "size=160m,mode=755", "tmpfs", folder]
        if subprocess.run(mount, capture_output=True, check=False).returncode:
            pytest.skip("Montar un disco pequeño requiere root.")
        try:
            yield Path(folder)
        finally:
            subprocess.run(["umount", "--lazy", folder], check=True)


def ask(house: House, told: list[str], more: int) -> None:
    """So many more companies ask, one after another; the folios that they are told."""
    for number in range(len(told), len(told) + more):
        who = Applicant(f"K{number:010d}", "EKU9003173C9", f"Empresa {number}", "x@empresa.example")
        told.append(request.register(house, who).folio)


def test_what_was_acknowledged_before_the_disk_was_full_is_there_when_there_is_room(disk: Path, tmp_path: Path) -> None:
    (disk / "pg").mkdir(mode=0o700)
    installation = postgres.install(postgres.Cluster(disk / "data", disk / "pg"))
    postgres.initialise(installation)
    postgres.sockets_for(installation)
    assert installation.cluster.data.is_relative_to(disk)
    url = installation.cluster.url()
    house = open_house(Settings(var=tmp_path), Addresses(url, "redis://127.0.0.1:1", "", (tmp_path / "b").as_uri()))
    words, told = postgres.command(installation), list[str]()

    with running(words, lambda: postgres.answers(installation.cluster)):
        migrate(url)
        ask(house, told, 3)
        filler = filled(disk)
        with pytest.raises(ServiceUnavailable, match="La base de datos no responde"):
            ask(house, told, MOST)
    house.close()
    filler.unlink()

    with running(words, lambda: postgres.answers(installation.cluster)), house.transaction() as work:
        kept = {row.folio for row in all_cases(work.session)}
        whole = audit.verify(work.session).broken_at
    house.close()
    assert len(told) >= 3
    assert set(told) <= kept
    assert len(kept) <= len(told) + 1
    assert whole is None
