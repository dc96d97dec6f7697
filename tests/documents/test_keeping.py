"""The seal's certificate and key: made once, private, or the operator's own."""

import stat
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, ed25519
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    PrivateFormat,
)

from backoffice.efirma.documents.checking import Intact, check
from backoffice.efirma.documents.keeping import BrokenSeal, Key, kept_in
from backoffice.efirma.documents.sealing import DocumentSeal
from backoffice.efirma.documents.typesetting import typeset
from backoffice.settings import ROOT
from tests.documents.examples import SEALED_AT, document
from tests.efirma.making import Issuer

PROGRAM = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from backoffice.efirma.documents.keeping import kept_in
print(kept_in(Path(sys.argv[1]), datetime(2024, 3, 14, 22, 6, tzinfo=UTC)).certificate.serial_number)
"""
PLAIN = NoEncryption()


def put(folder: Path, key: Key | ed25519.Ed25519PrivateKey, *certificates: x509.Certificate) -> None:
    """What an operator puts into the folder."""
    (folder / "seal.key.pem").write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, PLAIN))
    (folder / "seal.pem").write_bytes(b"".join(c.public_bytes(Encoding.PEM) for c in certificates))


def test_the_first_time_makes_a_private_key_and_a_certificate_that_outlasts_documents(tmp_path: Path) -> None:
    folder = tmp_path / "not" / "yet"

    certificate = kept_in(folder, SEALED_AT).certificate

    assert certificate.subject.rfc4514_string() == "CN=Sello de la mesa de certificación,C=MX"
    assert certificate.public_key().key_size == 3072
    assert (
        certificate.not_valid_before_utc
        < SEALED_AT
        < SEALED_AT + timedelta(days=7000)
        < certificate.not_valid_after_utc
    )
    assert sorted(file.name for file in folder.iterdir()) == ["seal.key.pem", "seal.pem"]
    assert stat.S_IMODE((folder / "seal.key.pem").stat().st_mode) == 0o600


def test_the_second_time_reads_the_same(tmp_path: Path) -> None:
    first = kept_in(tmp_path, SEALED_AT)

    second = kept_in(tmp_path, SEALED_AT + timedelta(days=300))

    assert second.certificate == first.certificate


def test_two_processes_that_start_at_once_have_one_seal(tmp_path: Path) -> None:
    command = [sys.executable, "-c", PROGRAM, str(tmp_path / "seal")]

    both = [subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) for _ in range(2)]
    said = {process.communicate()[0].strip() for process in both}

    assert said == {str(kept_in(tmp_path / "seal", SEALED_AT).certificate.serial_number)}


def test_what_was_interrupted_after_the_key_goes_on_with_that_key(tmp_path: Path) -> None:
    first = kept_in(tmp_path, SEALED_AT)
    (tmp_path / "seal.pem").unlink()

    second = kept_in(tmp_path, SEALED_AT)

    assert second.certificate.public_key() == first.certificate.public_key()


def test_the_operators_own_seal_with_its_chain_is_used_as_it_is(tmp_path: Path) -> None:
    root = Issuer("Raíz")
    own = Issuer("Sello del instituto", under=root, ca=False)
    put(tmp_path, own.key, own.certificate(), root.certificate())

    seal = DocumentSeal.kept_in(tmp_path, SEALED_AT)
    pdf = seal.seal(typeset(document()), SEALED_AT)

    assert seal.certificate.public_key() == own.key.public_key()
    assert root.certificate().public_bytes(Encoding.DER).hex().upper().encode() in pdf
    assert check(pdf, seal.certificate) == Intact()


def test_an_operators_elliptic_curve_seals_as_well(tmp_path: Path) -> None:
    key = ec.generate_private_key(ec.SECP256R1())
    put(tmp_path, key)
    (tmp_path / "seal.pem").unlink()

    seal = DocumentSeal.kept_in(tmp_path, SEALED_AT)

    assert seal.certificate.public_key() == key.public_key()
    assert check(seal.seal(typeset(document()), SEALED_AT), seal.certificate) == Intact()


def test_a_certificate_without_its_key_is_told(tmp_path: Path) -> None:
    put(tmp_path, Issuer("Sello").key, Issuer("Sello").certificate())
    (tmp_path / "seal.key.pem").unlink()

    with pytest.raises(BrokenSeal, match=r"Falta .*seal\.key\.pem, la llave del certificado .*seal\.pem\."):
        kept_in(tmp_path, SEALED_AT)
    assert not (tmp_path / "seal.key.pem").exists()


def test_the_key_of_another_certificate_is_told(tmp_path: Path) -> None:
    put(tmp_path, Issuer("Otro").key, Issuer("Sello").certificate())

    with pytest.raises(BrokenSeal, match="no es la del certificado"):
        kept_in(tmp_path, SEALED_AT)


@pytest.mark.parametrize("content", [b"", b"hola", b"-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"])
def test_a_certificate_that_is_none_is_told(tmp_path: Path, content: bytes) -> None:
    put(tmp_path, Issuer("Sello").key)
    (tmp_path / "seal.pem").write_bytes(content)

    with pytest.raises(BrokenSeal, match=r"seal\.pem no es un certificado PEM"):
        kept_in(tmp_path, SEALED_AT)


def test_a_key_with_a_password_is_told(tmp_path: Path) -> None:
    locked = Issuer("Sello").key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, BestAvailableEncryption(b"x"))
    (tmp_path / "seal.key.pem").write_bytes(locked)

    with pytest.raises(BrokenSeal, match="no es una llave privada PEM sin contraseña"):
        kept_in(tmp_path, SEALED_AT)


def test_a_key_of_a_kind_that_pdf_readers_do_not_know_is_told(tmp_path: Path) -> None:
    put(tmp_path, ed25519.Ed25519PrivateKey.generate(), Issuer("Sello").certificate())

    with pytest.raises(BrokenSeal, match="debe ser RSA o de curva elíptica"):
        kept_in(tmp_path, SEALED_AT)
