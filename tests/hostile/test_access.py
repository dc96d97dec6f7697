"""Logins, sessions, cookies and headers under attack."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime
from hashlib import sha256
from uuid import uuid4

import pytest
import structlog
from httpx import Response

from backoffice.casework import accounts
from backoffice.casework.logging_in import LoginRefused, TooManyTries, log_in
from backoffice.portal.headers import ALWAYS
from backoffice.records.accounts import Captcha
from tests.casework.world import ACME, World
from tests.portal.browser import Browser
from tests.portal.owner import OWNER, PASSWORD, account
from tests.portal.pen import Pen

__all__ = ["account"]


def guess(world: World, address: str) -> str:
    """How one wrong try ends."""
    try:
        log_in(world.house, replace(OWNER, password="adivino", address=address))
    except (LoginRefused, TooManyTries) as refusal:
        return type(refusal).__name__
    return "in"


def enter(visitor: Browser, **headers: str) -> Response:
    """Log in through the page, with a code that is right."""
    number = uuid4()
    with visitor.world.house.transaction() as work:
        work.put(Captcha(id=number, code="12345", expires_at=work.now.replace(year=2100)))
    typed = {"nrp": ACME.nrp, "correo": ACME.email, "contrasena": PASSWORD, "captcha": "12345"}
    return visitor.post("/entrar", {**typed, "captcha_id": str(number)}, headers=headers)


def test_passwords_are_kept_by_argon2id_as_rfc_9106_asks(account: World) -> None:
    (kept,) = account.reading(
        lambda s: s.connection().exec_driver_sql("SELECT password_hash FROM accounts").scalars().all()
    )

    assert kept.startswith("$argon2id$v=19$m=65536,t=3,p=4$")


def test_guesses_at_once_count_each_other(account: World) -> None:
    with ThreadPoolExecutor(20) as threads:
        outcomes = Counter(threads.map(lambda _: guess(account, "192.0.2.9"), range(20)))

    assert outcomes == {"LoginRefused": 5, "TooManyTries": 15}


def test_who_knows_the_password_leaves_no_pause_behind(account: World) -> None:
    tokens = {log_in(account.house, OWNER).token for _ in range(31)}

    assert len(tokens) == 31


def test_an_account_of_ones_own_buys_no_guesses(account: World) -> None:
    for number in range(29):
        guess(account, f"198.51.100.{number}")
    log_in(account.house, replace(OWNER, address="203.0.113.1"))

    assert [guess(account, f"203.0.113.{number}") for number in (2, 3)] == ["LoginRefused", "TooManyTries"]


def test_every_try_to_log_in_is_written_down_without_its_words(account: World) -> None:
    structlog.reset_defaults()  # whatever a command of another test left unsaid
    with structlog.testing.capture_logs() as said:
        log_in(account.house, OWNER)
        guess(account, "2001:db8::7")
    events = account.reading(lambda s: s.connection().exec_driver_sql("SELECT act FROM audit_events").scalars().all())

    assert [(one["event"], one["place"]) for one in said] == [("login_refused", "2001:db8::/64")]
    assert "adivino" not in str(said)
    assert ACME.email not in str(said)
    assert events.count("log_in") == 1


def test_a_password_is_seen_in_no_text_of_a_try() -> None:
    assert PASSWORD not in repr(OWNER)


def test_a_login_brings_a_new_token_and_ends_the_session_before(account: World) -> None:
    visitor = Browser(account)
    visitor.get("/")
    first = dict(visitor.client.cookies)["mesa_visita"]
    enter(visitor)
    second = dict(visitor.client.cookies)["mesa_visita"]
    enter(visitor)
    third = dict(visitor.client.cookies)["mesa_visita"]

    assert len({first, second, third}) == 3
    assert {token: status_with(account, token) for token in (first, second, third)} == {
        first: 303,
        second: 303,
        third: 200,
    }


def status_with(world: World, token: str) -> int:
    """How a page of somebody's answers to whoever holds that token."""
    thief = Browser(world)
    return thief.get("/tramites", headers={"cookie": f"mesa_visita={token}"}).status_code


def test_after_leaving_the_token_is_worth_nothing(account: World) -> None:
    visitor = Browser(account)
    visitor.get("/")
    enter(visitor)
    token = dict(visitor.client.cookies)["mesa_visita"]
    assert status_with(account, token) == 200

    visitor.post("/salir")

    assert status_with(account, token) == 303


@pytest.mark.parametrize(("minutes", "visits", "status"), [(29, 1, 200), (30, 1, 303), (29, 20, 200), (29, 21, 303)])
def test_a_session_ends_half_an_hour_after_its_last_page_and_after_ten_hours_whatever(
    account: World, minutes: int, visits: int, status: int
) -> None:
    token = log_in(account.house, OWNER).token
    for _ in range(visits):
        account.clock.forward(minutes=minutes)
        found = status_with(account, token)

    assert found == status


def test_a_new_password_ends_every_session(account: World) -> None:
    token = log_in(account.house, OWNER).token
    added = accounts.add(account.house, ACME, "test")

    accounts.set_known_password(account.house, added.account.id, "otra frase, también larga")

    assert status_with(account, token) == 303


