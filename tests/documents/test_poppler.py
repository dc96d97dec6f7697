"""What a reader that is not ours (poppler) finds in the documents: a valid seal, whole fonts, and harmless texts."""

from pathlib import Path

import pytest

from backoffice.domain.signing import DocumentKind
from backoffice.efirma.documents.sealing import DocumentSeal
from backoffice.efirma.documents.typesetting import typeset
from tests.documents.examples import SEALED_AT, STATEMENT, changed, document, poppler

pytestmark = pytest.mark.poppler

VALID = "Signature Validation: Signature is Valid."
HOSTILE = (
    '#import "@preview/x" #panic("x") "] } $x^2$ *b* _i_ `r` @ref <label> \\ = título //c & Ñandú #read("/etc/passwd")'
)


def text(pdf: bytes, folder: Path) -> str:
    """What can be copied from a PDF; the places where a long word may break are no part of it."""
    file = folder / "text.pdf"
    file.write_bytes(pdf)
    return poppler("pdftotext", "-layout", file, "-").replace("\u200b", "")


@pytest.mark.parametrize("kind", DocumentKind)
def test_a_reader_shows_the_seal_valid_over_the_whole_document(
    kind: DocumentKind, seal: DocumentSeal, tmp_path: Path
) -> None:
    file = tmp_path / "document.pdf"
    file.write_bytes(seal.seal(typeset(document(kind)), SEALED_AT))

    said = poppler("pdfsig", "-nocert", file)

    assert VALID in said
    assert "Total document signed" in said
    assert "Signer Certificate Common Name: Sello de la mesa de certificación" in said


@pytest.mark.parametrize("share", [2, 20, 40, 60, 80])
def test_a_reader_reports_a_changed_byte(sealed: bytes, sealed_file: Path, share: int) -> None:
    sealed_file.write_bytes(changed(sealed, len(sealed) * share // 100))

    assert VALID not in poppler("pdfsig", "-nocert", sealed_file)


def test_a_reader_reports_an_appended_update(sealed: bytes, sealed_file: Path) -> None:
    sealed_file.write_bytes(sealed + b"\n1 0 obj\n<<>>\nendobj\n%%EOF\n")

    assert "Total document signed" not in poppler("pdfsig", "-nocert", sealed_file)


def test_every_font_is_embedded(sealed_file: Path) -> None:
    rows = poppler("pdffonts", sealed_file).splitlines()[2:]

    assert len(rows) == 4
    assert {tuple(row.split()[-5:-2]) for row in rows} == {("yes", "yes", "yes")}


def test_the_page_says_all_there_is_to_say(sealed: bytes, tmp_path: Path) -> None:
    said = " ".join(text(sealed, tmp_path).split())

    for part in (
        "Mesa de certificación Certificación para desarrolladores Responsiva",
        "Folio 2400000018 Empresa Nóminas Quetzal de Ensayo, S.A. de C.V. NRP Y5412345109 RFC NQE950301AB1",
        "Fecha y hora 14/mar/2024 16:05 h Número de certificado 30001000000500003416",
        "Firmante Nóminas Quetzal de Ensayo, S.A. de C.V. RFC del firmante NQE950301AB1 Revocación no verificada",
        "Términos y condiciones La empresa solicita que el instituto compruebe",
        "https://mesa.example/verificar/K7QF-2M9X-TD4R",
        "Código K7QF-2M9X-TD4R Folio 2400000018 · Página 1 de 1",
    ):
        assert part in said


def test_the_printed_statement_can_be_copied_whole(sealed: bytes, tmp_path: Path) -> None:
    said = "".join(text(sealed, tmp_path).split())

    start, end = said.index("||1.0|"), said.rindex("||") + 2
    printed = said[start:end].replace("Cadenaoriginal", "")
    assert printed == "".join(STATEMENT.split())


def test_hostile_texts_stand_inert_on_the_page(tmp_path: Path) -> None:
    paper = typeset(
        document(
            company=f"{HOSTILE} \u202egnp.exe\u202c 🏠 \x00\x07",
            signer_name=HOSTILE,
            paragraphs=(HOSTILE,),
            statement=f"||{HOSTILE}\u202e||",
            revocation=HOSTILE,
            folio=HOSTILE,
            code=HOSTILE,
        )
    )

    said = text(paper, tmp_path)
    flat = "".join(said.split())
    assert flat.count("".join(HOSTILE.split())) >= 5
    assert "gnp.exe□" in flat
    assert not {"\u202e", "\u202c", "\x07", "🏠"} & set(said)


def test_a_name_of_300_letters_stays_on_the_paper(tmp_path: Path) -> None:
    said = text(typeset(document(company="Ñ" * 300)), tmp_path)

    widest = max(row.count("Ñ") for row in said.splitlines())
    assert said.count("Ñ") == 300
    assert widest < 60


def test_every_page_of_a_long_document_names_the_folio(tmp_path: Path) -> None:
    said = text(typeset(document(statement=STATEMENT * 40)), tmp_path)

    for number in (1, 2, 3):
        assert f"Folio 2400000018 · Página {number} de 3" in said
