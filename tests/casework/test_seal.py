"""The seal of notices: made once, verified by anybody, and a published one for rehearsals."""

import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from backoffice.bootstrap import seals
from backoffice.domain.errors import BadInput
from backoffice.efirma import service_seal

REHEARSAL_KEY = "QKEePijdAD1bCg2jDltAZHhe/Ynq1alaB94FvbiM1vg="


def test_a_seal_is_verified_with_the_public_key_and_with_no_other() -> None:
    ours = service_seal.from_pem(service_seal.new_key())
    other = service_seal.from_pem(service_seal.new_key())

    seal = ours.sign(b"aviso")

    assert service_seal.verify(ours.public_key, b"aviso", seal)
    assert not service_seal.verify(other.public_key, b"aviso", seal)
    assert not service_seal.verify(ours.public_key, b"avisO", seal)


@pytest.mark.parametrize(("key", "seal"), [("", ""), ("no base64!", "x"), ("AAAA", "AAAA"), ("á", "é")])
def test_garbage_is_no_seal(key: str, seal: str) -> None:
    assert not service_seal.verify(key, b"aviso", seal)


def test_the_key_is_made_once_for_its_owner_alone(tmp_path: Path) -> None:
    file = tmp_path / "keys" / "notices.pem"

    with ThreadPoolExecutor(8) as pool:
        keys = set(pool.map(lambda _: service_seal.kept_in(file).public_key, range(8)))

    assert len(keys) == 1
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert [one.name for one in file.parent.iterdir()] == ["notices.pem"]


def test_a_file_that_holds_no_such_key_is_said(tmp_path: Path) -> None:
    (tmp_path / "notices.pem").write_text("nothing of the kind")

    with pytest.raises(BadInput, match="llave que sella los avisos"):
        service_seal.kept_in(tmp_path / "notices.pem")


def test_rehearsals_have_the_published_key_and_the_service_its_own(tmp_path: Path) -> None:
    seal = seals(tmp_path / "notices.pem")

    assert seal(True).public_key == REHEARSAL_KEY
    assert seal(False).public_key != REHEARSAL_KEY
    assert seal(False).public_key == seals(tmp_path / "notices.pem")(False).public_key


def test_a_seal_never_shows_its_key() -> None:
    assert "key" not in repr(service_seal.rehearsal_seal())