@pytest.fixture
def https(account: World) -> Browser:
    """A visitor of a portal that is reached by HTTPS."""
    settings = account.house.settings.model_copy(update={"portal_url": "https://portal.example"})
    account.house = replace(account.house, settings=settings)
    visitor = Browser(account)
    visitor.client.base_url = "https://testserver"  # type: ignore[assignment]
    return visitor


def test_over_https_cookies_are_bound_to_the_host_and_hidden_from_scripts(https: Browser) -> None:
    given = https.get("/").headers.get_list("set-cookie")
    token = given[0].partition("=")[2].partition(";")[0]
    number = uuid4()
    with https.world.house.transaction() as work:
        work.put(Captcha(id=number, code="12345", expires_at=work.now.replace(year=2100)))
    word = sha256(f"csrf:{token}".encode()).hexdigest()
    typed = {
        "nrp": ACME.nrp,
        "correo": ACME.email,
        "contrasena": PASSWORD,
        "captcha": "12345",
        "captcha_id": str(number),
    }
    entered = https.client.post(
        "/entrar", data={**typed, "csrf": word}, headers={"cookie": f"__Host-mesa_visita={token}"}
    )

    cookies = [*given, *entered.headers.get_list("set-cookie")]
    assert entered.status_code == 303
    assert [one.partition("=")[0] for one in cookies] == [
        "__Host-mesa_visita",
        "__Host-mesa_visita",
        "__Host-mesa_equipo",
    ]
    for one in cookies:
        marks = {mark.strip().lower() for mark in one.split(";")[1:]}
        assert {"httponly", "secure", "samesite=lax", "path=/"} <= marks
        assert not any(mark.startswith("domain") for mark in marks)


def test_over_https_browsers_are_told_to_come_by_nothing_else(https: Browser, nobody: Browser) -> None:
    assert https.get("/").headers["strict-transport-security"] == "max-age=63072000; includeSubDomains"
    plain = Browser(
        replace(
            nobody.world,
            house=replace(
                nobody.world.house, settings=nobody.world.house.settings.model_copy(update={"portal_url": None})
            ),
        )
    )
    assert "strict-transport-security" not in plain.get("/").headers


def no_chance(_: int) -> bytes:
    """A machine that gives no random bytes."""
    raise OSError("select secret")


def test_even_what_nobody_foresaw_carries_every_header_and_no_trace(nobody: Browser) -> None:
    broken = replace(nobody.world.house, draw=no_chance)
    answer = Browser(replace(nobody.world, house=broken)).get("/")

    assert answer.status_code == 500
    assert {name: answer.headers.get(name) for name in ALWAYS} == ALWAYS
    assert "secret" not in answer.text


def test_the_policy_lets_no_script_in_but_our_files() -> None:
    said = dict(part.strip().partition(" ")[::2] for part in ALWAYS["Content-Security-Policy"].split(";"))

    assert (said["default-src"], said["script-src"], said["style-src"]) == ("'none'", "'self'", "'self'")
    assert (said["frame-ancestors"], said["base-uri"], said["form-action"]) == ("'none'", "'none'", "'self'")
    assert "unsafe" not in ALWAYS["Content-Security-Policy"]


def test_what_is_downloaded_is_an_attachment_of_a_fixed_type(pen: Pen) -> None:
    pen.request()
    world = pen.browser.world
    world.work()
    page = pen.browser.get("/certificacion").text
    links = {link.split('"')[0] for link in page.split('href="')[1:]}
    letter = next(link for link in links if link.startswith("/certificacion/cartas/"))
    files = {link for link in links if "/documentos/" in link or "/set/" in link} | {
        f"{letter.removesuffix('.eml')}.eml"
    }

    kinds = set()
    for link in files:
        answer = pen.browser.get(link)
        assert answer.status_code == 200, link
        assert answer.headers["content-disposition"].startswith("attachment; ")
        assert answer.headers["x-content-type-options"] == "nosniff"
        kinds.add(answer.headers["content-type"])
    assert kinds == {"application/pdf", "application/zip", "application/octet-stream"}


@pytest.mark.parametrize("word", ["", "0" * 64, "ñ", "\x00"])
def test_a_form_without_its_word_changes_nothing(acme: Browser, word: str) -> None:
    answer = acme.client.post("/salir", data={"csrf": word})

    assert answer.status_code == 422
    assert acme.get("/tramites").status_code == 200


def test_a_page_that_fails_leaves_no_word_of_its_address_in_the_log(nobody: Browser) -> None:
    """The word of ``/contrasena/WORD`` sets a password."""
    secret = "f" * 64

    def no_time() -> datetime:
        raise RuntimeError("the clock fell")

    nobody.client.app.state.house = replace(nobody.world.house, now=no_time)  # type: ignore[attr-defined]
    structlog.reset_defaults()  # whatever a command of another test left unsaid

    with structlog.testing.capture_logs() as said:
        answer = nobody.get(f"/contrasena/{secret}")

    assert answer.status_code == 500
    assert [(one["event"], one["page"]) for one in said] == [("page_failed", "/contrasena/{token}")]
