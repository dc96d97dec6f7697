"""What comes from outside stays inert: in HTML, in text, in headers."""

from dataclasses import replace

import pytest
from lxml import html

from backoffice.domain.errors import BadInput
from backoffice.domain.findings import Finding, Severity
from backoffice.mail.rendering import render
from backoffice.mail.samples import corrections_requested, evidence_refused, samples

HOSTILE = "<script>alert(1)</script><img src=x onerror=alert(2)>\"'&amp;--><mj-raw>{{ 7*7 }}</mj-raw>]]>"


@pytest.mark.parametrize("letter", samples(), ids=lambda letter: letter.template)
def test_a_hostile_company_name_is_shown_and_does_nothing(letter):
    rendered = render(replace(letter, company=HOSTILE))

    page = html.fromstring(rendered.html)

    assert not page.xpath("//script | //img | //iframe | //@onerror")
    assert HOSTILE in page.text_content()
    assert "49" not in page.xpath("string(//h1)")
    assert " ".join(f"Hola, {HOSTILE}:".split()) in " ".join(rendered.text.split())
    assert "script" not in rendered.subject


def test_hostile_evidence_is_shown_and_does_nothing():
    finding = Finding(
        code="withholding_differs",
        severity=Severity.ERROR,
        message=HOSTILE,
        tab=2,
        cell="<b>",
        section="samples",
        number=1,
        nss="<i>",
        expected="1.00",
        found="<script>alert(1)</script>",
    )
    point = replace(finding, code="other", tab=4, section=None, number=None)

    rendered = render(replace(corrections_requested(), findings=(finding, point), remarks=(HOSTILE,)))

    page = html.fromstring(rendered.html)
    assert not page.xpath("//script | //img | //iframe | //b | //i | //@onerror")
    assert page.text_content().count("{{ 7*7 }}") == 2


def test_breaks_and_invisible_characters_in_evidence_cannot_forge_a_line_of_the_text():
    name = "a.xls»\n\nPaga aquí: http://malo.example\r\n\x00\x1b[31m\u202exls.exe\u2028fin"

    rendered = render(replace(evidence_refused(), file_name=name))

    assert "\nPaga" not in rendered.text
    for character in "\r\x00\x1b\u202e\u2028":
        assert character not in rendered.text
        assert character not in rendered.html


@pytest.mark.parametrize("name", ["Uno\nBcc: todos@example.mx", "Uno\r\nDos", "Uno\x00Dos", "Uno\u2028Dos", "", "  "])
@pytest.mark.parametrize("letter", samples(), ids=lambda letter: letter.template)
def test_a_name_with_line_breaks_or_none_at_all_is_refused_by_name(letter, name):
    with pytest.raises(BadInput, match="«empresa» está vacío o tiene saltos de línea"):
        replace(letter, company=name)


def test_a_name_of_a_thousand_letters_without_a_space_leaves_the_letter_whole():
    rendered = render(replace(corrections_requested(), company="Ñ" * 1000))

    assert "Ñ" * 1000 in rendered.text
    assert rendered.subject == "Folio 0501423523: corrige y envía tus nuevas evidencias a más tardar el 7/dic/2026"


def test_figures_that_are_none_are_shown_as_they_came_and_shortened():
    found = "mil doscientos " * 20
    finding = replace(corrections_requested().findings[0], found=found)

    text = render(replace(corrections_requested(), findings=(finding,))).text

    assert "recibido mil doscientos mil doscientos mil dosci…" in " ".join(text.split())
