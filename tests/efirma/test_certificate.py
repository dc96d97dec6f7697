"""Reading a ``.cer``: what SAT's public test certificates say, and what bytes of any other kind get."""

import random
from datetime import UTC, datetime

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

from backoffice.domain.errors import BadInput
from backoffice.efirma.certificate import read_certificate
from backoffice.efirma.kinds import Kind
from backoffice.efirma.refusals import SENTENCES, Code, EfirmaRefused
from backoffice.efirma.trust import SAT_AUTHORITIES
from tests.efirma.making import Issuer, of_the_web, public

NOT_A_CERTIFICATE = "El archivo .cer no es un certificado. Elige el archivo .cer que el SAT te entregó con tu e.firma."


def test_a_companys_efirma_names_the_company_and_who_represents_it() -> None:
    read = read_certificate(public("eku9003173c9"))

    assert read.kind is Kind.EFIRMA
    assert read.number == "30001000000400002417"
    assert (read.rfc, read.representative_rfc) == ("EKU9003173C9", "XIQB891116QE4")
    assert (read.name, read.curp) == ("ESCUELA KEMPER URGATE SA DE CV", "XIQB891116MGRMZR05")
    assert read.valid_from == datetime(2019, 6, 14, 21, 5, 15, tzinfo=UTC)
    assert read.valid_until == datetime(2023, 6, 13, 21, 5, 15, tzinfo=UTC)
    assert read.der == public("eku9003173c9")


def test_a_persons_efirma_has_no_representative() -> None:
    read = read_certificate(public("cacx7605101p8"))

    assert read.kind is Kind.EFIRMA
    assert (read.rfc, read.representative_rfc, read.curp) == ("CACX7605101P8", None, "CACX760510MGTSHC04")
    assert (read.name, read.number) == ("XOCHILT CASAS CHAVEZ", "30001000000400002300")


@pytest.mark.parametrize(
    ("file", "rfc", "representative", "name"),
    [
        ("n_tilde_han930228sm9", "HAÑ930228SM9", "KAHO641101B39", "HERMANOS ANZURES ÑARVAEZ SA"),
        ("n_tilde_canf770131pa3", "CAÑF770131PA3", None, "FERNANDO CASTILLO ÑABARRO"),
    ],
)
def test_names_and_rfcs_with_enye_are_read(file: str, rfc: str, representative: str | None, name: str) -> None:
    read = read_certificate(public(file))

    assert (read.kind, read.rfc, read.representative_rfc, read.name) == (Kind.EFIRMA, rfc, representative, name)


def test_an_efirma_of_2017_is_one() -> None:
    read = read_certificate(public("aaa010101aaa"))

    assert (read.kind, read.rfc, read.representative_rfc) == (Kind.EFIRMA, "AAA010101AAA", "HEGT7610034S2")


def test_the_seal_of_the_same_company_is_a_csd() -> None:
    read = read_certificate(public("eku9003173c9_csd"))

    assert (read.kind, read.rfc, read.number) == (Kind.CSD, "EKU9003173C9", "30001000000400002434")


def test_an_authority_of_sat_is_neither() -> None:
    assert read_certificate((SAT_AUTHORITIES / "AC5_SAT.cer").read_bytes()).kind is Kind.OTHER


def test_a_certificate_of_the_web_is_neither_and_has_no_number_or_rfc() -> None:
    read = of_the_web()

    assert (read.kind, read.number, read.rfc, read.name) == (Kind.OTHER, "", "", "www.example")


@pytest.mark.parametrize("rfc", ["", "EKU9003173C", "EKU9003173C9 XIQB891116QE4", "/ XIQB891116QE4"])
def test_a_certificate_of_sats_shape_without_an_rfc_is_no_efirma(rfc: str) -> None:
    issued = Issuer("Raíz").issues(rfc=rfc, representative_rfc=None)

    read = read_certificate(issued.cer)

    assert (read.kind, read.rfc, read.representative_rfc) == (Kind.OTHER, "", None)


def test_pem_text_of_a_certificate_is_read_as_the_same_certificate() -> None:
    der = public("n_tilde_han930228sm9")
    pem = x509.load_der_x509_certificate(der).public_bytes(Encoding.PEM)

    assert read_certificate(pem) == read_certificate(der)
    assert read_certificate(b"\xef\xbb\xbf\r\n" + pem.replace(b"\n", b"\r\n")) == read_certificate(der)


def test_a_name_comes_on_one_line_without_characters_that_cannot_be_seen() -> None:
    issued = Issuer("Raíz").issues(name="EMPRESA\n  DE\x00 ENSAYO\x85 SA")

    assert read_certificate(issued.cer).name == "EMPRESA DE ENSAYO SA"


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\x00",
        b"0" * 1500,
        b"%PDF-1.7\n%%EOF",
        b"-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n",
        b"-----BEGIN CERTIFICATE-----",
        b"\x30\x80" * 2000,
        public("eku9003173c9")[:-1],
        public("eku9003173c9") + b"\x00",
    ],
    ids=["nothing", "zero", "digits", "pdf", "empty_pem", "half_pem", "deep", "cut", "longer"],
)
def test_what_is_no_certificate_is_refused_with_its_sentence(data: bytes) -> None:
    with pytest.raises(BadInput) as refusal:
        read_certificate(data)

    assert str(refusal.value) == NOT_A_CERTIFICATE


def test_a_file_of_a_megabyte_is_refused_before_it_is_looked_at() -> None:
    with pytest.raises(EfirmaRefused) as refusal:
        read_certificate(public("eku9003173c9") + bytes(1024 * 1024))

    assert refusal.value.code is Code.TOO_LARGE
    assert str(refusal.value).startswith("El archivo .cer pesa más de 10 KB")


@pytest.mark.filterwarnings("ignore:Parsed a serial number")
@pytest.mark.parametrize("seed", range(4))
def test_damaged_certificates_are_read_or_refused_and_nothing_else(seed: int) -> None:
    chance = random.Random(seed)
    whole = [public(name) for name in ("eku9003173c9", "eku9003173c9_csd", "n_tilde_han930228sm9", "aaa010101aaa")]
    refusals = [refusal for _ in range(1000) if (refusal := _refusal(_damaged(chance.choice(whole), chance)))]

    assert set(refusals) == {NOT_A_CERTIFICATE}
    assert 300 < len(refusals) < 1000


def test_every_reason_has_a_sentence() -> None:
    assert set(SENTENCES) == set(Code)


def _refusal(data: bytes) -> str | None:
    """The sentence with which *data* is refused, if it is."""
    try:
        read_certificate(data)
    except EfirmaRefused as refusal:
        return str(refusal)
    return None


def _damaged(data: bytes, chance: random.Random) -> bytes:
    """*data* with one to three bytes changed, taken out, put in or repeated, most of them in its structure."""
    damaged = bytearray(data)
    for _ in range(chance.choice((1, 1, 2, 3))):
        place = chance.randrange(1020 if chance.random() < 0.8 else len(damaged) - 8)
        match chance.randrange(4):
            case 0:
                damaged[place] ^= 1 << chance.randrange(8)
            case 1:
                damaged[place] = chance.choice(b"\x00\x01\x03\x05\x06\x0c\x13\x14\x1c\x1e\x30\x31\x80\x84\xff")
            case 2:
                del damaged[place : place + chance.randrange(1, 9)]
            case _:
                damaged[place:place] = chance.randbytes(chance.randrange(1, 5))
    return bytes(damaged)
