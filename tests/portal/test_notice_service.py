"""The test service of notices: whom it answers, what byte for byte, what it refuses, and what it writes down."""

import base64
import email
import email.policy
import hashlib
import hmac
import json
import zipfile
from datetime import date
from email.message import EmailMessage
from io import BytesIO
from typing import Any

import pytest
from httpx import Response
from sqlalchemy import select
from sqlmodel import col

from backoffice.casework import certification, intake, notice_service, request
from backoffice.domain.test_set.generation import generate
from backoffice.domain.work import Outcome
from backoffice.efirma.service_seal import rehearsal_seal
from backoffice.official import parameters
from backoffice.portal.notices import ANSWER_FIELDS, NOTICE_FIELDS
from backoffice.portal.openapi import described
from backoffice.records.access import NoticeCall
from backoffice.records.cases import Case
from tests.casework.world import World
from tests.portal.browser import OTHER, Browser

FIRST = (
    '{"nrp": "A0112345105", "consulta": "2026-08-01", "set": "T-0001", "avisos": [{"nss": "10108500048", '
    '"numCredito": "1500000045", "facDescuento": "26.0528"}], "sello": "c2VsbG8tdW5v"}'
)
WRONG = {
    "error": "El usuario o la contraseña no son correctos. Cópialos de la página de tu trámite o del correo de tu set.",
    "code": "bad_credentials",
}


def shown(world: World, folio: str, round_number: int = 1) -> tuple[str, str]:
    """User and password of that round, as a program of the company has them."""
    given = notice_service.credentials(folio, round_number, world.seed(folio, round_number))
    return given.user, given.password


def ask(browser: Browser, auth: tuple[str, str], path: str = "/api/avisos") -> Response:
    return browser.get(path, auth=auth)


def calls(world: World) -> list[NoticeCall]:
    """What was written down, oldest first."""
    query = select(NoticeCall).order_by(col(NoticeCall.at), col(NoticeCall.asked))
    return world.reading(lambda session: list(session.execute(query).scalars()))


def corrected(world: World) -> Case:
    """A case in its second round."""
    case = world.case()
    intake.receive(world.house, case.folio, "evidencias.xls", b"uma: wrong")
    world.work()
    world.decided(case.folio, Outcome.CORRECTIONS)
    world.work()
    return case


def test_a_program_gets_its_notices_byte_for_byte(portal_world: World, nobody: Browser) -> None:
    case = portal_world.case()
    auth = shown(portal_world, case.folio)

    listed = ask(nobody, auth)
    first = ask(nobody, auth, "/api/avisos/retencion-1")

    assert listed.json() == {"consultas": ["retencion-1", "retencion-2"]}
    assert first.content == FIRST.encode()
    assert first.headers["content-type"] == "application/json"


def test_an_answer_is_the_file_of_the_archive_that_the_letter_carries(portal_world: World, nobody: Browser) -> None:
    case = portal_world.case()
    test_set = portal_world.view(case.folio).current.test_set
    assert test_set is not None
    archive = zipfile.ZipFile(BytesIO(portal_world.house.blobs.get(test_set.bundle)))
    files = {name: archive.read(name) for name in archive.namelist() if "avisos/" in name}

    given = {
        name: ask(nobody, shown(portal_world, case.folio), f"/api/avisos/{name.rpartition('/')[2][:-5]}").content
        for name in files
    }

    assert len(files) == 2
    assert given == files


def test_user_and_password_follow_from_the_seed_of_the_round(portal_world: World) -> None:
    case = portal_world.case()
    user, password = shown(portal_world, case.folio)
    message = b"mesa notice service password 1\0" + user.encode()
    derived = hmac.new((1).to_bytes(32, "big"), message, hashlib.sha256).digest()

    assert user == f"pruebas-{case.folio}-1"
    assert len(password) == 20
    assert password == "".join("23456789ABCDEFGHJKMNPQRSTVWXYZ"[byte % 30] for byte in derived[:20])
    assert shown(portal_world, case.folio) == (user, password)


