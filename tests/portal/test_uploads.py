"""One file of a form: counted while it arrives, refused as soon as it is too much, told what is the matter."""

import asyncio
from collections.abc import Callable

import pytest
from fastapi import FastAPI, Request
from fastapi.testclient import TestClient
from starlette.types import Message

from backoffice.domain.errors import BadInput
from backoffice.portal.limits import BodyLimit
from backoffice.portal.refusals import no_such_page, refused
from backoffice.portal.uploads import uploaded
from tests.casework.world import World

JSON = {"accept": "application/json"}
MEGABYTE = 1024 * 1024
SCOPE = {
    "type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "method": "POST", "scheme": "http",
    "path": "/revision", "raw_path": b"/revision", "root_path": "", "query_string": b"", "server": ("testserver", 80),
    "client": ("127.0.0.1", 1),
}  # fmt: skip


@pytest.fixture
def app(portal_world: World) -> FastAPI:
    """A page that says what it got."""
    app = FastAPI()
    app.state.house = portal_world.house
    app.add_middleware(BodyLimit)
    app.add_exception_handler(BadInput, refused)
    app.add_exception_handler(413, no_such_page)

    @app.post("/revision")
    async def got(request: Request) -> list[object]:
        file = await uploaded(request)
        return [file.name, len(file.data), file.word]

    return app


@pytest.fixture
def send(app: FastAPI) -> Callable[..., tuple[int, object]]:
    """Send a form to it; status and answer."""
    client = TestClient(app, raise_server_exceptions=False)

    def call(**words: object) -> tuple[int, object]:
        answer = client.post("/revision", **{"headers": JSON, **words})
        return answer.status_code, answer.json()

    return call


def test_the_file_comes_with_its_name_and_the_word_of_the_form(send: Callable[..., tuple[int, object]]) -> None:
    got = send(data={"csrf": "palabra"}, files={"archivo": ("año.xls", b"abc")})

    assert got == (200, ["año.xls", 3, "palabra"])


@pytest.mark.parametrize(("size", "status"), [(5 * MEGABYTE, 200), (5 * MEGABYTE + 1, 413), (7 * MEGABYTE, 413)])
def test_five_megabytes_are_received_and_not_a_byte_more(
    send: Callable[..., tuple[int, object]], size: int, status: int
) -> None:
    assert send(files={"archivo": ("a.xls", b"x" * size)})[0] == status


def test_too_much_is_told_in_the_words_of_the_guide(send: Callable[..., tuple[int, object]]) -> None:
    _, said = send(files={"archivo": ("a.xls", b"x" * (5 * MEGABYTE + 1))})

    assert "no deben ser mayores a 5 MB" in str(said)


def test_what_is_far_too_much_is_not_read_to_its_end(app: FastAPI) -> None:
    head = b'--x\r\nContent-Disposition: form-data; name="archivo"; filename="a.xls"\r\n\r\n'
    pieces = iter([head, *[b"x" * MEGABYTE] * 200])
    told: list[Message] = []

    async def receive() -> Message:
        return {"type": "http.request", "body": next(pieces), "more_body": True}

    async def send(message: Message) -> None:
        told.append(message)

    headers = [(b"content-type", b"multipart/form-data; boundary=x"), (b"accept", b"application/json")]
    asyncio.run(app({**SCOPE, "headers": headers}, receive, send))

    assert told[0]["status"] == 413
    assert len(list(pieces)) > 190


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ({"data": {"csrf": "x"}}, "No elegiste ningún archivo."),
        ({"data": {"archivo": "texto"}}, "No elegiste ningún archivo."),
        ({"files": {"archivo": ("a.xls", b"")}}, "El archivo está vacío."),
        ({"files": {"otro": ("a.xls", b"abc")}}, "No elegiste ningún archivo."),
        ({"files": [("archivo", ("a.xls", b"abc")), ("archivo", ("b.xls", b"abc"))]}, "El archivo llegó incompleto."),
        ({"content": b"--y", "headers": {**JSON, "content-type": "multipart/form-data; boundary=x"}}, "archivo"),
        ({"content": b"{}", "headers": {**JSON, "content-type": "application/json"}}, "No elegiste ningún archivo."),
    ],
)
def test_a_form_without_one_file_is_told_so(
    send: Callable[..., tuple[int, object]], words: dict[str, object], sentence: str
) -> None:
    status, said = send(**words)

    assert status == 422
    assert sentence in str(said)
