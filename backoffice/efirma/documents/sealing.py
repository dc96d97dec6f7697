"""The desk's seal on a PDF: a certification signature (PAdES) that allows no change, by pyHanko and no network."""

from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from io import BytesIO
from pathlib import Path

from asn1crypto import x509
from cryptography import x509 as certificates
from cryptography.hazmat.primitives.asymmetric.ec import ECDSA
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding
from pyhanko.pdf_utils.generic import ArrayObject, ByteStringObject
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.pdf_utils.writer import BasePdfFileWriter
from pyhanko.sign.fields import InvisSigSettings, MDPPerm, SigFieldSpec, SigSeedSubFilter
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner, Signer
from pyhanko.sign.signers.pdf_signer import PdfSigningSession

from backoffice.efirma.documents import keeping
from backoffice.efirma.documents.keeping import KeptSeal

FIELD = "Sello"
#: On the last page, which has the link and so its order of tabs; out of sight, as PDF/A and PDF/UA ask of both.
PLACE = SigFieldSpec(
    FIELD,
    on_page=-1,
    readable_field_name=keeping.NAME,
    invis_sig_settings=InvisSigSettings(box_out_of_bounds=True),
)
CLAIM = PdfSignatureMetadata(
    field_name=FIELD,
    name=keeping.NAME,
    reason="Documento emitido por la mesa de certificación",
    location="México",
    md_algorithm="sha256",
    subfilter=SigSeedSubFilter.PADES,
    certify=True,
    docmdp_permissions=MDPPerm.NO_CHANGES,
)


@dataclass(frozen=True, slots=True)
class DocumentSeal:
    """The institute's certificate and key for documents."""

    kept: KeptSeal

    @classmethod
    def kept_in(cls, folder: Path, at: datetime) -> "DocumentSeal":
        """The seal in *folder*, made there the first time: see ``keeping.kept_in``, also for ``BrokenSeal``."""
        return cls(keeping.kept_in(folder, at))

    @property
    def certificate(self) -> certificates.Certificate:
        """What ``checking.check`` is to trust."""
        return self.kept.certificate

    def seal(self, pdf: bytes, at: datetime) -> bytes:
        """*pdf* with the seal appended, its time *at* (aware). Not to be called where an event loop runs.

        With an RSA key the same bytes at the same moment give the same sealed bytes.
        """
        writer = _Appending(BytesIO(pdf))
        sealed = _SignerAt(at, CLAIM, _Holder(self.kept), PLACE).sign_pdf(writer)
        if not isinstance(sealed, BytesIO):
            raise TypeError(type(sealed))
        return sealed.getvalue()


class _Holder(Signer):
    """Who signs. pyHanko's own reads and proves the key at each signature, which takes 0.2 s; ours is read once."""

    def __init__(self, kept: KeptSeal) -> None:
        super().__init__(signing_cert=_known(kept.certificate))
        self._cert_registry.register_multiple([_known(certificate) for certificate in kept.above])
        self._key = kept.key

    async def async_sign_raw(self, data: bytes, digest_algorithm: str, dry_run: bool = False) -> bytes:
        if isinstance(self._key, RSAPrivateKey):
            return self._key.sign(data, PKCS1v15(), SHA256())
        return self._key.sign(data, ECDSA(SHA256()))


class _SignerAt(PdfSigner):
    """pyHanko's procedure, but for the clock: it is told the time, where the library would look at the machine's."""

    def __init__(self, at: datetime, claim: PdfSignatureMetadata, holder: Signer, place: SigFieldSpec) -> None:
        super().__init__(claim, holder, new_field_spec=place)
        self._at = at

    def init_signing_session(self, pdf_out: BasePdfFileWriter, existing_fields_only: bool = False) -> PdfSigningSession:
        session = super().init_signing_session(pdf_out, existing_fields_only)
        session.system_time = self._at
        return session


class _Appending(IncrementalPdfFileWriter):
    """pyHanko's writer, but for clock and chance: it adds the seal alone, and dates and producer stay as typeset."""

    def _update_meta(self) -> None:
        """Not at all: PDF/A wants the same dates in both places, and they are."""

    @classmethod
    def _handle_id(cls, prev: PdfFileReader) -> ArrayObject:
        """The second half tells this file from the unsealed one; the library would draw it."""
        first, _ = prev.trailer["/ID"]
        return ArrayObject([first, ByteStringObject(sha256(first.original_bytes).digest()[:16])])


def _known(certificate: certificates.Certificate) -> x509.Certificate:
    """The same certificate as pyHanko knows it."""
    return x509.Certificate.load(certificate.public_bytes(Encoding.DER))