def test_the_page_of_the_case_shows_what_the_service_takes(portal_world: World, acme: Browser) -> None:
    case = portal_world.case()
    user, password = shown(portal_world, case.folio)

    page = acme.get("/certificacion").text

    assert f"<dd>{user}</dd>" in page
    assert f"<dd>{password}</dd>" in page


def test_before_the_set_is_issued_nobody_is_known_and_nothing_is_shown(portal_world: World) -> None:
    case = request.register(portal_world.house, OTHER)
    other = Browser(portal_world)
    other.enter(OTHER)

    answer = ask(other, shown(portal_world, case.folio))

    assert (answer.status_code, answer.json()) == (401, WRONG)
    assert "Credenciales del ambiente de pruebas" not in other.get("/certificacion").text


def test_a_wrong_password_and_an_unknown_user_are_refused_alike(portal_world: World, nobody: Browser) -> None:
    case = portal_world.case()
    user, password = shown(portal_world, case.folio)

    answers = [
        ask(nobody, (user, password[:-1])),
        ask(nobody, (user, "")),
        ask(nobody, (user, "contraseña ñ")),
        ask(nobody, ("pruebas-2699999999-1", password)),
        ask(nobody, (f"pruebas-{case.folio}-2", password)),
        ask(nobody, (f"pruebas-{case.folio}-01", password)),
        ask(nobody, (f"{user}\0", password)),
        ask(nobody, ("' OR 1=1 --", password)),
    ]

    assert [one.status_code for one in answers] == [401] * 8
    assert [one.json() for one in answers] == [WRONG] * 8
    assert {one.headers["www-authenticate"] for one in answers} == {
        'Basic realm="Ambiente de pruebas", charset="UTF-8"'
    }
    assert calls(portal_world) == []


@pytest.mark.parametrize(
    "header",
    [
        None,
        b"",
        b"Basic",
        b"Basic ",
        b"Basic ***",
        b"Basic " + base64.b64encode(b"no colon at all"),
        b"Basic " + base64.b64encode(b"\xff\xfe:\xff"),
        b"Basic " + base64.b64encode(b"pruebas-2600000001-1\0:x"),
        b"Basic \xf1\xf1",
        b"Basic " + b"QUFB" * 10_000,
        b"Bearer abc",
    ],
    ids=["none", "empty", "scheme", "space", "no base64", "no colon", "no UTF-8", "NUL", "Latin-1", "long", "bearer"],
)
def test_a_malformed_header_is_refused_with_the_same_sentence(nobody: Browser, header: bytes | None) -> None:
    answer = nobody.get("/api/avisos", headers={} if header is None else {"authorization": header})

    assert (answer.status_code, answer.json()) == (401, WRONG)


def test_credentials_of_another_case_open_only_that_one(portal_world: World, nobody: Browser) -> None:
    ours = portal_world.case()
    theirs = request.register(portal_world.house, OTHER)
    portal_world.work()

    crossed = ask(nobody, (shown(portal_world, ours.folio)[0], shown(portal_world, theirs.folio)[1]))

    assert crossed.status_code == 401
    assert ask(nobody, shown(portal_world, theirs.folio)).status_code == 200


def test_the_credentials_of_an_earlier_round_say_that_it_is_over(portal_world: World, nobody: Browser) -> None:
    case = corrected(portal_world)

    earlier = ask(nobody, shown(portal_world, case.folio, 1), "/api/avisos/retencion-1")
    current = ask(nobody, shown(portal_world, case.folio, 2), "/api/avisos/retencion-1")

    assert earlier.status_code == 410
    assert earlier.json() == {
        "error": "La ronda de este set ya terminó. Si tienes una nueva, usa las credenciales de su set.",
        "code": "round_over",
    }
    assert current.status_code == 200


