"""The page in a real Chromium, and how tests ask it."""

from base64 import b64decode, b64encode
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, load_der_private_key
from playwright.sync_api import Browser, Page, sync_playwright

from backoffice.rehearsal.efirma import Efirma
from tests.desk.jupyter import CHROMIUM
from tests.efirma.conftest import company, rehearsal
from tests.efirma.making import PASSWORD
from tests.portal.efirma_page.serving import Served, serving

__all__ = ["chromium", "company", "page", "plain", "rehearsal", "server"]

KEYS = Path(__file__).parents[1] / "efirma_keys"
SATS_PASSWORD = "12345678a"


@pytest.fixture(scope="module")
def server() -> Iterator[Served]:
    """Where the page is, and all that was asked there."""
    with serving() as served:
        yield served


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """A browser to which ``desk.example`` is a server somewhere, in truth this computer."""
    rules = "--host-resolver-rules=MAP desk.example 127.0.0.1"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", rules])
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def page(chromium: Browser, server: Served) -> Page:
    """The page, open."""
    return opened(chromium, server.address)


@pytest.fixture(scope="module")
def plain(company: Efirma) -> bytes:
    """The company's private key without its lock."""
    key = load_der_private_key(company.key, PASSWORD.encode())
    return key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())


def opened(chromium: Browser, address: str) -> Page:
    """A new page whose script has run."""
    page = chromium.new_page()
    page.goto(address)
    page.wait_for_function("globalThis.trial")
    return page


def key_of(name: str) -> bytes:
    """The key of one of SAT's public test certificates."""
    return (KEYS / f"{name}.key").read_bytes()


def ask(page: Page, what: str, **given: Any) -> Any:
    """Call a function of the page's ``trial``; bytes travel as base64. An error that is no refusal is raised."""
    sent = {name: b64encode(value).decode() if isinstance(value, bytes) else value for name, value in given.items()}
    return page.evaluate(f"given => trial.{what}(given)", sent)


def code(page: Page, cer: bytes, key: bytes, password: str = PASSWORD) -> str | None:
    """Why an e.firma was not opened; ``None`` where it was."""
    found: str | None = ask(page, "open", cer=cer, key=key, password=password).get("code")
    return found


def verify(cer: bytes, signature: str, statement: str) -> None:
    """Raises where *signature* is not over the bytes of *statement*."""
    key = x509.load_der_x509_certificate(cer).public_key()
    assert isinstance(key, RSAPublicKey)
    key.verify(b64decode(signature), statement.encode(), PKCS1v15(), SHA256())
