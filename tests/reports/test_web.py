"""The page: whole in itself, inert whatever an applicant wrote, and silent about what there is not."""

import re
from dataclasses import replace
from html.parser import HTMLParser

import pytest

from backoffice import reports
from tests.explained.explaining import NOON_ORIGIN, explained_with, refused_report
from tests.reports.hostile import hostile_report
from tests.reports.rehearsed import text_of


class Tags(HTMLParser):
    """Every tag of a page with its attributes."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))


@pytest.mark.parametrize("make", [lambda: explained_with({}), hostile_report, refused_report])
def test_a_page_asks_nothing_of_the_outside_and_runs_nothing(make):
    page = reports.html(make())

    names = {tag for tag, _ in Tags(page).found}
    attributes = {name for _, attrs in Tags(page).found for name in attrs}
    assert names.isdisjoint({"script", "img", "link", "iframe", "object", "embed", "a", "form", "svg", "base"})
    assert not {name for name in attributes if name.startswith("on")}
    assert attributes.isdisjoint({"src", "href", "action", "style", "srcdoc"})
    assert "url(" not in page
    assert "@import" not in page
    assert """content="default-src 'none'; style-src 'unsafe-inline'\"""" in page


def test_what_an_applicant_wrote_is_short_harmless_text():
    page = reports.html(hostile_report())

    assert "<img" not in page
    assert "<script" not in page
    assert "&lt;img src=x onerror=" in page
    assert not re.search(r"[\x00-\x08\x0b-\x1f\u200b-\u200f\u202a-\u202e\ud800-\udfff]", page)
    assert max(len(word) for word in text_of(page).split()) <= 400
    assert len(page) < 80_000


def test_every_page_says_that_it_must_not_be_sent_while_the_set_is_in_play():
    for report in (explained_with({}), refused_report()):
        assert "Contiene respuestas del set: no se envía mientras el set esté en juego." in text_of(
            reports.html(report)
        )


def test_a_refused_file_gets_its_reason_and_no_empty_section():
    text = text_of(reports.html(refused_report()))

    assert "El archivo no se pudo leer. El archivo está vacío (0 bytes). Vuelve a guardar tu libro" in text
    for title in ("Diagnóstico", "Renglones con diferencias", "Paso a paso", "Lo que estuvo bien", "1 · JSON"):
        assert title not in text


def test_rows_that_are_left_out_are_counted():
    report = replace(explained_with({("assessment", 2, "withholding"): "1"}), only_listed=240, left_out=4_700)

    text = text_of(reports.html(report))

    assert "Se desarrollan 1 renglones; otros 240 sólo aparecen en la lista de arriba." in text
    assert "No se muestran 4,700 renglones más con diferencias." in text


def test_a_case_is_named_by_its_folio_and_company():
    origin = replace(NOON_ORIGIN, folio="0501423523", company="Nóminas & Hijos, S.A.")

    page = reports.html(explained_with({}, origin))

    assert "<title>Informe de la evaluación: Caso 0501423523 · Nóminas &amp; Hijos, S.A.</title>" in page
