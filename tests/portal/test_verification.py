"""What anybody learns of a document by its code or its file, and how that changes with the certification."""

from collections.abc import Callable
from pathlib import Path

import pytest
from httpx import Response
from sqlalchemy import select

from backoffice.casework import verification
from backoffice.domain.work import Outcome
from backoffice.efirma.documents.sealing import DocumentSeal
from backoffice.efirma.documents.typesetting import typeset
from backoffice.records.queries import all_cases
from backoffice.records.signatures import DocumentRow
from tests.documents.examples import SEALED_AT, changed, document, poppler
from tests.portal.browser import PORTAL, Browser
from tests.portal.pen import Pen

KEYS = [
    "code", "kind", "title", "folio", "company", "rfc", "signer", "certificate_number", "revocation", "signed_at",
    "sha256", "status", "certified_at", "ended_at",
]  # fmt: skip


def papers(pen: Pen) -> list[DocumentRow]:
    """Every document of the company."""
    return pen.browser.world.reading(lambda session: list(session.execute(select(DocumentRow)).scalars()))


def codes(pen: Pen) -> dict[str, str]:
    """kind → code of every document of the company."""
    return {row.kind.value: row.code for row in papers(pen)}


def downloaded(pen: Pen, kind: str) -> bytes:
    """The document's PDF, as its company downloads it."""
    (wanted,) = (row.id for row in papers(pen) if row.kind == kind)
    answer = pen.browser.get(f"/certificacion/documentos/{wanted}.pdf")
    assert answer.status_code == 200
    return answer.content


def certified(pen: Pen) -> None:
    """From the request to a certification in force."""
    world = pen.browser.world
    pen.request()
    world.work()
    pen.send(b"right")
    world.work()
    world.decided(world.reading(all_cases)[0].folio, Outcome.APPROVE)
    world.work()
    pen.browser.post("/certificacion/terminos/aprobacion", {"acepto": "si"})
    assert pen.act("aprobacion").status_code == 200


def compare(visitor: Browser, data: bytes, name: str = "responsiva.pdf") -> Response:
    """*Comparar archivo*."""
    answer: Response = visitor.client.post("/verificar", files={"archivo": (name, data, "application/pdf")})
    return answer


def test_a_document_says_how_its_certification_stands_now(pen: Pen, nobody: Browser) -> None:
    pen.request()
    request = codes(pen)["request"]
    assert "todavía no hay certificación" in nobody.get(f"/verificar/{request}").text

    world = pen.browser.world
    world.work()
    pen.send(b"right")
    world.work()
    world.decided(world.reading(all_cases)[0].folio, Outcome.APPROVE)
    world.work()
    pen.browser.post("/certificacion/terminos/aprobacion", {"acepto": "si"})
    pen.act("aprobacion")
    page = nobody.get(f"/verificar/{request}").text
    assert "La certificación está vigente" in page
    assert "Vigente desde el 23/nov/2026" in page

    assert pen.act("cancelacion").status_code == 200
    page = nobody.get(f"/verificar/{request}").text
    assert "La certificación fue cancelada: ya no está vigente" in page
    assert "Vigente desde el 23/nov/2026, hasta el 23/nov/2026" in page
    assert nobody.get(f"/verificar/{request}.json").json()["status"] == "cancelled"


def test_a_request_that_was_given_up_never_was_a_certification(pen: Pen, nobody: Browser) -> None:
    pen.request()
    pen.act("cancelacion")

    answer = nobody.get(f"/verificar/{codes(pen)['cancellation']}.json").json()

    assert (answer["status"], answer["certified_at"]) == ("withdrawn", None)
    assert answer["ended_at"].startswith("2026-11-23T")


def test_the_json_has_the_same_names_always(pen: Pen, nobody: Browser) -> None:
    certified(pen)

    answer = nobody.get(f"/verificar/{codes(pen)['approval']}.json").json()

    assert list(answer) == KEYS
    assert (answer["kind"], answer["title"]) == ("approval", "Responsiva de la Aprobación de Certificación")
    assert (answer["rfc"], answer["revocation"], answer["status"]) == ("EKU9003173C9", "no verificada", "in_force")


@pytest.mark.parametrize(
    "spelled",
    [
        str.lower,
        lambda c: "-".join(c[at : at + 5] for at in range(0, 20, 5)),
        " ".join,
        f"{PORTAL}/verificar/{{}}".format,
    ],
)
def test_a_code_is_understood_however_it_is_typed(pen: Pen, nobody: Browser, spelled: Callable[[str], str]) -> None:
    pen.request()
    code = codes(pen)["responsiva"]

    answer = nobody.get("/verificar", params={"codigo": spelled(code)})

    assert (answer.status_code, answer.headers["location"]) == (303, f"/verificar/{code}")


@pytest.mark.parametrize("typed", ["O" * 20, "2A3B4", "2" * 21, "😀" * 20, "<script>alert(1)</script>", "' OR 1=1 --"])
def test_what_cannot_be_a_code_is_told_so(nobody: Browser, typed: str) -> None:
    answer = nobody.get("/verificar", params={"codigo": typed})

    assert answer.status_code == 422
    assert "Un código de verificación tiene 20 signos" in answer.text
    assert "<script>alert" not in answer.text