def test_a_cancelled_case_has_no_service(portal_world: World, nobody: Browser) -> None:
    case = portal_world.case()
    certification.cancel(portal_world.house, case.folio)

    assert ask(nobody, shown(portal_world, case.folio)).status_code == 410


def test_the_last_day_counts_and_the_day_after_is_too_late(portal_world: World, nobody: Browser) -> None:
    case = portal_world.case()
    auth = shown(portal_world, case.folio)

    portal_world.clock.forward(days=65, hours=11)  # 27 January 2027, 23:00 in Mexico City
    on_time = ask(nobody, auth).status_code
    portal_world.clock.forward(hours=1)

    assert on_time == 200
    assert ask(nobody, auth).status_code == 410


@pytest.mark.parametrize(
    "query", ["retencion-3", "retencion-1.json", "avisos", "%00", "..%5C", "%F0%9F%98%80", "x" * 3000]
)
def test_an_unknown_query_says_where_the_names_are(portal_world: World, nobody: Browser, query: str) -> None:
    case = portal_world.case()

    answer = ask(nobody, shown(portal_world, case.folio), f"/api/avisos/{query}")

    assert answer.status_code == 404
    assert answer.json() == {
        "error": "Esa consulta no existe en tu set. Pide /api/avisos para ver cuáles hay.",
        "code": "unknown_query",
    }
    assert len(calls(portal_world)) == 1


def test_more_than_120_calls_in_a_minute_must_wait(portal_world: World, nobody: Browser) -> None:
    case = portal_world.case()
    auth = shown(portal_world, case.folio)
    answered = [ask(nobody, auth).status_code for _ in range(120)]

    too_many = ask(nobody, auth)
    portal_world.clock.forward(seconds=59)
    still = ask(nobody, auth)
    portal_world.clock.forward(seconds=1)
    again = ask(nobody, auth)

    assert set(answered) == {200}
    assert too_many.status_code == 429
    assert too_many.headers["retry-after"] == "60"
    assert too_many.json() == {
        "error": "Hubo más de 120 llamadas en un minuto. Espera un minuto y vuelve a intentarlo.",
        "code": "too_many_calls",
    }
    assert (still.status_code, again.status_code) == (429, 200)


def test_the_calls_of_one_round_are_not_counted_for_another(portal_world: World, nobody: Browser) -> None:
    case = portal_world.case()
    other = request.register(portal_world.house, OTHER)
    portal_world.work()
    for _ in range(121):
        ask(nobody, shown(portal_world, case.folio))

    assert ask(nobody, shown(portal_world, other.folio)).status_code == 200


def test_every_known_caller_is_written_down_without_the_password(portal_world: World, nobody: Browser) -> None:
    case = portal_world.case()
    auth = shown(portal_world, case.folio)

    ask(nobody, auth)
    portal_world.clock.forward(seconds=1)
    ask(nobody, auth, "/api/avisos/retencion-2")
    portal_world.clock.forward(seconds=1)
    ask(nobody, auth, "/api/avisos/a%00%0Ab")
    ask(nobody, (auth[0], "wrong"))

    rows = calls(portal_world)
    assert [(row.asked, row.status, row.address) for row in rows] == [
        ("", 200, "testclient"),
        ("retencion-2", 200, "testclient"),
        ("a��b", 404, "testclient"),
    ]
    assert rows[0].at.isoformat() == "2026-11-23T18:00:00+00:00"
    assert {row.round_id for row in rows} == {portal_world.view(case.folio).current.round.id}
    assert auth[1] not in repr([row.model_dump() for row in rows])


def test_a_method_that_is_none_is_a_sentence(portal_world: World, nobody: Browser) -> None:
    case = portal_world.case()

    answer = nobody.client.post("/api/avisos", auth=shown(portal_world, case.folio))

    assert answer.status_code == 405
    assert answer.json()["error"].endswith(".")


