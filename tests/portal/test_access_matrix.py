"""Every page and act of the portal, asked by the owner, by another company, by nobody, by a wrong method, and twice.

The table is complete: a route that is not in it fails a test. The owner's case waits for its evidence.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from httpx import Response
from sqlalchemy import select

from backoffice.portal.rooms import ROOMS
from backoffice.portal.visitor import COOKIE
from backoffice.records.queries import all_cases
from backoffice.records.signatures import DocumentRow
from tests.portal.browser import DOMAIN, Browser
from tests.portal.pen import Pen


@dataclass(frozen=True)
class Row:
    """One route and what comes of it. ``again``: the owner, the second time; ``login``: only for who logged in."""

    method: str
    path: str
    owner: int
    stranger: int
    nobody: int
    again: int
    login: bool = True


MATRIX = (
    # Who logged in needs no login page; the forms of those who did not are for everybody.
    Row("GET", "/", 303, 303, 200, 303, login=False),
    Row("GET", "/entrar", 303, 303, 303, 303, login=False),
    Row("POST", "/entrar", 422, 422, 422, 422, login=False),
    Row("GET", "/captcha/{captcha_id:uuid}.png", 404, 404, 404, 404, login=False),
    Row("GET", "/captcha/{captcha_id:uuid}.wav", 404, 404, 404, 404, login=False),
    Row("GET", "/contrasena", 200, 200, 200, 200, login=False),
    Row("POST", "/contrasena", 422, 422, 422, 422, login=False),
    Row("GET", "/contrasena/{token}", 422, 422, 422, 422, login=False),
    Row("POST", "/contrasena/{token}", 422, 422, 422, 422, login=False),
    Row("GET", "/tramites", 200, 200, 303, 200),
    Row("GET", "/tramites/intercomunicacion", 200, 200, 303, 200),
    Row("GET", "/certificacion", 200, 200, 303, 200),
    # The owner has a case under way, the other company has none: each is told where its own stands.
    Row("GET", "/certificacion/terminos/{slug}", 409, 200, 303, 409),
    Row("POST", "/certificacion/terminos/{slug}", 409, 422, 303, 409),
    Row("GET", "/certificacion/firma/{slug}", 409, 303, 303, 409),
    Row("POST", "/certificacion/firma/{slug}/preparar", 409, 422, 401, 409),
    Row("POST", "/certificacion/firma/{slug}", 422, 422, 401, 422),
    Row("GET", "/certificacion/listo/{slug}", 200, 303, 303, 200),
    Row("POST", "/certificacion/evidencias", 422, 422, 401, 422),
    Row("GET", "/certificacion/set/{round_number}", 200, 404, 303, 200),
    Row("GET", "/certificacion/documentos/{document_id:uuid}.pdf", 200, 404, 303, 200),
    Row("GET", "/certificacion/cartas/{letter_id:uuid}", 200, 404, 303, 200),
    Row("GET", "/certificacion/cartas/{letter_id:uuid}.eml", 200, 404, 303, 200),
    # Sent again twice: both are ordered, a fourth one in a day is not.
    Row("POST", "/certificacion/cartas/{letter_id:uuid}/reenviar", 303, 404, 303, 303),
    Row("POST", "/certificacion/acceso", 409, 409, 303, 409),
    Row("POST", "/certificacion/registro", 422, 422, 303, 422),
    Row("GET", "/revision", 200, 200, 303, 200),
    Row("POST", "/revision", 422, 422, 303, 422),
    # For everybody.
    Row("GET", "/ambiente-de-pruebas", 200, 200, 200, 200, login=False),
    Row("GET", "/manual", 200, 200, 200, 200, login=False),
    Row("GET", "/manual/{slug}", 404, 404, 404, 404, login=False),
    Row("GET", "/verificar", 200, 200, 200, 200, login=False),
    Row("POST", "/verificar", 422, 422, 422, 422, login=False),
    Row("GET", "/verificar/{code}", 200, 200, 200, 200, login=False),
    Row("GET", "/verificar/{code}.json", 200, 200, 200, 200, login=False),
    Row("GET", "/registro", 200, 200, 200, 200, login=False),
    Row("GET", "/registro.json", 200, 200, 200, 200, login=False),
    Row("GET", "/api/openapi.json", 200, 200, 200, 200, login=False),
    Row("GET", "/health", 200, 200, 200, 200, login=False),
    Row("GET", "/ready", 200, 200, 200, 200, login=False),
    # For programs with credentials of their own: a login at the portal is none.
    Row("GET", "/api/avisos", 401, 401, 401, 401, login=False),
    Row("GET", "/api/avisos/{consulta}", 401, 401, 401, 401, login=False),
    Row("GET", "/api/acceso/{access_id}", 503, 503, 503, 503, login=False),
    Row("POST", "/api/acceso/{access_id}/comprobar", 503, 503, 503, 503, login=False),
    # The way out, last: after it there is nobody.
    Row("POST", "/salir", 303, 303, 303, 422, login=False),
)
SENT_AS_JSON = {
    "/certificacion/firma/{slug}/preparar": {"certificate": "MIIB"},
    "/certificacion/firma/{slug}": {"statement": "00000000-0000-0000-0000-000000000000", "signature": ""},
    "/api/acceso/{access_id}/comprobar": {"secret": "no es"},
}
#: Bodies come as they are, and the word of the form in a header.
SENT_PLAIN = {"/certificacion/evidencias"}


@pytest.fixture
def places(pen: Pen) -> dict[str, str]:
    """What stands in the braces of a path: all of the owner's case."""
    world = pen.browser.world
    pen.request()
    world.work()
    view = world.view(world.reading(all_cases)[0].folio)
    paper = world.reading(lambda session: session.execute(select(DocumentRow)).scalars().first())
    assert paper is not None
    return {
        "captcha_id": "00000000-0000-0000-0000-000000000000",
        "token": "0" * 64,
        "slug": "solicitud",
        "round_number": "1",
        "document_id": str(paper.id),
        "letter_id": str(view.letters[0].id),
        "consulta": "2026-08-01",
        "access_id": "MESA-NADIE",
        "code": paper.code,
    }


