"""The course of a case in the portal, as the public guide tells it, and all that is refused on the way."""

import pytest
from sqlalchemy import select

from backoffice.domain.work import Outcome
from backoffice.domain.workflow import State
from backoffice.records.signatures import DocumentRow
from tests.portal.browser import Browser
from tests.portal.pages import decided, folio_of
from tests.portal.pen import Pen


def test_the_request_follows_the_guide_from_the_terms_to_the_responsiva(pen: Pen) -> None:
    start = pen.browser.get("/certificacion")
    assert "He leído y acepto las condiciones de este servicio" in start.text
    assert "Solicitud de Certificación" in start.text
    assert "Seguimiento a Certificación" in start.text

    accepted = pen.browser.post("/certificacion/terminos/solicitud", {"acepto": "si"})
    form = pen.browser.get(accepted.headers["location"])
    for label in (
        "Agrega los archivos de la e.firma",
        "Certificado [.cer]*",
        "Clave privada [.key]*",
        "Contraseña de la e.firma*",
        "*Datos obligatorios",
        "Validar",
        "Solicitud del Trámite",
        "Continuar",
    ):
        assert label in form.text

    signed = pen.act("solicitud")
    done = pen.browser.get(signed.json()["next"])
    assert "Descargar responsiva" in done.text
    assert pen.browser.world.view(folio_of(pen.browser.world)).case.state == State.REQUESTED


def test_the_terms_must_be_accepted_before_the_efirma(pen: Pen) -> None:
    unticked = pen.browser.post("/certificacion/terminos/solicitud")
    straight = pen.browser.get("/certificacion/firma/solicitud")
    prepared = pen.prepare("solicitud")

    assert unticked.status_code == 422
    assert "marca la casilla «He leído y acepto las condiciones de este servicio»" in unticked.text
    assert straight.headers["location"] == "/certificacion/terminos/solicitud"
    assert prepared.json()["error"] == "Antes de firmar, lee y acepta los Términos y Condiciones."


def test_the_whole_course_to_the_cancellation(pen: Pen) -> None:
    world = pen.browser.world
    pen.request()
    world.work()
    awaiting = pen.browser.get("/certificacion").text
    assert "En espera de documentos" in awaiting
    assert "23/nov/2026" in awaiting
    assert "Envía tus evidencias a más tardar el 27/ene/2027" in awaiting
    assert "45 días hábiles desde el 23/nov/2026" in awaiting

    assert pen.send(b"uma: wrong").json() == {"next": "/certificacion"}
    world.work()
    analysis = pen.browser.get("/certificacion").text
    assert "En análisis" in analysis
    assert "Te respondemos a más tardar el 30/nov/2026" in analysis

    decided(world, Outcome.CORRECTIONS)
    corrections = pen.browser.get("/certificacion").text
    assert "Encontramos inconsistencias en tus evidencias" in corrections
    assert "Leer las correcciones completas" in corrections
    assert "Retención total (celda" in corrections
    assert "a más tardar el 7/dic/2026" in corrections

    pen.send(b"right")
    world.work()
    decided(world, Outcome.APPROVE)
    approved = pen.browser.get("/certificacion").text
    assert "Aprobada, pendiente de firma" in approved

    pen.browser.post("/certificacion/terminos/aprobacion", {"acepto": "si"})
    accepted = pen.act("aprobacion")
    assert "Descargar responsiva" in pen.browser.get(accepted.json()["next"]).text
    assert "Certificación vigente" in pen.browser.get("/certificacion").text

    cancelled = pen.act("cancelacion")
    assert "Descargar acuse de cancelación" in pen.browser.get(cancelled.json()["next"]).text
    over = pen.browser.get("/certificacion").text
    assert "Tu trámite anterior terminó: Certificación cancelada" in over
    assert "He leído y acepto las condiciones de este servicio" in over


def test_signing_the_same_statement_twice_makes_one_case(pen: Pen) -> None:
    pen.browser.post("/certificacion/terminos/solicitud", {"acepto": "si"})
    prepared = pen.prepare("solicitud").json()

    first = pen.sign("solicitud", prepared)
    again = pen.sign("solicitud", prepared)

    assert (first.status_code, again.status_code) == (200, 200)
    assert first.json() == again.json() == {"next": "/certificacion/listo/solicitud"}
    assert len(pen.browser.world.view(folio_of(pen.browser.world)).rounds) == 1


