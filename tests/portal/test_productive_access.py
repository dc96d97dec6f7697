"""Access to the productive service: granted, shown once, asked, revoked; and the company's place in the register."""

import hashlib
import json
from dataclasses import replace
from typing import Any

import pytest
from httpx import Response
from pydantic import SecretStr
from sqlalchemy import select

from backoffice.casework import cases, certification, intake, productive_access, register
from backoffice.domain.errors import WrongState
from backoffice.domain.work import Outcome
from backoffice.records.access import ProductiveAccess
from backoffice.records.audit import AuditEvent, verify
from backoffice.records.cases import Case
from tests.casework.world import World
from tests.portal.browser import Browser

TOKEN = "token del servicio productivo"
NOT_THE_SERVICE = {
    "error": "El token no es correcto. Envíalo en el encabezado Authorization: Bearer.",
    "code": "bad_token",
}


def approved(world: World) -> Case:
    """A case whose approval waits for its signature."""
    case = world.case()
    intake.receive(world.house, case.folio, "evidencias.xls", b"right")
    world.work()
    world.decided(case.folio, Outcome.APPROVE)
    world.work()
    return case


@pytest.fixture
def certified(portal_world: World) -> Case:
    """A certification in force since Monday noon."""
    case = approved(portal_world)
    return certification.accept(portal_world.house, case.folio)


@pytest.fixture
def service(portal_world: World) -> Browser:
    """The productive service, with its token configured."""
    settings = portal_world.house.settings.model_copy(update={"productive_token": SecretStr(TOKEN)})
    return Browser(replace(portal_world, house=replace(portal_world.house, settings=settings)))


def accesses(world: World) -> list[ProductiveAccess]:
    return world.reading(lambda session: list(session.execute(select(ProductiveAccess)).scalars()))


def events(world: World, *acts: str) -> list[tuple[str, dict[str, Any]]]:
    """What the audit trail says of these acts."""
    query = select(AuditEvent).order_by(AuditEvent.sequence)
    rows = world.reading(lambda session: list(session.execute(query).scalars()))
    return [(row.act, row.details) for row in rows if row.act in acts]


def standing(browser: Browser, access_id: str, token: str = TOKEN) -> Response:
    return browser.get(f"/api/acceso/{access_id}", headers={"authorization": f"Bearer {token}".encode()})


def compare(browser: Browser, access_id: str, document: object, token: str = TOKEN) -> Response:
    headers = {"authorization": f"Bearer {token}".encode(), "content-type": "application/json"}
    path = f"/api/acceso/{access_id}/comprobar"
    return browser.client.post(path, content=json.dumps(document), headers=headers)


def credential(page: Response) -> str:
    """What the page shows this once."""
    return page.text.split('id="credencial">')[1].split("<")[0]


def test_the_signed_approval_grants_the_access(portal_world: World) -> None:
    case = approved(portal_world)
    assert accesses(portal_world) == []

    certification.accept(portal_world.house, case.folio)

    (access,) = accesses(portal_world)
    assert access.access_id.startswith("MESA-")
    assert len(access.access_id) == 15
    assert set(access.access_id[5:]) <= set("23456789ABCDEFGHJKMNPQRSTVWXYZ")
    assert access.scope == "Servicio de Intercomunicación de Avisos"
    assert access.granted_at.isoformat() == "2026-11-23T18:00:00+00:00"
    assert (access.secret_sha256, access.secret_shown_at, access.revoked_at) == (None, None, None)
    assert events(portal_world, "grant_access") == [
        ("grant_access", {"access_id": access.access_id, "scope": "Servicio de Intercomunicación de Avisos"})
    ]


def test_granting_twice_gives_one_access(portal_world: World, certified: Case) -> None:
    with portal_world.house.transaction() as work:
        productive_access.grant(portal_world.house, work, cases.by_folio(work.session, certified.folio))

    assert len(accesses(portal_world)) == 1
    assert len(events(portal_world, "grant_access")) == 1


def test_the_service_learns_who_has_access(portal_world: World, certified: Case, service: Browser) -> None:
    access_id = accesses(portal_world)[0].access_id

    answer = standing(service, access_id)

    assert answer.json() == {
        "id": access_id,
        "company": "Nóminas Ñandú, S.A. de C.V.",
        "rfc": "EKU9003173C9",
        "nrp": "A0112345105",
        "scope": "Servicio de Intercomunicación de Avisos",
        "state": "in_force",
        "since": "2026-11-23T18:00:00+00:00",
        "revoked_at": None,
        "folio": certified.folio,
    }


