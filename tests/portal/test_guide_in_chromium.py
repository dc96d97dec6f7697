"""The public guide followed page by page in a real browser: request, evidence, corrections, approval, cancellation."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from backoffice.casework import intake, sessions
from backoffice.domain.work import Outcome
from backoffice.portal.visitor import COOKIE
from backoffice.records.queries import all_cases
from backoffice.rehearsal.efirma import Efirma, authority, efirma
from tests.casework.world import ACME, World
from tests.portal.browser import account_of
from tests.portal.live import chromium, live
from tests.portal.pen import PASSWORD, trusting

pytestmark = pytest.mark.browser

Shown = Callable[[Page, str], None]


@pytest.fixture
def signer(portal_world: World, tmp_path: Path) -> Efirma:
    """The company's e.firma, and a house that trusts who issued it."""
    issuer = authority(tmp_path / "authority")
    portal_world.house = trusting(portal_world.house, issuer)
    return efirma(
        issuer,
        rfc=ACME.rfc,
        representative_rfc="XIQB891116QE4",
        name=ACME.name,
        password=PASSWORD,
        at=portal_world.clock(),
    )


@pytest.fixture
def files(signer: Efirma, tmp_path: Path) -> dict[str, Path]:
    """What the person has on their disk."""
    written = {"cer": tmp_path / "empresa.cer", "key": tmp_path / "empresa.key", "xls": tmp_path / "evidencias.xls"}
    written["cer"].write_bytes(signer.cer)
    written["key"].write_bytes(signer.key)
    return written


def enter(world: World, page: Page, address: str) -> None:
    """Logged in; how that is done has its own tests."""
    with world.house.transaction() as work:
        token = sessions.begin(world.house, work, account_of(work.session, work.now, ACME))
    page.context.add_cookies([{"name": COOKIE, "value": token, "url": address}])


def validate(page: Page, files: dict[str, Path], password: str = PASSWORD) -> None:
    """*Agrega los archivos de la e.firma* … *Validar*."""
    page.get_by_label("Certificado [.cer]*").set_input_files(files["cer"])
    page.get_by_label("Clave privada [.key]*").set_input_files(files["key"])
    page.get_by_label("Contraseña de la e.firma*").fill(password)
    page.get_by_role("button", name="Validar").click()


def send(page: Page, files: dict[str, Path], words: bytes) -> None:
    """*Archivo [.xls]\\** … *Enviar archivo*."""
    files["xls"].write_bytes(words)
    page.get_by_label("Archivo [.xls]*").set_input_files(files["xls"])
    page.get_by_role("button", name="Enviar archivo").click()


def test_the_guide_is_followed_page_by_page_and_the_key_never_leaves_the_browser(
    portal_world: World, signer: Efirma, files: dict[str, Path]
) -> None:
    world = portal_world
    with live(world) as address, chromium(address) as (page, network):
        enter(world, page, address)
        page.goto(f"{address}/tramites")
        page.get_by_role("link", name="Servicios de Intercomunicación").click()
        page.get_by_role("navigation").get_by_role("link", name="Certificación para desarrolladores").click()
        page.get_by_label("He leído y acepto las condiciones de este servicio").check()
        page.get_by_role("button", name="Continuar").click()
        expect(page.get_by_role("heading", name="Agrega los archivos de la e.firma")).to_be_visible()
        validate(page, files)
        expect(page.get_by_role("heading", name="Solicitud del Trámite")).to_be_visible()
        page.get_by_role("button", name="Continuar").click()
        with page.expect_download() as saving:
            page.get_by_role("link", name="Descargar responsiva").click()
        assert saving.value.path().read_bytes().startswith(b"%PDF-")
        world.work()

        page.goto(f"{address}/certificacion")
        expect(page.get_by_text("En espera de documentos")).to_be_visible()
        validate(page, files)
        send(page, files, b"uma: of the wrong unit")
        expect(page.get_by_text("En análisis")).to_be_visible()
        world.work()
        world.decided(folio(page), Outcome.CORRECTIONS)
        world.work()

        page.reload()
        expect(page.get_by_role("heading", name="Encontramos inconsistencias en tus evidencias")).to_be_visible()
        validate(page, files)
        send(page, files, b"right")
        expect(page.get_by_text("En análisis")).to_be_visible()
        world.work()
        world.decided(folio(page), Outcome.APPROVE)
        world.work()

        page.reload()
        page.get_by_role("link", name="Continuar").click()
        page.get_by_label("He leído y acepto las condiciones de este servicio").check()
        page.get_by_role("button", name="Continuar").click()
        validate(page, files)
        page.get_by_role("button", name="Continuar").click()
        expect(page.get_by_role("link", name="Descargar responsiva")).to_be_visible()

        page.goto(f"{address}/certificacion")
        expect(page.get_by_text("Certificación vigente")).to_be_visible()
        page.get_by_role("link", name="Cancelar certificación").click()
        validate(page, files)
        expect(page.get_by_role("heading", name="¿Quieres cancelar tu certificación?")).to_be_visible()
        page.locator("#confirmar").click()
        page.locator("#continuar").click()
        with page.expect_download() as saving:
            page.get_by_role("link", name="Descargar acuse de cancelación").click()
        assert saving.value.path().read_bytes().startswith(b"%PDF-")

    sent = network.sent()
    assert network.outside == []
    assert b"evidencias" in sent
    assert PASSWORD.encode() not in sent
    assert not any(signer.key[at : at + 32] in sent for at in range(0, len(signer.key) - 32, 16))


def folio(page: Page) -> str:
    """The folio that the page shows."""
    return page.locator(".facts dd").first.inner_text()


