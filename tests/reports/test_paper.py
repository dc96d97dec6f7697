"""The PDF: the same bytes for the same report, pages that are counted, and texts that stay texts."""

import json
import re
from dataclasses import replace

import pytest

from backoffice import reports
from backoffice.domain.typography import LACKING, SHOWABLE, showable
from backoffice.reports.plain import plain
from tests.explained.explaining import explained_of, explained_with, refused_report
from tests.reports.hostile import TYPST, hostile_report
from tests.reports.rehearsed import explained

PAGE = re.compile(rb"/Type/Page\b")


def pages(document: bytes) -> int:
    """How many pages a PDF has."""
    return len(PAGE.findall(document))


@pytest.mark.parametrize(
    ("name", "count"), [("caso_a_ronda_1.xls", 2), ("caso_b_ronda_1.xls", 7), ("caso_d_ronda_1.xls", 9)]
)
def test_a_report_has_its_pages(name, count):
    assert pages(reports.pdf(explained(name))) == count


def test_the_same_report_gives_the_same_bytes():
    assert reports.pdf(explained("caso_b_ronda_1.xls")) == reports.pdf(explained("caso_b_ronda_1.xls"))


def test_it_is_archival_accessible_and_has_only_the_typesetters_own_fonts():
    document = reports.pdf(explained("caso_b_ronda_1.xls"))

    assert b"<pdfaid:part>2</pdfaid:part><pdfaid:conformance>A</pdfaid:conformance>" in document
    assert b"<pdfuaid:part>1</pdfuaid:part>" in document
    fonts = set(re.findall(rb"/BaseFont/[A-Z]{6}\+([A-Za-z]+)", document))
    assert fonts == {b"LibertinusSerif", b"DejaVuSansMono"}


@pytest.mark.parametrize(
    "report",
    [refused_report(), explained_of(None), explained_with({}), hostile_report()],
    ids=["refused", "quarantined", "consistent", "hostile"],
)
def test_every_kind_of_report_can_be_printed(report):
    document = reports.pdf(report)

    assert document.startswith(b"%PDF-1.7")
    assert 1 <= pages(document) <= 6


def test_what_looks_like_the_typesetters_language_reaches_it_as_a_text():
    report = hostile_report()

    assert TYPST in json.dumps(plain(report), ensure_ascii=False).replace('\\"', '"').replace("\\\\", "\\")


def test_characters_that_its_fonts_lack_are_shown_as_lacking():
    assert (
        showable("Nón\u0303ez 🏠 你好 שלום ✓ ✕ −1,000 × 2 ÷ 61")
        == f"Nóñez {LACKING} {LACKING * 2} {LACKING * 4} ✓ ✕ −1,000 × 2 ÷ 61"
    )


def test_every_character_that_is_let_through_can_be_printed():
    inside = re.compile(f"[{SHOWABLE}]")
    every = "".join(c for c in map(chr, range(0x20, 0x2800)) if inside.fullmatch(c))
    report = explained_with({("assessment", 2, "withholding"): "1"})
    words = [every[start : start + 200] for start in range(0, len(every), 200)]

    for word in words:
        assert pages(reports.pdf(replace(report, heading=word, to_do=word))) >= 1
