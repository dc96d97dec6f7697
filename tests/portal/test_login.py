"""Logging in: the code, the three that must fit, pauses for whoever guesses, and a way out."""

from email import message_from_bytes, policy

import pytest
from httpx import Response
from sqlalchemy import select

from backoffice.casework import accounts
from backoffice.records.accounts import Captcha
from backoffice.records.outbox import OutboxRow
from tests.casework.world import ACME
from tests.portal.browser import Browser
from tests.portal.owner import PASSWORD

REFUSED = "El NRP, el correo o la contraseña no son correctos."


@pytest.fixture
def visitor(nobody: Browser) -> Browser:
    """Somebody with an account, at the first page."""
    added = accounts.add(nobody.world.house, ACME, "test")
    accounts.set_known_password(nobody.world.house, added.account.id, PASSWORD)
    return nobody


def code_of(browser: Browser, page: str) -> dict[str, str]:
    """The code of the form that the page shows, as a person would read it."""
    number = page.split('name="captcha_id" value="')[1].split('"', maxsplit=1)[0]
    codes = browser.world.reading(lambda s: {str(r.id): r.code for r in s.execute(select(Captcha)).scalars()})
    return {"captcha_id": number, "captcha": codes[number]}


def enter(browser: Browser, password: str = PASSWORD, **other: str) -> Response:
    typed = {"nrp": ACME.nrp, "correo": ACME.email, "contrasena": password}
    return browser.post("/entrar", {**typed, **code_of(browser, browser.get("/").text), **other})


def test_who_knows_all_three_comes_in_and_goes_out_again(visitor: Browser) -> None:
    page = visitor.get("/").text
    for label in (
        "Número de Registro Patronal (NRP)",
        "Correo electrónico",
        "Contraseña",
        "Código captcha",
        "Iniciar sesión",
    ):
        assert label in page

    entered = enter(visitor)
    assert (entered.status_code, entered.headers["location"]) == (303, "/tramites")
    assert visitor.get("/tramites").status_code == 200

    visitor.post("/salir")
    assert visitor.get("/tramites").status_code == 303


@pytest.mark.parametrize(
    "wrong", [{"nrp": "X0000000000"}, {"correo": "otra@nandu.example"}, {"contrasena": "otra frase cualquiera"}]
)
def test_whichever_is_wrong_the_sentence_is_the_same(visitor: Browser, wrong: dict[str, str]) -> None:
    answer = enter(visitor, **wrong)

    assert answer.status_code == 422
    assert REFUSED in answer.text


def test_a_code_is_good_once(visitor: Browser) -> None:
    code = code_of(visitor, visitor.get("/").text)
    wrong = enter(visitor, **{**code, "captcha": "1"})
    spent = enter(visitor, **code)

    assert "El código captcha no coincide." in wrong.text
    assert "El código captcha no coincide." in spent.text


def test_the_rehearsals_code_is_worth_nothing_elsewhere(visitor: Browser) -> None:
    folder = visitor.world.house.settings.var / "demo"
    folder.mkdir()
    (folder / "captcha").write_text("77777")

    assert "El código captcha no coincide." in enter(visitor, captcha="77777").text


def test_five_failures_make_a_pause_that_ends(visitor: Browser) -> None:
    for _ in range(5):
        enter(visitor, "otra frase cualquiera")
    waiting = enter(visitor)
    visitor.world.clock.forward(minutes=1)
    after = enter(visitor)

    assert waiting.status_code == 429
    assert "Espera 1 minuto" in waiting.text
    assert after.status_code == 303


@pytest.mark.parametrize(
    "elsewhere", ["//evil.example", "https://evil.example", "/\\evil.example", "javascript:alert(1)"]
)
def test_the_login_leads_nowhere_else(visitor: Browser, elsewhere: str) -> None:
    assert enter(visitor, volver=elsewhere).headers["location"] == "/tramites"


def test_what_was_typed_is_inert(visitor: Browser) -> None:
    answer = enter(visitor, nrp='"><script>alert(1)</script>')

    assert "<script>alert" not in answer.text


def test_the_code_can_be_seen_and_heard(visitor: Browser) -> None:
    number = code_of(visitor, visitor.get("/").text)["captcha_id"]

    assert visitor.get(f"/captcha/{number}.png").content.startswith(b"\x89PNG")
    assert visitor.get(f"/captcha/{number}.wav").content.startswith(b"RIFF")


def test_an_invitation_sets_the_password_once(nobody: Browser) -> None:
    world = nobody.world
    accounts.add(world.house, ACME, "test")
    accounts.add(world.house, ACME, "test")
    letters = world.reading(lambda s: s.execute(select(OutboxRow)).scalars().all())
    assert [row.letter for row in letters] == ["invitation"]
    message = message_from_bytes(world.house.blobs.get(letters[0].message or ""), policy=policy.default)
    text = message.get_body(("plain",)).get_content()
    path = "/contrasena/" + text.split("/contrasena/")[1][:64]
    nobody.get("/")

    short = nobody.post(path, {"contrasena": "corta", "repetida": "corta"})
    other = nobody.post(path, {"contrasena": PASSWORD, "repetida": "otra"})
    kept = nobody.post(path, {"contrasena": PASSWORD, "repetida": PASSWORD})
    again = nobody.post(path, {"contrasena": PASSWORD, "repetida": PASSWORD})

    assert "de 12 a 128 caracteres" in short.text
    assert "no son iguales" in other.text
    assert kept.status_code == 200
    assert "Este enlace ya se usó o venció." in again.text
    assert enter(nobody).status_code == 303