def test_each_trouble_with_the_efirma_has_its_own_sentence(
    portal_world: World, signer: Efirma, files: dict[str, Path], tmp_path: Path
) -> None:
    other = efirma(
        authority(tmp_path / "authority"),
        rfc="AAA010101AAA",
        representative_rfc="XIQB891116QE4",
        name="Otra",
        password=PASSWORD,
        at=portal_world.clock(),
    )
    (tmp_path / "otra.cer").write_bytes(other.cer)
    (tmp_path / "otra.key").write_bytes(other.key)
    with live(portal_world) as address, chromium(address) as (page, network):
        enter(portal_world, page, address)
        page.goto(f"{address}/certificacion")
        page.get_by_label("He leído y acepto las condiciones de este servicio").check()
        page.get_by_role("button", name="Continuar").click()
        problem = page.locator("#efirma-problema")

        page.get_by_role("button", name="Validar").click()
        expect(problem).to_have_text("Elige el archivo .cer de tu e.firma.")
        validate(page, files, password="otra contraseña")
        expect(problem).to_contain_text("La contraseña no abre esta clave privada.")
        validate(page, {**files, "key": tmp_path / "otra.key"})
        expect(problem).to_contain_text("La clave privada es de otro certificado.")
        validate(page, {"cer": files["key"], "key": files["cer"]})
        expect(problem).to_contain_text("Un archivo está en el lugar del otro.")
        validate(page, {"cer": tmp_path / "otra.cer", "key": tmp_path / "otra.key"})
        expect(problem).to_contain_text("La e.firma es del RFC AAA010101AAA y esta cuenta es del RFC EKU9003173C9.")

    assert network.outside == []


def test_a_double_click_sends_one_file_and_a_lost_connection_says_so(
    portal_world: World, signer: Efirma, files: dict[str, Path]
) -> None:
    world = portal_world
    case = world.case()
    with live(world) as address, chromium(address) as (page, _):
        enter(world, page, address)
        page.goto(f"{address}/certificacion")
        validate(page, files)
        page.route("**/certificacion/evidencias", lambda route: route.abort())
        send(page, files, b"right")
        expect(page.locator("#envio-problema")).to_contain_text("El envío se interrumpió.")
        assert world.view(case.folio).current.submissions == ()

        page.unroute("**/certificacion/evidencias")
        page.get_by_role("button", name="Enviar archivo").dblclick()
        expect(page.get_by_text("En análisis")).to_be_visible()
        page.go_back()
        page.go_forward()

    assert len(world.view(case.folio).current.submissions) == 1


def test_the_back_button_harms_nothing(portal_world: World, signer: Efirma, files: dict[str, Path]) -> None:
    world = portal_world
    with live(world) as address, chromium(address) as (page, _):
        enter(world, page, address)
        page.goto(f"{address}/certificacion")
        page.get_by_label("He leído y acepto las condiciones de este servicio").check()
        page.get_by_role("button", name="Continuar").click()
        validate(page, files)
        page.get_by_role("button", name="Continuar").click()
        expect(page.get_by_role("link", name="Descargar responsiva")).to_be_visible()

        for _ in range(2):
            page.go_back()
            said = page.locator("main").inner_text()
            assert "Traceback" not in said
            assert page.locator("h1, h2").first.is_visible()
        page.goto(f"{address}/certificacion/firma/solicitud")
        expect(page.get_by_text("Ya tienes un trámite con el folio")).to_be_visible()

    assert len(world.reading(all_cases)) == 1


def test_of_several_letters_the_one_whose_button_is_pressed_is_sent_again(portal_world: World) -> None:
    world = portal_world
    with live(world) as address, chromium(address) as (page, _):
        case = world.case()
        intake.receive(world.house, case.folio, "evidencias.xls", b"damaged")
        world.work()
        enter(world, page, address)
        page.goto(f"{address}/certificacion")
        oldest = page.locator("#cartas li").last
        subject = oldest.get_by_role("link").inner_text()
        before = [row.subject for row in world.view(case.folio).letters]

        oldest.get_by_role("button", name="Reenviar correo").click()

        expect(page).to_have_url(f"{address}/certificacion#cartas")
        expect(page.locator("#cartas").get_by_text("En camino")).to_have_count(1)
        after = [row.subject for row in world.view(case.folio).letters]
        assert len(set(before)) > 1
        assert sorted(after) == sorted([*before, subject])


def test_without_a_secure_connection_the_page_says_why_it_cannot_sign(portal_world: World, signer: Efirma) -> None:
    world = portal_world
    with live(world) as address:
        other = address.replace("127.0.0.1", "portal.example")
        with chromium(other, resolving="MAP portal.example 127.0.0.1") as (page, _):
            enter(world, page, other)
            page.goto(f"{other}/certificacion")
            page.get_by_label("He leído y acepto las condiciones de este servicio").check()
            page.get_by_role("button", name="Continuar").click()
            expect(page.get_by_text("Para firmar hace falta una conexión segura (https).")).to_be_visible()
            expect(page.get_by_role("button", name="Validar")).to_be_disabled()


def test_bytes_travel_as_the_texts_that_everybody_knows(portal_world: World) -> None:
    known = """async () => {
        const { toBase64, sha256Hex } = await import("/static/encoding.js");
        const abc = new TextEncoder().encode("abc");
        return [toBase64(Uint8Array.from([0, 127, 128, 255])), toBase64(new Uint8Array()), await sha256Hex(abc)];
    }"""
    with live(portal_world) as address, chromium(address) as (page, _):
        page.goto(address)

        assert page.evaluate(known) == [
            "AH+A/w==", "", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
        ]  # fmt: skip
