"""The parts of the browser's e.firma by themselves: ciphers that WebCrypto lacks, names, and moments."""

from base64 import b64decode

import pytest
from cryptography.hazmat.decrepit.ciphers.algorithms import TripleDES
from cryptography.hazmat.primitives.ciphers import Cipher
from cryptography.hazmat.primitives.ciphers.modes import CBC
from playwright.sync_api import Page

from backoffice.rehearsal.efirma import Efirma
from tests.efirma.making import public
from tests.portal.efirma_page.asking import ask, chromium, company, page, rehearsal, server
from tests.portal.efirma_page.locks import renamed

__all__ = ["chromium", "company", "page", "rehearsal", "server"]
pytestmark = pytest.mark.browser


def test_triple_des_gives_known_answers(page: Page) -> None:
    key = bytes.fromhex("0123456789abcdef23456789abcdef01456789abcdef0123")
    secret = bytes.fromhex("a826fd8ce53b855f")  # SP 800-67, B.1
    one_key = bytes.fromhex("133457799bbcdff1") * 3
    long_secret = bytes(range(256)) * 8
    decryptor = Cipher(TripleDES(key), CBC(b"12345678")).decryptor()

    def opened(key: bytes, start: bytes, secret: bytes) -> bytes:
        return b64decode(ask(page, "decrypted", cipher="tripleDesCbc", key=key, start=start, secret=secret))

    assert opened(key, bytes(8), secret) == b"The qufc"
    assert opened(one_key, bytes(8), bytes.fromhex("85e813540f0ab405")) == bytes.fromhex("0123456789abcdef")
    assert opened(key, b"12345678", long_secret) == decryptor.update(long_secret)


@pytest.mark.parametrize(
    ("key", "secret"),
    [  # FIPS 197, C.1 to C.3: one block without a chain
        ("000102030405060708090a0b0c0d0e0f", "69c4e0d86a7b0430d8cdb78070b4c55a"),
        ("000102030405060708090a0b0c0d0e0f1011121314151617", "dda97ca4864cdfe06eaf70a0ec0d7191"),
        ("000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f", "8ea2b7ca516745bfeafc49904b496089"),
    ],
)
def test_aes_gives_known_answers(page: Page, key: str, secret: str) -> None:
    given = {"key": bytes.fromhex(key), "start": bytes(16), "secret": bytes.fromhex(secret)}

    opened = ask(page, "decrypted", cipher="aesCbc", **given)

    assert b64decode(opened).hex() == "00112233445566778899aabbccddeeff"


@pytest.mark.parametrize(
    ("tag", "encoding", "name"),
    [(12, "utf-8", "Ñandú"), (19, "latin-1", "Nandu"), (20, "latin-1", "Ñandú"), (30, "utf-16-be", "Ñandú")],
)
def test_names_are_read_in_every_kind_of_string(
    page: Page, company: Efirma, tag: int, encoding: str, name: str
) -> None:
    rfc = f"{name[0]}QE950301AB1"

    read = ask(page, "certificate", cer=renamed(company.cer, tag, encoding, name, f"{rfc} / KAHO641101B39"))

    assert (read["name"], read["rfc"]) == (name, rfc)


@pytest.mark.parametrize(("tag", "encoding", "name"), [(12, "latin-1", "Ñandú"), (30, "latin-1", "non")])
def test_a_name_that_is_not_of_its_encoding_is_damage(
    page: Page, company: Efirma, tag: int, encoding: str, name: str
) -> None:
    damaged = renamed(company.cer, tag, encoding, name, "x")

    assert ask(page, "certificate", cer=damaged)["code"] == "not_a_certificate"


def test_a_name_is_shown_on_one_line_without_characters_that_hide_others(page: Page, company: Efirma) -> None:
    cer = renamed(company.cer, 12, "utf-8", " Uno\u202eDos\x00\n Tres\u00a0 ", "no es un RFC")

    read = ask(page, "certificate", cer=cer)

    assert (read["name"], read["rfc"]) == ("Uno Dos Tres", "")


def test_the_validity_is_read(page: Page) -> None:
    read = ask(page, "certificate", cer=public("eku9003173c9"))

    assert (read["from"], read["until"]) == ("2019-06-14T21:05:15.000Z", "2023-06-13T21:05:15.000Z")


def with_seconds(cer: bytes, moment: bytes) -> bytes:
    """SAT's public certificate with another end of its validity."""
    assert len(moment) == len(b"230613210515Z")
    return cer.replace(b"230613210515Z", moment)


@pytest.mark.parametrize(
    "moment", [b"231313210515Z", b"230230210515Z", b"230613250515Z", b"2306132105150", b"23061321051-Z"]
)
def test_a_moment_that_does_not_exist_is_damage(page: Page, moment: bytes) -> None:
    read = ask(page, "certificate", cer=with_seconds(public("eku9003173c9"), moment))

    assert read["code"] == "not_a_certificate"