def test_the_same_file_sent_twice_is_one_submission(pen: Pen) -> None:
    pen.request()
    pen.browser.world.work()

    pen.send(b"right")
    pen.send(b"right")

    assert len(pen.browser.world.view(folio_of(pen.browser.world)).current.submissions) == 1


def test_another_file_than_the_signed_one_is_refused(pen: Pen) -> None:
    pen.request()
    pen.browser.world.work()
    prepared = pen.prepare("evidencias", file_name="e.xls", file_sha256="0" * 64).json()

    answer = pen.deliver(prepared, b"right")

    assert answer.status_code == 422
    assert answer.json()["error"] == "El archivo que llegó no es el que firmaste. Elige el archivo y envíalo de nuevo."
    assert pen.browser.world.view(folio_of(pen.browser.world)).current.submissions == ()


def test_a_file_of_one_byte_too_much_is_refused_while_it_arrives(pen: Pen) -> None:
    pen.request()
    pen.browser.world.work()

    answer = pen.send(b"x" * (5 * 1024 * 1024 + 1))

    assert answer.status_code == 413
    assert "más de 5 MB" in answer.json()["error"]


def test_a_statement_of_another_company_cannot_be_signed(pen: Pen, stranger_pen: Pen) -> None:
    pen.browser.post("/certificacion/terminos/solicitud", {"acepto": "si"})
    prepared = pen.prepare("solicitud").json()
    stranger_pen.browser.post("/certificacion/terminos/solicitud", {"acepto": "si"})

    answer = stranger_pen.sign("solicitud", prepared)

    assert answer.status_code == 422
    assert answer.json()["error"].startswith("No encontramos lo que firmaste.")


def test_an_efirma_of_another_rfc_is_refused_in_its_own_words(pen: Pen, stranger_pen: Pen) -> None:
    pen.browser.post("/certificacion/terminos/solicitud", {"acepto": "si"})

    answer = Pen(pen.browser, stranger_pen.efirma).prepare("solicitud")

    assert answer.json() == {
        "error": "La e.firma es del RFC AAA010101AAA y esta cuenta es del RFC EKU9003173C9. Usa la e.firma del RFC EKU9003173C9.",
        "code": "other_rfc",
    }


def test_a_signature_over_another_text_is_refused(pen: Pen) -> None:
    pen.browser.post("/certificacion/terminos/solicitud", {"acepto": "si"})
    prepared = pen.prepare("solicitud").json()

    answer = pen.sign("solicitud", {**prepared, "text": prepared["text"] + " "})

    assert answer.json()["code"] == "bad_signature"


def test_a_statement_is_good_for_half_an_hour(pen: Pen) -> None:
    pen.browser.post("/certificacion/terminos/solicitud", {"acepto": "si"})
    prepared = pen.prepare("solicitud").json()
    pen.browser.world.clock.forward(minutes=29)
    pen.browser.get("/certificacion")
    pen.browser.world.clock.forward(minutes=1)

    answer = pen.sign("solicitud", prepared)

    assert answer.json()["error"].startswith("Pasó demasiado tiempo entre la validación y la firma.")


def test_a_script_without_the_word_of_our_forms_is_refused(pen: Pen) -> None:
    pen.browser.post("/certificacion/terminos/solicitud", {"acepto": "si"})
    prepared = pen.prepare("solicitud").json()

    answer = pen.browser.client.post(
        "/certificacion/firma/solicitud",
        json={"statement": prepared["statement"], "signature": pen.signature(prepared["text"])},
        headers={"accept": "application/json"},
    )

    assert answer.status_code == 422
    assert "estuvo abierta demasiado tiempo" in answer.json()["error"]


def test_an_act_in_the_wrong_state_says_where_the_case_stands(pen: Pen) -> None:
    none_yet = pen.browser.get("/certificacion/firma/cancelacion")
    pen.request()
    twice = pen.browser.get("/certificacion/terminos/solicitud")
    too_early = pen.browser.get("/certificacion/terminos/aprobacion")

    assert none_yet.status_code == 409
    assert "Todavía no tienes un trámite." in none_yet.text
    assert twice.status_code == 409
    assert "en estatus «Solicitud registrada»" in twice.text
    assert too_early.status_code == 409
    assert "ahora no es posible hacer esto" in too_early.text


