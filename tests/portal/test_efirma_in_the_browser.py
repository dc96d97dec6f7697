"""The e.firma in a real Chromium: opened and used on the applicant's side, and nothing of it leaves the page."""

import re
from base64 import b64decode
from hashlib import pbkdf2_hmac
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.serialization import load_der_private_key
from playwright.sync_api import Browser, Page, expect

from backoffice.rehearsal.efirma import Authority, Efirma, efirma
from tests.efirma.making import COMPANY, PASSWORD, public
from tests.portal.efirma_page.asking import (
    KEYS,
    SATS_PASSWORD,
    ask,
    chromium,
    code,
    company,
    key_of,
    page,
    plain,
    rehearsal,
    server,
    verify,
)
from tests.portal.efirma_page.locks import CIPHERS, locked
from tests.portal.efirma_page.serving import FILES, MODULES, Served
from tests.timing import best

__all__ = ["chromium", "company", "page", "plain", "rehearsal", "server"]
pytestmark = pytest.mark.browser

STATEMENT = "||1.0|NQE950301AB1|Nóminas Ñandú, S.A. de C.V.|\nsegunda línea\r\n|e\u0301|😀||\n"
CERTIFICATES = Path(__file__).parents[1] / "efirma" / "certificates"
#: Ways out of a page, and places where it could leave something.
WAYS_OUT = re.compile(
    r"\b(fetch|XMLHttpRequest|WebSocket|EventSource|sendBeacon|postMessage|BroadcastChannel|console|localStorage|"
    r"sessionStorage|indexedDB|caches|cookie|document|location|navigator|eval|Function|WebAssembly|import)\b *[.(=]"
)
COMMENTS = re.compile(r"/\*.*?\*/|//[^\n]*", re.DOTALL)

#: File → what is read in it: number, RFC, name, end.
SATS = {
    "eku9003173c9": "30001000000400002417 EKU9003173C9 2023-06-13T21:05:15.000Z ESCUELA KEMPER URGATE SA DE CV",
    "eku9003173c9_csd": "30001000000400002434 EKU9003173C9 2023-06-17T19:44:14.000Z ESCUELA KEMPER URGATE SA DE CV",
    "cacx7605101p8": "30001000000400002300 CACX7605101P8 2023-05-27T21:49:54.000Z XOCHILT CASAS CHAVEZ",
    "n_tilde_canf770131pa3": "30001000000400002432 CAÑF770131PA3 2023-06-13T22:00:28.000Z FERNANDO CASTILLO ÑABARRO",
    "n_tilde_han930228sm9": "30001000000400002421 HAÑ930228SM9 2023-06-13T21:26:00.000Z HERMANOS ANZURES ÑARVAEZ SA",
    "aaa010101aaa": "30001000000300023685 AAA010101AAA 2021-05-15T23:29:17.000Z ACCEM SERVICIOS EMPRESARIALES SC",
}


@pytest.mark.parametrize(("name", "said"), SATS.items())
def test_sats_public_keys_open_and_sign_the_exact_bytes(page: Page, name: str, said: str) -> None:
    cer, key = public(name), key_of(name)

    opened = ask(page, "open", cer=cer, key=key, password=SATS_PASSWORD, text=STATEMENT)

    assert " ".join(opened[field] for field in ("number", "rfc", "until", "name")) == said
    assert b64decode(opened["certificate"]) == cer
    verify(cer, opened["signature"], STATEMENT)


@pytest.mark.parametrize("cipher", CIPHERS)
@pytest.mark.parametrize("prf", ["sha1", "sha256", "sha384", "sha512"])
def test_every_usual_lock_opens(page: Page, company: Efirma, plain: bytes, cipher: str, prf: str) -> None:
    key = locked(plain, b"contra", cipher, prf, 2048, length=prf == "sha384")
    load_der_private_key(key, b"contra")  # another library agrees that this is such a key

    opened = ask(page, "open", cer=company.cer, key=key, password="contra", text=STATEMENT)

    verify(company.cer, opened["signature"], STATEMENT)
    assert code(page, company.cer, key, "Contra") == "wrong_password"


def test_the_e_firma_of_rehearsals_opens(page: Page, company: Efirma, rehearsal: Authority) -> None:
    older = efirma(rehearsal, **{**COMPANY, "cipher": "des3"})

    assert code(page, company.cer, company.key) is None
    assert code(page, older.cer, older.key) is None


@pytest.mark.parametrize(
    ("written", "typed"),
    [
        ("ñandú-1".encode(), "ñandú-1"),
        ("ñandú-1".encode("latin-1"), "ñandú-1"),
        ("ñandú-1".encode(), "n\u0303andu\u0301-1"),
        ("ñandú-1".encode("latin-1"), "n\u0303andu\u0301-1"),
        ("n\u0303andu\u0301-1".encode(), "n\u0303andu\u0301-1"),
        ("contra 😀".encode(), "contra 😀"),
        (b"", ""),
    ],
)
def test_a_password_opens_however_its_letters_were_written(
    page: Page, company: Efirma, plain: bytes, written: bytes, typed: str
) -> None:
    key = locked(plain, written, "aes256_cbc", "sha256", 2048)

    assert code(page, company.cer, key, typed) is None
    assert code(page, company.cer, key, f"{typed}x") == "wrong_password"


