"""Why the browser's e.firma is not opened: each mishap has its own code, and hostile files meet nothing but refusals."""

from collections.abc import Callable

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_der_private_key,
)
from playwright.sync_api import Browser, Page

from backoffice.rehearsal.efirma import Efirma
from bench.measuring import timed
from tests.efirma.making import of_the_web, public
from tests.portal.efirma_page.asking import (
    SATS_PASSWORD,
    ask,
    chromium,
    code,
    company,
    key_of,
    opened,
    page,
    plain,
    rehearsal,
    server,
)
from tests.portal.efirma_page.locks import locked, padding, shortened
from tests.portal.efirma_page.serving import Served

__all__ = ["chromium", "company", "page", "plain", "rehearsal", "server"]
pytestmark = pytest.mark.browser

CER = public("eku9003173c9")
KEY = key_of("eku9003173c9")
#: Identifiers, each as long as the one that it stands for.
PBES2, PBES1 = bytes.fromhex("2a864886f70d01050d"), bytes.fromhex("2a864886f70d010503")
PBKDF2, SCRYPT = bytes.fromhex("2a864886f70d01050c"), bytes.fromhex("2b06010401da47040b")
RSA, PSS = bytes.fromhex("2a864886f70d010101"), bytes.fromhex("2a864886f70d01010a")
TRIPLE_DES, RC2 = bytes.fromhex("2a864886f70d0307"), bytes.fromhex("2a864886f70d0302")


def unlocked(form: PrivateFormat) -> bytes:
    """SAT's public key without its lock."""
    return load_der_private_key(KEY, SATS_PASSWORD.encode()).private_bytes(Encoding.DER, form, NoEncryption())


def of_a_curve() -> bytes:
    """A locked key that is not RSA."""
    key, lock = ec.generate_private_key(ec.SECP256R1()), BestAvailableEncryption(SATS_PASSWORD.encode())
    return key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, lock)


Files = tuple[bytes, bytes, str]

MISHAPS: dict[str, tuple[str, Callable[[], Files]]] = {
    "a certificate of 0 bytes": ("empty_file", lambda: (b"", KEY, SATS_PASSWORD)),
    "a key of 0 bytes": ("empty_file", lambda: (CER, b"", SATS_PASSWORD)),
    "a certificate of 10 KB and a byte": ("too_large", lambda: (bytes(10_241), KEY, SATS_PASSWORD)),
    "a key of 20 KB and a byte": ("too_large", lambda: (CER, bytes(20_481), SATS_PASSWORD)),
    "10 KB of nothing": ("not_a_certificate", lambda: (bytes(10_240), KEY, SATS_PASSWORD)),
    "20 KB of nothing": ("not_a_key", lambda: (CER, bytes(20_480), SATS_PASSWORD)),
    "a text as certificate": ("not_a_certificate", lambda: (b"Certificado", KEY, SATS_PASSWORD)),
    "a PDF as key": ("not_a_key", lambda: (CER, b"%PDF-1.7\n", SATS_PASSWORD)),
    "a certificate of a curve": ("not_a_certificate", lambda: (of_the_web().der, KEY, SATS_PASSWORD)),
    "a certificate of a key for PSS alone": ("not_a_certificate", lambda: (CER.replace(RSA, PSS), KEY, SATS_PASSWORD)),
    "a key of a curve": ("not_a_key", lambda: (CER, of_a_curve(), SATS_PASSWORD)),
    "a certificate and a byte": ("not_a_certificate", lambda: (CER + b"\0", KEY, SATS_PASSWORD)),
    "a key and a byte": ("not_a_key", lambda: (CER, KEY + b"\0", SATS_PASSWORD)),
    "each file in the other's place": ("swapped", lambda: (KEY, CER, SATS_PASSWORD)),
    "the key twice": ("swapped", lambda: (KEY, KEY, SATS_PASSWORD)),
    "the certificate twice": ("swapped", lambda: (CER, CER, SATS_PASSWORD)),
    "an open key": ("unencrypted_key", lambda: (CER, unlocked(PrivateFormat.PKCS8), SATS_PASSWORD)),
    "an open key of PKCS#1": (
        "unencrypted_key",
        lambda: (CER, unlocked(PrivateFormat.TraditionalOpenSSL), SATS_PASSWORD),
    ),
    "an open key as certificate": ("swapped", lambda: (unlocked(PrivateFormat.PKCS8), KEY, SATS_PASSWORD)),
    "PBES1": ("unsupported_cipher", lambda: (CER, KEY.replace(PBES2, PBES1), SATS_PASSWORD)),
    "scrypt": ("unsupported_cipher", lambda: (CER, KEY.replace(PBKDF2, SCRYPT), SATS_PASSWORD)),
    "RC2": ("unsupported_cipher", lambda: (CER, KEY.replace(TRIPLE_DES, RC2), SATS_PASSWORD)),
    "another password": ("wrong_password", lambda: (CER, KEY, "12345678A")),
    "no password": ("wrong_password", lambda: (CER, KEY, "")),
    "the seal's key": ("other_key", lambda: (CER, key_of("eku9003173c9_csd"), SATS_PASSWORD)),
}


