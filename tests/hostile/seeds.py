"""Good files of every kind, to be damaged."""

import json
from collections.abc import Sequence
from functools import cache
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding
from PIL import Image

from backoffice.efirma.documents.sealing import DocumentSeal
from backoffice.efirma.documents.typesetting import typeset
from backoffice.workbooks import transcript
from tests.checks.example import example_set, faultless
from tests.documents.examples import SEALED_AT
from tests.documents.examples import document as a_document
from tests.efirma.making import CERTIFICATES
from tests.letters.test_bounce import report
from tests.workbooks.making.archives import rar4, rar5, seven_zip, tar
from tests.workbooks.making.evidence import CFDI, NOTICES, archive, embedding, screen
from tests.workbooks.making.office import GOLDEN
from tests.workbooks.making.sample import ANSWERS, TEST_SET

PICTURE_FORMATS = ("PNG", "JPEG", "GIF", "BMP", "TIFF", "WEBP")


@cache
def pure_workbooks() -> Sequence[bytes]:
    """Those whose readers are Python's: .xls and OpenDocument."""
    return [(GOLDEN / f"evidencias.{suffix}").read_bytes() for suffix in ("xls", "ods", "fods")]


@cache
def workbooks() -> Sequence[bytes]:
    """One of each format."""
    return [*pure_workbooks(), embedding(TEST_SET, ANSWERS, {})]


@cache
def packages() -> Sequence[bytes]:
    """Archives of each kind, and a workbook's package."""
    members = {name: text.encode() for name, text in NOTICES.items()}
    tars = [tar(members, compression) for compression in ("", "gz", "bz2", "xz")]
    return [archive(NOTICES), rar4(members), rar5(members), seven_zip(members), *tars, workbooks()[-1]]


@cache
def pictures() -> Sequence[bytes]:
    """A screen in every format that is shown."""
    shown = Image.open(BytesIO(screen("Pantalla", 1))).resize((64, 36))
    made = []
    for kind in PICTURE_FORMATS:
        written = BytesIO()
        shown.save(written, kind)
        made.append(written.getvalue())
    return made


@cache
def receipts() -> Sequence[bytes]:
    """Right by SAT's schemas."""
    return [CFDI.encode(), CFDI.replace("UTF-8", "UTF-16").encode("utf-16")]


@cache
def certificates() -> Sequence[bytes]:
    """SAT's public test certificates, and one as text."""
    made = [file.read_bytes() for file in sorted(CERTIFICATES.glob("*.cer"))]
    return [*made, x509.load_der_x509_certificate(made[2]).public_bytes(Encoding.PEM)]


@cache
def notices() -> Sequence[bytes]:
    """As the service gives them."""
    return [text.encode() for text in example_set().notices.values()]


@cache
def transcripts() -> Sequence[bytes]:
    """What reading faultless evidence says."""
    return [json.dumps(transcript.to_json(faultless())).encode()]


@cache
def sealed() -> tuple[bytes, x509.Certificate]:
    """A sealed document and the certificate of its seal."""
    with TemporaryDirectory() as folder:
        seal = DocumentSeal.kept_in(Path(folder), SEALED_AT)
        return seal.seal(typeset(a_document()), SEALED_AT), seal.certificate


def documents() -> Sequence[bytes]:
    """A sealed document."""
    return [sealed()[0]]


@cache
def bounces() -> Sequence[bytes]:
    """Reports with the whole letter, and with its headers alone."""
    headers = "Content-Type: text/rfc822-headers\n\nMessage-ID: <0123456789abcdef0123456789abcdef@mesa.example>\n"
    return [report(), report(returned=headers)]