def asked(visitor: Browser, row: Row, places: dict[str, str], method: str = "") -> Response:
    """The route asked as its page would ask it, or by another method."""
    path = re.sub(r"{(\w+)(:\w+)?}", lambda found: places[found[1]], row.path)
    if method:
        return visitor.client.request(method, path)
    if row.method == "GET":
        return visitor.get(path)
    if row.path in SENT_AS_JSON:
        return visitor.post_json(path, SENT_AS_JSON[row.path])
    if row.path in SENT_PLAIN:
        headers = {"x-csrf": visitor.csrf, "accept": "application/json"}
        return visitor.client.post(path, content=b"hola", headers=headers)
    return visitor.post(path)


def routes() -> Iterator[tuple[str, str]]:
    """Every method and path that the portal answers."""
    for room in ROOMS:
        for route in room.routes:
            for method in route.methods:  # type: ignore[attr-defined]
                yield method, route.path  # type: ignore[attr-defined]


def test_every_route_is_in_the_table_once() -> None:
    assert sorted((row.method, row.path) for row in MATRIX) == sorted(routes())


def test_the_owner_another_company_and_nobody_get_what_is_theirs(
    pen: Pen, stranger: Browser, nobody: Browser, places: dict[str, str]
) -> None:
    stranger.client.app = pen.browser.client.app
    found = {}
    for row in MATRIX:
        answers = [asked(visitor, row, places) for visitor in (pen.browser, stranger, nobody, pen.browser)]
        found[row.method, row.path] = tuple(answer.status_code for answer in answers)
        if row.login and answers[2].status_code == 303:
            assert answers[2].headers["location"].startswith("/?volver=")
        for answer in answers:
            assert "Traceback" not in answer.text
        mine = (places["document_id"], places["letter_id"])
        assert not any(one in answers[1].text or one in answers[2].text for one in mine)

    expected = {(row.method, row.path): (row.owner, row.stranger, row.nobody, row.again) for row in MATRIX}
    assert {place: (expected[place], found[place]) for place in found if found[place] != expected[place]} == {}


@pytest.mark.parametrize("method", ["DELETE", "PUT", "PATCH", "POST", "GET"])
def test_a_wrong_method_is_a_page_that_says_so(pen: Pen, nobody: Browser, places: dict[str, str], method: str) -> None:
    answered = {path for known, path in routes() if known == method}
    for row in MATRIX:
        if row.path in answered or (method == "GET" and row.path.startswith("/verificar")):
            continue
        for visitor in (pen.browser, nobody):
            answer = asked(visitor, row, places, method)
            assert answer.status_code in (404, 405), (method, row.path)
            assert "Vuelve al inicio" in answer.text or "vuelve al inicio" in answer.text


def test_what_needs_a_login_shows_nobody_a_thing_even_with_a_made_up_cookie(
    nobody: Browser, pen: Pen, places: dict[str, str]
) -> None:
    nobody.client.cookies.set(COOKIE, "f" * 64, domain=DOMAIN)
    for row in MATRIX:
        if row.login:
            assert asked(nobody, row, places).status_code in (303, 401), row.path
