"""Signed acts in an export: the exact statement, a signature that anybody can verify, and the sealed documents."""

import base64

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.hazmat.primitives.hashes import SHA256

from backoffice.domain.work import Outcome
from backoffice.records.queries import all_cases
from tests.expediente.archives import exported
from tests.portal.pen import Pen


def certified(pen: Pen) -> str:
    """The folio of a case that went through the portal to its certification."""
    world = pen.browser.world
    pen.request()
    world.work()
    world.clock.forward(minutes=5)
    pen.send(b"right")
    world.work()
    folio = world.reading(all_cases)[0].folio
    world.decided(folio, Outcome.APPROVE)
    world.work()
    world.clock.forward(minutes=5)
    pen.browser.post("/certificacion/terminos/aprobacion", {"acepto": "si"})
    pen.act("aprobacion")
    world.work()
    return folio


def test_every_act_has_its_statement_its_signature_and_its_documents(pen: Pen) -> None:
    folio = certified(pen)

    found = exported(pen.browser.world, folio)

    assert [name for name in found.names if name.startswith("firmas/")] == [
        "firmas/01-request/cadena-original.txt",
        "firmas/01-request/certificado.cer",
        "firmas/01-request/firma.json",
        "firmas/01-request/request.pdf",
        "firmas/01-request/responsiva.pdf",
        "firmas/02-evidence/cadena-original.txt",
        "firmas/02-evidence/certificado.cer",
        "firmas/02-evidence/firma.json",
        "firmas/03-acceptance/cadena-original.txt",
        "firmas/03-acceptance/certificado.cer",
        "firmas/03-acceptance/firma.json",
        "firmas/03-acceptance/approval.pdf",
    ]
    signed = found.json("firmas/02-evidence/firma.json")
    key = x509.load_der_x509_certificate(found.read("firmas/02-evidence/certificado.cer")).public_key()
    assert isinstance(key, RSAPublicKey)
    statement = found.read("firmas/02-evidence/cadena-original.txt")
    key.verify(base64.b64decode(signed["signature"]), statement, PKCS1v15(), SHA256())
    assert signed["file_sha256"] == found.json("ronda-1/envio-1/envio.json")["sha256"]
    assert found.json("caso.json")["productive_access"]["revoked_at"] is None


def test_documents_that_were_not_made_yet_are_made_once(pen: Pen) -> None:
    folio = certified(pen)

    first = exported(pen.browser.world, folio)
    second = exported(pen.browser.world, folio)

    assert first.read("firmas/03-acceptance/approval.pdf").startswith(b"%PDF")
    assert first.data == second.data


def test_no_secret_of_the_productive_access_leaves(pen: Pen) -> None:
    folio = certified(pen)
    pen.browser.world.sql("UPDATE productive_accesses SET secret_sha256 = 'fedcba9876543210'")

    found = exported(pen.browser.world, folio)

    assert not any(b"fedcba9876543210" in found.read(name) for name in found.names)
