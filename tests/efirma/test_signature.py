"""A signature holds for exactly one statement and one certificate."""

import pytest
from cryptography.hazmat.primitives.asymmetric import padding
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.hashes import SHA1, SHA256, SHA512, HashAlgorithm
from cryptography.hazmat.primitives.serialization import load_der_private_key

from backoffice.efirma.certificate import Certificate, read_certificate
from backoffice.efirma.refusals import Code, EfirmaRefused
from backoffice.efirma.signer import verify_signature
from backoffice.rehearsal.efirma import Authority, Efirma, efirma
from tests.efirma.making import COMPANY, PASSWORD, of_the_web

STATEMENT = "||1.0|SOLICITUD DE CERTIFICACION|0501423523|Nóminas Quetzal||".encode()


@pytest.fixture
def key(company: Efirma) -> RSAPrivateKey:
    """The company's key, unlocked."""
    return unlocked(company)


@pytest.fixture
def certificate(company: Efirma) -> Certificate:
    """The company's certificate."""
    return read_certificate(company.cer)


def unlocked(made: Efirma) -> RSAPrivateKey:
    """The key of an e.firma of the tests."""
    key = load_der_private_key(made.key, PASSWORD.encode())
    assert isinstance(key, RSAPrivateKey)
    return key


def signed(key: RSAPrivateKey, algorithm: HashAlgorithm | None = None) -> bytes:
    """The statement signed as the browser does."""
    return key.sign(STATEMENT, padding.PKCS1v15(), algorithm or SHA256())


def refused(certificate: Certificate, statement: bytes, signature: bytes) -> bool:
    """Whether the signature is refused with its sentence."""
    with pytest.raises(EfirmaRefused) as refusal:
        verify_signature(certificate, statement, signature)
    assert str(refusal.value) == (
        "La firma no corresponde a este documento y a este certificado. Vuelve a firmar con tu e.firma."
    )
    return refusal.value.code is Code.BAD_SIGNATURE


def test_a_signature_over_the_statement_by_the_key_of_the_certificate_holds(
    certificate: Certificate, key: RSAPrivateKey
) -> None:
    verify_signature(certificate, STATEMENT, signed(key))

    assert len(signed(key)) == 256


@pytest.mark.parametrize(
    "other", [b"", STATEMENT + b"\n", STATEMENT[:-1], STATEMENT.replace(b"0501423523", b"0501423524")]
)
def test_a_signature_over_another_statement_is_refused(
    certificate: Certificate, key: RSAPrivateKey, other: bytes
) -> None:
    assert refused(certificate, other, signed(key))


@pytest.mark.parametrize("place", [0, 1, 127, 255])
def test_a_signature_with_a_changed_bit_is_refused(certificate: Certificate, key: RSAPrivateKey, place: int) -> None:
    changed = bytearray(signed(key))
    changed[place] ^= 0x40

    assert refused(certificate, STATEMENT, bytes(changed))


def test_a_signature_by_another_key_is_refused(certificate: Certificate, rehearsal: Authority) -> None:
    other = efirma(rehearsal, **COMPANY)

    assert refused(certificate, STATEMENT, signed(unlocked(other)))


@pytest.mark.parametrize("length", [0, 1, 255, 257, 512, 1_000_000])
def test_a_signature_of_another_length_is_refused(certificate: Certificate, length: int) -> None:
    assert refused(certificate, STATEMENT, b"\x01" * length)


def test_a_signature_with_zeros_before_or_after_it_is_refused(certificate: Certificate, key: RSAPrivateKey) -> None:
    assert refused(certificate, STATEMENT, b"\x00" + signed(key))
    assert refused(certificate, STATEMENT, signed(key) + b"\x00")


def test_another_way_of_signing_is_refused(certificate: Certificate, key: RSAPrivateKey) -> None:
    pss = key.sign(STATEMENT, padding.PSS(padding.MGF1(SHA256()), 32), SHA256())

    assert refused(certificate, STATEMENT, pss)
    assert refused(certificate, STATEMENT, signed(key, SHA1()))  # noqa: S303  it must not count
    assert refused(certificate, STATEMENT, signed(key, SHA512()))


def test_a_certificate_without_an_rsa_key_verifies_nothing() -> None:
    assert refused(of_the_web(), STATEMENT, b"\x01" * 256)