def test_a_cancellation_revokes_at_once(portal_world: World, certified: Case, acme: Browser, service: Browser) -> None:
    access_id = accesses(portal_world)[0].access_id
    secret = credential(acme.post("/certificacion/acceso"))
    portal_world.clock.forward(minutes=5)

    certification.cancel(portal_world.house, certified.folio)

    told = standing(service, access_id).json()
    assert (told["state"], told["revoked_at"]) == ("revoked", "2026-11-23T18:05:00+00:00")
    assert compare(service, access_id, {"secret": secret}).json() == {"valid": False}
    assert events(portal_world, "revoke_access") == [("revoke_access", {"access_id": access_id})]
    assert portal_world.reading(verify).broken_at is None


def test_revoking_twice_keeps_the_first_moment(portal_world: World, certified: Case) -> None:
    certification.cancel(portal_world.house, certified.folio)
    portal_world.clock.forward(minutes=5)

    with portal_world.house.transaction() as work:
        productive_access.revoke(work, cases.by_folio(work.session, certified.folio))

    revoked_at = accesses(portal_world)[0].revoked_at
    assert revoked_at is not None
    assert revoked_at.isoformat() == "2026-11-23T18:00:00+00:00"
    assert len(events(portal_world, "revoke_access")) == 1


def test_a_case_that_was_never_certified_has_nothing_to_revoke(portal_world: World) -> None:
    case = approved(portal_world)

    certification.cancel(portal_world.house, case.folio)

    assert accesses(portal_world) == []
    assert events(portal_world, "revoke_access") == []


def test_the_credential_is_shown_once_and_kept_as_a_digest(
    portal_world: World, certified: Case, acme: Browser, service: Browser
) -> None:
    shown = acme.post("/certificacion/acceso")
    secret = credential(shown)

    assert (shown.status_code, len(secret)) == (200, 40)
    assert secret not in acme.get("/certificacion").text
    (access,) = accesses(portal_world)
    assert access.secret_sha256 == hashlib.sha256(secret.encode()).hexdigest()
    assert access.secret_shown_at is not None
    assert compare(service, access.access_id, {"secret": secret}).json() == {"valid": True}
    assert events(portal_world, "show_secret") == [("show_secret", {"access_id": access.access_id, "replaced": False})]
    for table in ("productive_accesses", "audit_events", "outbox"):
        assert secret not in everything(portal_world, table)


def everything(world: World, table: str) -> str:
    """A table's rows as text."""
    with world.house.database.connect() as connection:
        return repr(connection.exec_driver_sql(f"SELECT * FROM {table}").all())  # noqa: S608 - our own names


def test_a_new_credential_replaces_the_one_before(
    portal_world: World, certified: Case, acme: Browser, service: Browser
) -> None:
    access_id = accesses(portal_world)[0].access_id

    first = credential(acme.post("/certificacion/acceso"))
    second = credential(acme.post("/certificacion/acceso", {"turno": turn(acme), "entiendo": "si"}))

    assert compare(service, access_id, {"secret": first}).json() == {"valid": False}
    assert compare(service, access_id, {"secret": second}).json() == {"valid": True}
    assert [details["replaced"] for _, details in events(portal_world, "show_secret")] == [False, True]


def turn(browser: Browser) -> str:
    """What the form for another credential knows of the one that is there."""
    return browser.get("/certificacion").text.split('name="turno" value="')[1].split('"', maxsplit=1)[0]


def test_a_page_that_is_sent_again_makes_no_other_credential(
    portal_world: World, certified: Case, acme: Browser, service: Browser
) -> None:
    access_id = accesses(portal_world)[0].access_id
    first = credential(acme.post("/certificacion/acceso"))
    known = turn(acme)

    again = acme.post("/certificacion/acceso")
    assert again.status_code == 409
    assert "Tu credencial ya se mostró y sigue sirviendo: no se hizo otra." in again.text
    unticked = acme.post("/certificacion/acceso", {"turno": known})
    assert unticked.status_code == 422
    assert compare(service, access_id, {"secret": first}).json() == {"valid": True}

    second = credential(acme.post("/certificacion/acceso", {"turno": known, "entiendo": "si"}))
    assert acme.post("/certificacion/acceso", {"turno": known, "entiendo": "si"}).status_code == 409
    assert compare(service, access_id, {"secret": second}).json() == {"valid": True}


def test_before_a_credential_is_shown_none_is_valid(portal_world: World, certified: Case, service: Browser) -> None:
    access_id = accesses(portal_world)[0].access_id

    assert compare(service, access_id, {"secret": ""}).json() == {"valid": False}