def fill_in(page: Page, cer: Path, key: Path, password: str) -> None:
    """Choose both files and write the password."""
    page.get_by_label("Certificado").set_input_files(cer)
    page.get_by_label("Clave privada").set_input_files(key)
    page.get_by_label("Contraseña").fill(password)


def test_a_page_asks_for_the_modules_and_for_nothing_else_whatever_happens(chromium: Browser, server: Served) -> None:
    said: list[str] = []
    asked: list[str] = []
    server.requests.clear()
    page = chromium.new_page()
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("request", lambda request: asked.append(f"{request.method} /{request.url.removeprefix(server.address)}"))
    page.goto(server.address)

    fill_in(page, CERTIFICATES / "eku9003173c9.cer", KEYS / "eku9003173c9.key", "no es esta")
    page.get_by_role("button", name="Validar").click()
    expect(page.get_by_role("status")).to_contain_text("La contraseña no abre esta clave privada.")
    fill_in(page, CERTIFICATES / "n_tilde_han930228sm9.cer", KEYS / "n_tilde_han930228sm9.key", SATS_PASSWORD)
    page.get_by_role("button", name="Validar").click()
    expect(page.get_by_role("status")).to_have_text("HERMANOS ANZURES ÑARVAEZ SA, HAÑ930228SM9, 30001000000400002421")

    assert sorted(server.requests) == sorted(asked) == sorted(f"GET {path}" for path in FILES)
    assert said == []
    assert ask(page, "kept") == {"local": 0, "session": 0, "databases": 0, "caches": 0, "cookies": ""}
    page.close()


def test_the_modules_know_no_way_out_of_the_page() -> None:
    code_of = {module.name: COMMENTS.sub("", module.read_text("utf-8")) for module in MODULES.glob("*.js")}

    assert "openEfirma(" in code_of["efirma.js"]
    assert {name: WAYS_OUT.findall(text) for name, text in code_of.items()} == {name: [] for name in code_of}


@pytest.mark.parametrize("password", [PASSWORD, "no es esta"])
@pytest.mark.parametrize("cipher", ["tripledes_3key", "aes256_cbc"])
def test_keys_cannot_be_read_again_and_their_bytes_are_wiped(
    page: Page, company: Efirma, plain: bytes, cipher: str, password: str
) -> None:
    key = locked(plain, PASSWORD.encode(), cipher, "sha256", 2048)

    handed = ask(page, "watched", cer=company.cer, key=key, password=password)

    assert {one["extractable"] for one in handed} == {False}
    assert [one["left"] for one in handed] == [0] * len(handed)
    assert [one["uses"] for one in handed if one["format"] == "pkcs8"] == ([["sign"]] if password == PASSWORD else [])


def test_a_file_that_can_no_longer_be_read_is_told(page: Page, company: Efirma, tmp_path: Path) -> None:
    cer, key = tmp_path / "empresa.cer", tmp_path / "empresa.key"
    cer.write_bytes(company.cer)
    key.write_bytes(company.key)
    fill_in(page, cer, key, PASSWORD)

    key.unlink()
    page.get_by_role("button", name="Validar").click()

    expect(page.get_by_role("status")).to_contain_text("Ya no fue posible leer el archivo .key.")


def test_a_file_that_is_too_large_is_not_read(page: Page, company: Efirma, tmp_path: Path) -> None:
    cer, key = tmp_path / "empresa.cer", tmp_path / "empresa.key"
    with cer.open("wb") as large:
        large.truncate(5 * 1024**3)
    key.write_bytes(company.key)

    fill_in(page, cer, key, PASSWORD)
    page.get_by_role("button", name="Validar").click()

    expect(page.get_by_role("status")).to_contain_text("El archivo .cer pesa más de 10 KB")


@pytest.mark.parametrize(
    ("lock", "most"),
    [
        (("tripledes_3key", "sha1", 2048), 2),
        (("tripledes_3key", "sha1", 100_000), 6),
        (("aes256_cbc", "sha256", 100_000), 4),
    ],
)
def test_opening_takes_some_times_what_a_hundred_thousand_turns_take_outside_the_browser(
    page: Page, company: Efirma, plain: bytes, lock: tuple[str, str, int], most: int
) -> None:
    key = locked(plain, b"contra", *lock)

    took = min(ask(page, "open", cer=company.cer, key=key, password="contra")["took"] for _ in range(3))
    outside = 1000 * best(lambda: pbkdf2_hmac(lock[1], b"contra", bytes(8), 100_000))

    print(f"{lock}: {took:.0f} ms; 100,000 outside: {outside:.0f} ms")
    assert took <= most * outside