def test_the_set_the_letters_and_the_documents_are_the_companys_alone(
    pen: Pen, stranger: Browser, nobody: Browser
) -> None:
    pen.request()
    pen.browser.world.work()
    page = pen.browser.get("/certificacion").text
    links = [f"/certificacion/{rest.split(chr(34))[0]}" for rest in page.split('href="/certificacion/')[1:]]
    private = [link for link in links if not link.startswith("/certificacion/firma")]
    assert len(private) >= 4

    for link in private:
        assert pen.browser.get(link).status_code == 200, link
        assert stranger.get(link).status_code == 404, link
        assert nobody.get(link).status_code == 303, link


def test_the_documents_are_sealed_pdfs_and_the_same_each_time(pen: Pen) -> None:
    pen.request()
    page = pen.browser.get("/certificacion/listo/solicitud").text
    links = ["/certificacion/documentos/" + rest.split('"')[0] for rest in page.split("/certificacion/documentos/")[1:]]

    first = [pen.browser.get(link) for link in links]
    again = [pen.browser.get(link) for link in links]

    assert len(links) == 2
    assert [one.content[:5] for one in first] == [b"%PDF-", b"%PDF-"]
    assert [one.content for one in first] == [one.content for one in again]
    assert first[0].headers["content-disposition"].startswith("attachment; filename*=UTF-8''responsiva-26")


@pytest.mark.parametrize(
    "path", ["/certificacion/firma/nada", "/certificacion/terminos/nada", "/certificacion/listo/nada"]
)
def test_a_path_that_is_none_is_a_sentence(acme: Browser, path: str) -> None:
    assert "Esa página no existe." in acme.get(path).text


@pytest.mark.parametrize(
    "document", [{}, {"certificate": 5}, {"certificate": "x" * 20_000}, [], "text", {"certificate": "AAAA"}]
)
def test_json_of_the_wrong_shape_is_a_sentence(acme: Browser, document: object) -> None:
    acme.post("/certificacion/terminos/solicitud", {"acepto": "si"})

    answer = acme.post_json("/certificacion/firma/solicitud/preparar", document)

    assert answer.status_code == 422
    assert answer.json()["error"].endswith(".")


def test_the_page_of_a_file_that_could_not_be_read_says_which_and_why(pen: Pen) -> None:
    pen.request()
    pen.browser.world.work()
    pen.send(b"damaged", "evidencias septiembre.xls")
    pen.browser.world.work()

    page = pen.browser.get("/certificacion").text

    assert "«evidencias septiembre.xls», recibido el 23/nov/2026: El archivo está dañado" in page
    assert "la ronda, el set y el plazo son los mismos" in page


def test_the_page_of_a_signed_act_is_not_shown_once_it_is_true_no_more(pen: Pen) -> None:
    world = pen.browser.world
    pen.request()
    assert pen.browser.get("/certificacion/listo/solicitud").status_code == 200
    pen.act("cancelacion")

    assert pen.browser.get("/certificacion/listo/cancelacion").status_code == 200
    assert pen.browser.get("/certificacion/listo/solicitud").headers["location"] == "/certificacion"
    over = pen.browser.get("/certificacion").text
    assert "Solicitud desistida" in over
    assert folio_of(world) in over


def test_documents_say_what_was_asked_for_and_what_ended(pen: Pen) -> None:
    pen.request()
    before = pen.browser.get("/certificacion/firma/cancelacion").text
    pen.act("cancelacion")

    rows = pen.browser.world.reading(lambda session: list(session.execute(select(DocumentRow)).scalars()))
    said = {row.kind.value: row.content["paragraphs"][0] for row in rows}
    assert "¿Quieres desistir de tu solicitud?" in before
    assert said["request"].startswith("La empresa solicita al instituto la certificación de su sistema")
    assert said["cancellation"] == (
        f"Con este acto se cancela la solicitud de certificación, antes de certificarse, con el folio "
        f"{folio_of(pen.browser.world)}."
    )
