"""The portal under requests that no page of ours sends, as nobody and as a company that logged in."""

import re
from uuid import uuid4

import pytest
from httpx import Response
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from starlette.routing import compile_path

from backoffice.portal.headers import ALWAYS
from backoffice.records.accounts import Captcha
from tests.hostile.requests import MARK, Sent, hostile, sendings
from tests.portal.browser import Browser
from tests.portal.pen import Pen
from tests.portal.test_access_matrix import routes

#: Routes that end a session are tried by their own tests.
ROUTES = sorted({(method, path) for method, path in routes() if path != "/salir" and method in {"GET", "POST"}})
#: Executions for each visitor.
EACH = 700
UNHINDERED = settings(
    max_examples=EACH,
    deadline=None,
    phases=(Phase.explicit, Phase.reuse, Phase.generate),
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.data_too_large],
)


def drawn(data: st.DataObject) -> Sent:
    """A request to one of the routes."""
    method, path = data.draw(st.sampled_from(ROUTES))
    return data.draw(sendings(method, compile_path(path)[1]))


def send(visitor: Browser, sent: Sent) -> Response:
    """Send it with this visitor's word."""
    word = visitor.csrf
    headers = {name: text.replace("@csrf@", word) for name, text in sent.headers.items()}
    encoded = {name: text.encode("latin-1") for name, text in headers.items()}
    body = sent.body.replace(b"@csrf@", word.encode())
    content = {"content": body} if sent.method == "POST" else {}
    return visitor.client.request(sent.method, sent.path, headers=encoded, **content)


def require_harmless(answer: Response, sent: Sent) -> None:
    """A page or a refusal of ours, with every header, and nothing of the request alive in it."""
    assert answer.status_code < 500 or (
        answer.status_code == 503 and sent.path.startswith(("/api/acceso", "/ready"))
    ), sent
    assert "Traceback" not in answer.text
    assert MARK not in answer.text or answer.headers["content-type"].startswith("application/json")
    missing = [name for name in ALWAYS if name not in answer.headers]
    assert not missing, (sent, missing)
    assert re.match("/(?!/)", answer.headers.get("location", "/")), answer.headers["location"]


@UNHINDERED
@given(data=st.data())
def test_nobody_breaks_nothing(nobody: Browser, data: st.DataObject) -> None:
    nobody.get("/") if not nobody.csrf else None
    sent = drawn(data)

    require_harmless(send(nobody, sent), sent)


@UNHINDERED
@given(data=st.data())
def test_who_logged_in_breaks_nothing(pen: Pen, data: st.DataObject) -> None:
    sent = drawn(data)

    require_harmless(send(pen.browser, sent), sent)


@settings(UNHINDERED, max_examples=60)
@given(said=st.fixed_dictionaries(dict.fromkeys(("nrp", "correo", "contrasena", "repetida", "volver"), hostile)))
@pytest.mark.parametrize("path", ["/entrar", "/contrasena"])
def test_behind_the_code_nothing_breaks_either(nobody: Browser, path: str, said: dict[str, str]) -> None:
    nobody.get("/") if not nobody.csrf else None
    world, number = nobody.world, uuid4()
    with world.house.transaction() as work:
        work.put(Captcha(id=number, code="12345", expires_at=work.now.replace(year=2100)))

    answer = nobody.post(path, {**said, "captcha_id": str(number), "captcha": "12345"})

    require_harmless(answer, Sent("POST", path))


@pytest.mark.parametrize(
    ("charset", "typed"),
    [("utf-7", b"+2AA-"), ("unicode_escape", b"\\ud800"), ("utf-8", b"a\0b")],
)
def test_what_is_no_text_is_refused_whatever_encoding_it_says_to_be_in(
    nobody: Browser, charset: str, typed: bytes
) -> None:
    nobody.get("/")
    parts = (("csrf", nobody.csrf.encode()), ("correo", typed), ("captcha", b"1"))
    body = b"".join(
        b'--b\r\nContent-Disposition: form-data; name="%s"\r\n\r\n%s\r\n' % (name.encode(), text)
        for name, text in parts
    )

    answer = nobody.client.post(
        "/entrar",
        content=body + b"--b--\r\n",
        headers={"content-type": f"multipart/form-data; boundary=b; charset={charset}"},
    )

    assert answer.status_code == 422
    assert "signos que no son texto" in answer.text


def test_an_address_with_a_slash_too_many_leads_to_no_host_of_the_visitors_choice(nobody: Browser) -> None:
    answer = nobody.get("/registro/", headers={"host": "evil.example"})

    assert (answer.status_code, answer.headers.get("location")) == (404, None)


def test_a_round_of_five_thousand_digits_is_no_page(pen: Pen) -> None:
    assert pen.browser.get(f"/certificacion/set/{'9' * 5000}").status_code == 404