def test_a_password_is_not_printed(portal_world: World) -> None:
    case = portal_world.case()

    printed = repr(notice_service.credentials(case.folio, 1, portal_world.seed(case.folio)))

    assert printed == f"Credentials(user='pruebas-{case.folio}-1')"


def test_openapi_describes_both_services_and_nothing_else(nobody: Browser) -> None:
    said = nobody.get("/api/openapi.json").json()

    assert sorted(said["paths"]) == [
        "/api/acceso/{access_id}",
        "/api/acceso/{access_id}/comprobar",
        "/api/avisos",
        "/api/avisos/{consulta}",
    ]
    assert said["servers"] == [{"url": "http://testserver"}]
    answers = said["paths"]["/api/avisos/{consulta}"]["get"]["responses"]
    assert sorted(answers) == ["200", "401", "404", "410", "429", "default"]
    assert said["components"]["securitySchemes"]["set"]["scheme"] == "basic"


def test_openapi_knows_every_code_reference_it_makes() -> None:
    text = json.dumps(described("http://testserver"))
    named = {part.partition('"')[0] for part in text.split("#/components/schemas/")[1:]}

    assert named == {"Access", "Compared", "Notices", "Queries", "Refusal", "Shown"}
    assert named <= set(json.loads(text)["components"]["schemas"])


def test_the_page_explains_every_field_and_every_error(nobody: Browser) -> None:
    page = nobody.get("/ambiente-de-pruebas")

    assert page.status_code == 200
    for word in ("folioAviso", "fechaUltimoAviso", "sello", "bad_credentials", "round_over", "too_many_calls"):
        assert f"<code>{word}</code>" in page.text
    assert "http://testserver/api/avisos" in page.text


def test_the_fields_that_the_page_explains_are_those_of_a_real_set(real_notice: dict[str, Any]) -> None:
    assert list(real_notice) == list(ANSWER_FIELDS)
    assert list(real_notice["avisos"][0]) == list(NOTICE_FIELDS)


@pytest.fixture(scope="session")
def real_notice() -> dict[str, Any]:
    """One notice file as the desk makes them."""
    test_set = generate(bytes(32), "first", date(2026, 11, 23), rehearsal_seal(), parameters())
    document: dict[str, Any] = json.loads(next(iter(test_set.notices.values())))
    return document


def in_letter(world: World, folio: str, template: str) -> tuple[str, str]:
    """User and password as the letter of that kind says them, in the text that was sent."""
    (row,) = (one for one in world.view(folio).letters if one.letter == template)
    message = email.message_from_bytes(world.house.blobs.get(row.message or ""), policy=email.policy.default)
    body = message.get_body(("plain",))
    assert isinstance(body, EmailMessage)
    said = dict(line.split(": ", 1) for line in body.get_content().splitlines() if ": " in line)
    assert said["Dirección"] == "http://testserver/api/avisos"
    return said["Usuario"], said["Contraseña"]


def test_the_letters_carry_what_opens_the_service(portal_world: World, nobody: Browser) -> None:
    first = in_letter(portal_world, portal_world.case().folio, "test_set_issued")
    assert ask(nobody, first).status_code == 200


def test_the_letter_with_corrections_carries_what_opens_the_new_round_and_the_old_one_is_closed(
    portal_world: World, nobody: Browser
) -> None:
    folio = corrected(portal_world).folio

    assert ask(nobody, in_letter(portal_world, folio, "corrections_requested")).status_code == 200
    assert ask(nobody, in_letter(portal_world, folio, "test_set_issued")).status_code == 410


def test_the_password_of_a_round_stands_in_its_letter_and_nowhere_else(portal_world: World) -> None:
    folio = corrected(portal_world).folio
    passwords = [shown(portal_world, folio, number)[1] for number in (1, 2)]
    view = portal_world.view(folio)

    elsewhere = repr([(event.act, event.details) for event in view.events]) + repr(view.rounds) + repr(view.letters)
    assert not any(one in elsewhere for one in passwords)
