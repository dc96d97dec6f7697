"""The e.firma of rehearsals: shaped like SAT's, and of an authority that says it counts for nothing."""

import stat
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path

import pytest
from asn1crypto.keys import EncryptedPrivateKeyInfo
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.serialization import load_der_private_key

from backoffice.domain.errors import BadInput
from backoffice.efirma.certificate import read_certificate
from backoffice.efirma.kinds import Kind
from backoffice.efirma.names import Attributes, attributes, names_of
from backoffice.rehearsal.efirma import Authority, Efirma, authority, efirma, names
from backoffice.rehearsal.efirma.keys import CipherName
from tests.efirma.making import COMPANY, NOW, PASSWORD, public


def extensions(cer: bytes) -> list[tuple[str, bool, bytes]]:
    """The extensions of a certificate: identifier, whether critical, bytes."""
    found = x509.load_der_x509_certificate(cer).extensions
    return [(one.oid.dotted_string, one.critical, one.value.public_bytes()) for one in found]


def subject(cer: bytes) -> Attributes:
    """What the subject of a certificate says."""
    return attributes(names_of(x509.load_der_x509_certificate(cer).tbs_certificate_bytes).subject)


@pytest.mark.parametrize(("kind", "sats"), [(Kind.EFIRMA, "eku9003173c9"), (Kind.CSD, "eku9003173c9_csd")])
def test_a_certificate_has_the_shape_of_sats(rehearsal: Authority, kind: Kind, sats: str) -> None:
    ours = efirma(rehearsal, **{**COMPANY, "kind": kind}).cer

    assert extensions(ours) == extensions(public(sats))
    assert list(subject(ours)) == list(subject(public(sats)))


def test_a_subject_with_enye_is_written_byte_by_byte_as_sat_does() -> None:
    sats = names_of(x509.load_der_x509_certificate(public("n_tilde_canf770131pa3")).tbs_certificate_bytes).subject

    ours = names.subject(
        [
            (names.COMMON_NAME, "FERNANDO CASTILLO ÑABARRO"),
            (names.NAME, "FERNANDO CASTILLO ÑABARRO"),
            (names.ORGANIZATION, "FERNANDO CASTILLO ÑABARRO"),
            (names.COUNTRY, "MX"),
            (names.EMAIL, "pruebas.sat@pruebas.gob.mx"),
            (names.UNIQUE_IDENTIFIER, "CAÑF770131PA3"),
            (names.SERIAL_NUMBER, "CANF770131HBCSBR08"),
        ]
    )

    assert ours == sats


def test_what_was_asked_for_is_what_is_read(company: Efirma) -> None:
    read = read_certificate(company.cer)

    assert (read.kind, read.rfc, read.representative_rfc) == (Kind.EFIRMA, "NQE950301AB1", "KAHO641101B39")
    assert (read.name, read.curp) == ("Nóminas Quetzal de Ensayo, S.A. de C.V.", "KAHO641101HNTLKS06")
    assert read.number.startswith("99999")
    assert len(read.number) == 20
    assert (read.valid_from, read.valid_until) == (NOW, datetime(2030, 11, 26, 12, 0, tzinfo=UTC))


@pytest.mark.parametrize(
    ("cipher", "encryption", "turns", "digest"),
    [("aes256", "aes256_cbc", 2048, "sha256"), ("des3", "tripledes_3key", 2048, "sha1")],
)
def test_a_key_is_locked_with_its_password_as_sats_are(
    rehearsal: Authority, cipher: CipherName, encryption: str, turns: int, digest: str
) -> None:
    made = efirma(rehearsal, **{**COMPANY, "cipher": cipher})

    lock = EncryptedPrivateKeyInfo.load(made.key)["encryption_algorithm"].native["parameters"]
    derivation = lock["key_derivation_func"]["parameters"]
    assert lock["encryption_scheme"]["algorithm"] == encryption
    assert (derivation["iteration_count"], derivation["prf"]["algorithm"]) == (turns, digest)


@pytest.mark.parametrize("cipher", ["aes256", "des3"])
def test_a_key_opens_with_its_password_alone_and_belongs_to_its_certificate(
    rehearsal: Authority, cipher: CipherName
) -> None:
    made = efirma(rehearsal, **{**COMPANY, "cipher": cipher})

    key = load_der_private_key(made.key, PASSWORD.encode())

    assert isinstance(key, RSAPrivateKey)
    assert key.key_size == 2048
    assert key.public_key() == x509.load_der_x509_certificate(made.cer).public_key()
    with pytest.raises(ValueError, match=r"[Ii]ncorrect password|decrypt"):
        load_der_private_key(made.key, b"otra")


def test_two_efirmas_of_a_company_differ_in_number_and_key(rehearsal: Authority, company: Efirma) -> None:
    again = efirma(rehearsal, **COMPANY)

    assert read_certificate(again.cer).number != read_certificate(company.cer).number
    assert again.key != company.key


def test_letters_that_sat_does_not_write_are_refused(rehearsal: Authority) -> None:
    with pytest.raises(BadInput, match="letras que un certificado del SAT no lleva"):
        efirma(rehearsal, **{**COMPANY, "name": "Nóminas 日本"})


def test_the_authority_is_made_once_and_its_key_is_for_this_account_alone(tmp_path: Path) -> None:
    first, second = authority(tmp_path / "here" / "authority"), authority(tmp_path / "here" / "authority")

    assert first.certificate == second.certificate
    assert stat.S_IMODE((tmp_path / "here" / "authority" / "issuing.key").stat().st_mode) == 0o600
    assert sorted(file.name for file in first.trust_folder.iterdir()) == ["issuing.cer", "root.cer"]
    assert "sin validez" in first.certificate.subject.rfc4514_string()


def test_two_first_times_at_once_give_one_authority(tmp_path: Path) -> None:
    with ThreadPoolExecutor(4) as together:
        made = list(together.map(authority, [tmp_path / "authority"] * 4))

    assert len({one.certificate for one in made}) == 1
    assert [entry.name for entry in tmp_path.iterdir()] == ["authority"]