def test_without_a_certification_in_force_there_is_no_credential(
    portal_world: World, acme: Browser, stranger: Browser, nobody: Browser
) -> None:
    case = approved(portal_world)
    too_early = acme.post("/certificacion/acceso")
    certification.accept(portal_world.house, case.folio)
    of_another = stranger.post("/certificacion/acceso")
    of_nobody = nobody.post("/certificacion/acceso")
    without_word = acme.client.post("/certificacion/acceso")
    certification.cancel(portal_world.house, case.folio)
    too_late = acme.post("/certificacion/acceso")

    answers = [too_early, of_another, of_nobody, without_word, too_late]
    assert [one.status_code for one in answers] == [409, 409, 303, 422, 409]
    assert "Tu empresa no tiene una certificación vigente" in too_early.text
    assert accesses(portal_world)[0].secret_sha256 is None
    assert acme.get("/certificacion/acceso").status_code == 405


@pytest.mark.parametrize("header", [None, "", "Bearer", "Bearer ", "Bearer token", f"Basic {TOKEN}", TOKEN, "Bearer ñ"])
def test_a_wrong_token_is_refused(portal_world: World, certified: Case, service: Browser, header: str | None) -> None:
    access_id = accesses(portal_world)[0].access_id
    headers = {} if header is None else {"authorization": header.encode("latin-1")}

    asked = service.get(f"/api/acceso/{access_id}", headers=headers)
    compared = service.client.post(f"/api/acceso/{access_id}/comprobar", json={"secret": "x"}, headers=headers)

    assert (asked.status_code, asked.json()) == (401, NOT_THE_SERVICE)
    assert (compared.status_code, compared.json()) == (401, NOT_THE_SERVICE)
    assert asked.headers["www-authenticate"] == "Bearer"


@pytest.mark.parametrize("configured", [None, SecretStr("")])
def test_without_a_configured_token_nobody_is_answered(portal_world: World, configured: SecretStr | None) -> None:
    settings = portal_world.house.settings.model_copy(update={"productive_token": configured})
    browser = Browser(replace(portal_world, house=replace(portal_world.house, settings=settings)))

    answer = standing(browser, "MESA-2222222222", token="")

    assert answer.status_code == 503
    assert answer.json() == {
        "error": "La mesa no tiene configurado el token del servicio productivo. "
        "Pide a quien la administra que lo ponga.",
        "code": "not_configured",
    }


@pytest.mark.parametrize("access_id", ["MESA-2222222222", "mesa", "%00", "' OR 1=1", "x" * 2000])
def test_an_unknown_access_is_a_sentence(service: Browser, access_id: str) -> None:
    told = {
        "error": "No existe un acceso con ese identificador. Revisa que esté completo.",
        "code": "unknown_access",
    }

    asked, compared = standing(service, access_id), compare(service, access_id, {"secret": "x"})

    assert (asked.status_code, asked.json()) == (404, told)
    assert (compared.status_code, compared.json()) == (404, told)


@pytest.mark.parametrize(
    "document", [{}, [], "x", {"secret": 5}, {"secret": None}, {"secret": "x" * 201}, {"secret": "\ud800"}]
)
def test_a_comparison_of_the_wrong_shape_is_a_sentence(
    portal_world: World, certified: Case, service: Browser, document: object
) -> None:
    answer = compare(service, accesses(portal_world)[0].access_id, document)

    assert answer.status_code == 422
    assert answer.json()["code"] == "misshapen"


def test_a_company_stands_in_the_register_only_while_it_agrees(
    portal_world: World, certified: Case, acme: Browser
) -> None:
    agreed = acme.post("/certificacion/registro", {"aparecer": "si"})
    again = acme.post("/certificacion/registro", {"aparecer": "si"})
    listed = portal_world.view(certified.folio).case.listed_since
    no_longer = acme.post("/certificacion/registro", {"aparecer": "no"})

    assert [one.status_code for one in (agreed, again, no_longer)] == [303, 303, 303]
    assert agreed.headers["location"] == "/certificacion"
    assert listed is not None
    assert listed.isoformat() == "2026-11-23T18:00:00+00:00"
    assert portal_world.view(certified.folio).case.listed_since is None
    assert [act for act, _ in events(portal_world, "list_company", "unlist_company")] == [
        "list_company",
        "unlist_company",
    ]


def test_who_may_not_stand_in_the_register_is_told(
    portal_world: World, certified: Case, acme: Browser, stranger: Browser, nobody: Browser
) -> None:
    unclear = acme.post("/certificacion/registro", {"aparecer": "quizá"})
    of_another = stranger.post("/certificacion/registro", {"aparecer": "si"})
    of_nobody = nobody.post("/certificacion/registro", {"aparecer": "si"})

    assert [one.status_code for one in (unclear, of_another, of_nobody)] == [422, 409, 303]
    assert "No entendimos si quieres aparecer en el registro." in unclear.text
    assert portal_world.view(certified.folio).case.listed_since is None


def test_a_company_without_a_certification_cannot_be_listed(portal_world: World) -> None:
    case = approved(portal_world)

    with pytest.raises(WrongState, match="Solo una empresa con certificación vigente"):
        register.list_company(portal_world.house, case.applicant_id, listed=True)
