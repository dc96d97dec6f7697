"""What anybody learns of a document by its code or its file, and how that changes with the certification."""

from pathlib import Path

import pytest
from httpx import Response
from sqlalchemy import select

from backoffice.casework import verification
from backoffice.domain.work import Outcome
from backoffice.records.queries import all_cases
from backoffice.records.signatures import DocumentRow
from tests.documents.examples import changed, poppler
from tests.portal.browser import Browser
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
    return visitor.client.post("/verificar", files={"archivo": (name, data, "application/pdf")})


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


@pytest.mark.parametrize("spelled", [str.lower, lambda c: "-".join(c[at : at + 5] for at in range(0, 20, 5)), " ".join])
def test_a_code_is_understood_however_it_is_typed(pen: Pen, nobody: Browser, spelled: object) -> None:
    pen.request()
    code = codes(pen)["responsiva"]

    answer = nobody.get("/verificar", params={"codigo": spelled(code)})  # type: ignore[operator]

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


def test_one_changed_byte_is_told(pen: Pen, nobody: Browser) -> None:
    pen.request()
    pdf = downloaded(pen, "responsiva")

    for other in (changed(pdf, len(pdf) // 2), pdf + b"\n", pdf[:-1]):
        answer = compare(nobody, other)
        assert answer.status_code == 404
        assert "fue modificado o no es nuestro" in answer.text


@pytest.mark.parametrize(
    ("data", "status", "sentence"),
    [
        (b"", 422, "El archivo está vacío."),
        (b"hola", 404, "fue modificado o no es nuestro"),
        (b"x" * (5 * 1024 * 1024), 404, "fue modificado o no es nuestro"),
        (b"x" * (5 * 1024 * 1024 + 1), 413, "5 MB"),
        (b"x" * (7 * 1024 * 1024), 413, "5 MB"),
    ],
)
def test_a_file_that_is_none_of_ours_is_told_so(nobody: Browser, data: bytes, status: int, sentence: str) -> None:
    answer = compare(nobody, data, "../../😀.pdf")

    assert answer.status_code == status
    assert sentence in answer.text


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
    assert "archivo" in answer.text


def test_every_code_is_made_of_signs_that_are_understood(pen: Pen) -> None:
    pen.request()

    for code in codes(pen).values():
        assert verification.understood(code) == code