def test_a_code_that_we_never_gave_is_not_found(nobody: Browser) -> None:
    assert nobody.get(f"/verificar/{'2' * 20}").status_code == 404
    answer = nobody.get(f"/verificar/{'2' * 20}.json")
    assert (answer.status_code, answer.json()["code"]) == (404, "unknown_code")
    assert nobody.get("/verificar/nada.json").json()["code"] == "misshapen"


@pytest.mark.poppler
def test_the_document_of_the_portal_has_a_valid_seal_and_is_known_by_its_bytes(
    pen: Pen, nobody: Browser, tmp_path: Path
) -> None:
    certified(pen)
    pdf = downloaded(pen, "approval")
    file = tmp_path / "aprobacion.pdf"
    file.write_bytes(pdf)

    said = poppler("pdfsig", "-nocert", file)
    page = compare(nobody, pdf)

    assert "Signature Validation: Signature is Valid." in said
    assert "Total document signed" in said
    assert page.status_code == 200
    assert "El archivo es, byte por byte, el que emitimos" in page.text
    assert "La certificación está vigente" in page.text


def test_one_changed_byte_is_told_and_what_the_file_says_to_be(pen: Pen, nobody: Browser) -> None:
    pen.request()
    pdf = downloaded(pen, "responsiva")

    for other in (changed(pdf, len(pdf) // 2), pdf[:-1], pdf.replace(b"%PDF-1.7", b"%PDF-1.6")):
        answer = compare(nobody, other)
        assert answer.status_code == 404
        assert "lleva nuestro sello, pero no es el que sellamos: fue modificado" in answer.text
        assert f'<a href="/verificar/{codes(pen)["responsiva"]}">' in answer.text


@pytest.mark.parametrize("more", [b"\n", b"\n%%EOF\n", b"x" * 100_000])
def test_what_was_added_after_the_seal_is_told(pen: Pen, nobody: Browser, more: bytes) -> None:
    pen.request()

    answer = compare(nobody, downloaded(pen, "responsiva") + more)

    assert answer.status_code == 404
    assert "Al PDF se le agregó algo después de sellarlo." in answer.text
    assert f'<a href="/verificar/{codes(pen)["responsiva"]}">' in answer.text


def test_an_imitation_under_another_seal_is_told(pen: Pen, nobody: Browser, tmp_path: Path) -> None:
    pen.request()
    code = codes(pen)["responsiva"]
    paper = typeset(document(verify_url=f"{PORTAL}/verificar/{code}"))

    answer = compare(nobody, DocumentSeal.kept_in(tmp_path, SEALED_AT).seal(paper, SEALED_AT))
    unsealed = compare(nobody, paper)

    assert answer.status_code == unsealed.status_code == 404
    assert "El sello o la firma del PDF no es el de la mesa de certificación." in answer.text
    assert "El PDF no lleva nuestro sello" in unsealed.text
    assert f'<a href="/verificar/{code}">' in answer.text


def test_a_code_that_a_file_invents_leads_nowhere(nobody: Browser) -> None:
    answer = compare(nobody, b"%PDF-1.7 (https://x.example/verificar/ILOUILOUILOUILOUILOU) %%EOF")

    assert answer.status_code == 404
    assert "dice ser este documento" not in answer.text


def test_a_seal_that_cannot_be_used_keeps_nobody_from_asking(nobody: Browser) -> None:
    keys = nobody.world.house.settings.var / "keys"
    keys.mkdir(parents=True, exist_ok=True)
    (keys / "seal.key.pem").write_bytes(b"nada")

    assert compare(nobody, b"%PDF-1.7 /ByteRange %%EOF").status_code == 404


@pytest.mark.parametrize(
    ("data", "status", "sentence"),
    [
        (b"", 422, "El archivo está vacío."),
        (b"hola", 404, "El archivo no es un PDF."),
        (b"%PDF-1.7 <</Encrypt 4 0 R>> %%EOF", 404, "está protegido con contraseña"),
        (b"%PDF-1.7", 404, "El PDF está incompleto o dañado."),
        (b"x" * (5 * 1024 * 1024), 404, "El archivo no es un PDF."),
        (b"x" * (5 * 1024 * 1024 + 1), 413, "El archivo pesa más de 5 MB, y ninguno"),
        (b"x" * (7 * 1024 * 1024), 413, "El archivo pesa más de 5 MB, y ninguno"),
    ],
)
def test_a_file_that_is_none_of_ours_is_told_so(nobody: Browser, data: bytes, status: int, sentence: str) -> None:
    answer = compare(nobody, data, "../../😀.pdf")

    assert answer.status_code == status
    assert sentence in answer.text
    assert 'action="/verificar" enctype="multipart/form-data"' in answer.text


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"archivo=hola", "application/x-www-form-urlencoded"),
        (b"", "multipart/form-data; boundary=x"),
        (b"--y\r\n", "multipart/form-data; boundary=x"),
        (b"{}", "application/json"),
        (b"hola", "multipart/form-data"),
    ],
)
def test_a_form_of_another_shape_is_told_so(nobody: Browser, body: bytes, kind: str) -> None:
    answer = nobody.client.post("/verificar", content=body, headers={"content-type": kind})

    assert answer.status_code == 422
    assert 'role="alert"' in answer.text
    assert 'action="/verificar" enctype="multipart/form-data"' in answer.text


def test_every_code_is_made_of_signs_that_are_understood(pen: Pen) -> None:
    pen.request()

    for code in codes(pen).values():
        assert verification.understood(code) == code