@pytest.mark.parametrize(("expected", "files"), MISHAPS.values(), ids=MISHAPS)
def test_every_mishap_has_its_own_code(page: Page, expected: str, files: Callable[[], Files]) -> None:
    cer, key, password = files()

    said = ask(page, "open", cer=cer, key=key, password=password)

    assert said["code"] == expected
    assert "{" not in said["message"]


def test_a_page_without_https_says_so(chromium: Browser, server: Served) -> None:
    page = opened(chromium, f"http://desk.example:{server.port}/")

    assert code(page, CER, KEY, SATS_PASSWORD) == "no_webcrypto"
    page.close()


def test_a_hash_that_browsers_lack_is_an_unknown_lock(page: Page, company: Efirma, plain: bytes) -> None:
    key = locked(plain, b"contra", "aes256_cbc", "sha224", 2048)

    assert code(page, company.cer, key, "contra") == "unsupported_cipher"


@pytest.mark.parametrize("cipher", ["tripledes_3key", "aes128_cbc", "aes192_cbc", "aes256_cbc"])
def test_what_is_damaged_behind_the_lock_cannot_be_told_from_a_wrong_password(
    page: Page, company: Efirma, plain: bytes, cipher: str
) -> None:
    block = 8 if cipher == "tripledes_3key" else 16

    def said(inside: bytes, *, padded: bool = False) -> str | None:
        return code(page, company.cer, locked(inside, b"contra", cipher, "sha256", 1, padded=padded), "contra")

    whole = padding(plain, block)
    a_block_too_much = whole[-1] + block
    assert said(whole, padded=True) is None
    assert said(whole[:-2] + b"\0" + whole[-1:], padded=True) == "wrong_password"
    assert said(whole[:-1] + b"\0", padded=True) == "wrong_password"
    assert said(whole[:-1] + b"\xff", padded=True) == "wrong_password"
    assert said(plain + bytes([a_block_too_much]) * a_block_too_much, padded=True) == "wrong_password"
    assert said(b"") == said(b"0") == said(plain[:-1]) == said(plain + b"\0") == "wrong_password"
    assert said(plain.replace(plain[40:60], bytes(20))) == "wrong_password"


@pytest.mark.parametrize("size", [0, 1, 7, 8, 9, 1000, 1001])
def test_a_secret_that_was_cut_is_a_wrong_password(page: Page, size: int) -> None:
    assert code(page, CER, shortened(KEY, size), SATS_PASSWORD) == "wrong_password"


