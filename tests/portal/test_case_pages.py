"""The page of a case in each of its states: what its facts say, what it shows and in which order, and the way out."""

import re

from backoffice.casework import review
from backoffice.domain.work import Outcome
from tests.casework.world import ACME
from tests.portal.pages import decided, folio_of
from tests.portal.pen import Pen

#: By state: the date of its facts, its headings in order, and how a company leaves.
SHOWN = {
    "Solicitud registrada": (
        "23/nov/2026",
        ["Estamos preparando tu set de pruebas", "Tus documentos firmados", "Correos que te enviamos"],
        "Desistir de la solicitud",
    ),
    "En espera de documentos": (
        "23/nov/2026",
        [
            "Envía tus evidencias a más tardar el 27/ene/2027",
            "Tu set de pruebas",
            "Agrega los archivos de la e.firma",
            "Envía tus evidencias",
            "Tus documentos firmados",
            "Correos que te enviamos",
        ],
        "Desistir de la solicitud",
    ),
    "En análisis": (
        "23/nov/2026",
        [
            "Recibimos tu archivo",
            "Te respondemos a más tardar el 1/dic/2026",
            "Qué sigue",
            "Agrega los archivos de la e.firma",
            "Envía tus evidencias",
            "Tu set de pruebas",
            "Tus documentos firmados",
            "Correos que te enviamos",
        ],
        "Desistir de la solicitud",
    ),
    "Aprobada, pendiente de firma": (
        "23/nov/2026",
        ["Tus pruebas son correctas: solo falta tu firma", "Tus documentos firmados", "Correos que te enviamos"],
        "Desistir de la solicitud",
    ),
    "Certificación vigente": (
        "26/nov/2026",
        [
            "Tu certificación está vigente",
            "Registro de desarrolladores certificados",
            "Tus documentos firmados",
            "Correos que te enviamos",
        ],
        "Cancelar certificación",
    ),
    "Certificación cancelada": (
        "27/nov/2026",
        [
            "Tu trámite anterior terminó: Certificación cancelada",
            "Tus documentos firmados",
            "Correos que te enviamos",
        ],
        None,
    ),
}
CRUMB = '<span aria-current="page">Certificación para desarrolladores</span>'


def test_each_state_has_its_page_with_what_was_signed_and_sent_and_a_way_out(pen: Pen) -> None:
    world = pen.browser.world
    seen = {}

    def look() -> None:
        page = pen.browser.get("/certificacion").text
        assert page.count(CRUMB) == 1
        state, date = facts(page)
        seen[state] = (date, headings(page), way_out(page))

    def come_back(days: int) -> None:
        world.clock.forward(days=days)
        pen.browser.enter(ACME)

    pen.request()
    look()
    world.work()
    look()
    come_back(days=1)
    pen.send(b"right")
    look()
    world.work()
    decided(world, Outcome.APPROVE)
    come_back(days=2)
    look()
    pen.browser.post("/certificacion/terminos/aprobacion", {"acepto": "si"})
    pen.act("aprobacion")
    look()
    come_back(days=1)
    pen.act("cancelacion")
    look()

    assert seen == SHOWN


def test_a_file_that_a_person_looks_at_cannot_be_replaced(pen: Pen) -> None:
    world = pen.browser.world
    pen.request()
    world.work()
    pen.send(b"uma: wrong")
    world.work()
    free = pen.browser.get("/certificacion").text
    review.claim(world.by("ana"), world.task(folio_of(world)).id, "ana")
    claimed = pen.browser.get("/certificacion").text

    assert "Reemplazar el archivo que envié" in free
    assert "Una persona ya revisa tu archivo" in claimed
    assert "Reemplazar el archivo que envié" not in claimed


def facts(page: str) -> tuple[str, str]:
    """What *Estatus* and *Fecha* say."""
    first_list = page.split('<dl class="facts">')[1].split("</dl>", maxsplit=1)[0]
    told = dict(re.findall(r"<dt>(\w+):</dt><dd>(.*?)</dd>", first_list))
    return told["Estatus"], told["Fecha"]


def headings(page: str) -> list[str]:
    """All second headings, in order."""
    return re.findall(r"<h2[^>]*>(.*?)</h2>", page)


def way_out(page: str) -> str | None:
    """The words of the link by which a company gives up or cancels."""
    found = re.search(r'<a href="/certificacion/firma/cancelacion">(.*?)</a>', page)
    return found[1] if found else None
