"""Why an e.firma is not accepted: one code and one sentence for each reason."""

from enum import StrEnum

from backoffice.domain.errors import BadInput


class Code(StrEnum):
    """The reasons, as pages and tests name them."""

    TOO_LARGE = "too_large"
    NOT_A_CERTIFICATE = "not_a_certificate"
    CSD = "csd"
    NOT_EFIRMA = "not_efirma"
    NOT_YET_VALID = "not_yet_valid"
    EXPIRED = "expired"
    OTHER_RFC = "other_rfc"
    UNTRUSTED = "untrusted"
    REVOKED = "revoked"
    BAD_SIGNATURE = "bad_signature"


#: code → what the applicant reads. ``{day}`` is ``14/mar/2024``; ``{found}`` and ``{expected}`` are RFCs.
SENTENCES: dict[Code, str] = {
    Code.TOO_LARGE: (
        "El archivo .cer pesa más de 10 KB y un certificado de e.firma no llega a tanto. "
        "Elige el archivo .cer que el SAT te entregó con tu e.firma."
    ),
    Code.NOT_A_CERTIFICATE: (
        "El archivo .cer no es un certificado. Elige el archivo .cer que el SAT te entregó con tu e.firma."
    ),
    Code.CSD: (
        "El certificado es de un sello digital (CSD), que solo sirve para sellar comprobantes. "
        "Elige el archivo .cer de tu e.firma."
    ),
    Code.NOT_EFIRMA: (
        "El certificado no es de una e.firma. Elige el archivo .cer que el SAT te entregó con tu e.firma."
    ),
    Code.NOT_YET_VALID: "La e.firma es válida a partir del {day}. Espera a esa fecha o usa otra e.firma vigente.",
    Code.EXPIRED: ("La e.firma venció el {day}. Renuévala ante el SAT y vuelve a intentarlo con el certificado nuevo."),
    Code.OTHER_RFC: (
        "La e.firma es del RFC {found} y esta cuenta es del RFC {expected}. Usa la e.firma del RFC {expected}."
    ),
    Code.UNTRUSTED: (
        "El certificado no viene de una autoridad reconocida por el instituto. Usa la e.firma que te entregó el SAT; "
        "si es esa, avisa a la mesa de certificación."
    ),
    Code.REVOKED: "La e.firma está revocada. Tramita una nueva ante el SAT y vuelve a intentarlo con ella.",
    Code.BAD_SIGNATURE: (
        "La firma no corresponde a este documento y a este certificado. Vuelve a firmar con tu e.firma."
    ),
}


class EfirmaRefused(BadInput):
    """An e.firma, or what was signed with it, cannot be used. ``code`` says why, ``str()`` tells the applicant."""

    def __init__(self, code: Code, **facts: str) -> None:
        self.code = code
        super().__init__(SENTENCES[code].format(**facts))