@pytest.mark.parametrize("turns", [0, 10_000_001, 2**31, 2**32, 2**53, 2**64, 10**300])
def test_a_count_of_turns_that_would_take_for_ever_is_refused_at_once(
    page: Page, company: Efirma, plain: bytes, turns: int
) -> None:
    usual = locked(plain, b"contra", "aes256_cbc", "sha256", 2048)
    endless = locked(plain, b"contra", "aes256_cbc", "sha256", 1, written=turns)

    assert code(page, company.cer, endless, "contra") == "unsupported_cipher"
    opened, _ = timed(lambda: code(page, company.cer, usual, "contra"))
    refused, _ = timed(lambda: code(page, company.cer, endless, "contra"))
    assert refused <= 4 * opened


def test_the_largest_count_of_turns_is_tried_and_the_page_lives_meanwhile(
    page: Page, company: Efirma, plain: bytes
) -> None:
    key = locked(plain, b"contra", "aes256_cbc", "sha256", 1, written=10_000_000)

    found = ask(page, "whileCounting", cer=company.cer, key=key, password="contra")

    assert found["code"] == "wrong_password"
    assert found["beats"] >= 20


@pytest.mark.parametrize(
    "start",
    [
        *("30", "3080", "3080 0000", "3081", "3082 01", "3084 ffffffff", "3085 0100000000", "3088 7fffffffffffffff"),
        *("30ff", "3081 05 0203010001", "3082 0005 0203010001", "3f8101 00", "30 7f 00"),
    ],
)
def test_lengths_that_lie_are_neither_a_certificate_nor_a_key(page: Page, start: str) -> None:
    lying = bytes.fromhex(start)

    for file in (lying, lying + CER, lying + KEY):
        assert code(page, file, KEY, SATS_PASSWORD) == "not_a_certificate"
        assert code(page, CER, file, SATS_PASSWORD) == "not_a_key"


#: Kind of damage → how many files, and all that comes of them. The certificate has 1,544 bytes and the key 1,298, the
#: first 78 of them its lock. Only a certificate's changes may go unseen: the server looks at its signature.
ASSAULTS: dict[str, tuple[int, set[str]]] = {
    "noise": (2000, {"not_a_certificate", "not_a_key"}),
    "cut": (2840, {"not_a_certificate", "not_a_key"}),
    "cut inside": (2834, {"not_a_certificate", "not_a_key"}),
    "changed certificate": (1544, {"not_a_certificate", "opened"}),
    "changed lock": (624, {"not_a_key", "unsupported_cipher", "wrong_password"}),
    "changed secret": (300, {"wrong_password"}),
    "wrong passwords": (1000, {"wrong_password"}),
}


@pytest.mark.parametrize(("kind", "files", "outcomes"), [(kind, *rest) for kind, rest in ASSAULTS.items()])
def test_damaged_files_are_refused_and_nothing_else_happens(
    page: Page, kind: str, files: int, outcomes: set[str]
) -> None:
    counts = ask(page, "assault", kind=kind, cer=CER, key=KEY, password=SATS_PASSWORD, seed=20261126)

    print(f"{kind}: {counts}")
    assert (sum(counts.values()), set(counts)) == (files, outcomes)


def test_every_code_has_a_sentence_in_spanish_that_says_what_to_do(page: Page) -> None:
    sentences = ask(page, "sentences")

    assert set(sentences) == {
        *("empty_file", "too_large", "unreadable_file", "not_a_certificate", "not_a_key", "swapped"),
        *("unencrypted_key", "unsupported_cipher", "wrong_password", "other_key", "no_webcrypto"),
    }
    deeds = ("Elige el archivo", "vuelve a elegirlo", "elige el archivo otra vez", "Escríbela otra vez", "Ábrela con")
    assert [name for name, text in sentences.items() if not any(deed in text for deed in deeds)] == []
    assert len(set(sentences.values())) == 11


def test_a_sentence_names_the_file_it_is_about(page: Page) -> None:
    empty = ask(page, "open", cer=CER, key=b"", password="")["message"]
    large = ask(page, "open", cer=CER, key=bytes(20_481), password="")["message"]

    assert empty.startswith("El archivo .key está vacío.")
    assert large.startswith("El archivo .key pesa más de 20 KB")
