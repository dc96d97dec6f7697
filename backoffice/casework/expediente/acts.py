"""Signed acts in the archive: statement, signature and certificate, and the sealed documents that they left."""

from collections.abc import Iterator
from typing import Any

from backoffice.casework import documents
from backoffice.casework.expediente.exact import exact
from backoffice.casework.expediente.gathering import Gathering, Made
from backoffice.records.expediente import SignedAct


def files(gathering: Gathering) -> Iterator[Made]:
    """Act by act, oldest first."""
    for number, act in enumerate(gathering.kept.acts, start=1):
        place = f"firmas/{number:02}-{act.signature.purpose}"
        yield f"{place}/cadena-original.txt", act.statement.text.encode()
        yield f"{place}/certificado.cer", act.signature.certificate
        yield f"{place}/firma.json", exact(_signed(act))
        for document in act.documents:
            with gathering.forgiving(f"Documento «{documents.title(document)}»"):
                made = documents.pdf(gathering.house, document.id, gathering.kept.view.case.applicant_id)
                yield f"{place}/{document.kind}.pdf", made.data


def _signed(act: SignedAct) -> dict[str, Any]:
    one, statement = act.signature, act.statement
    return {
        "purpose": one.purpose,
        "signed_at": one.signed_at,
        "signer_name": one.signer_name,
        "signer_rfc": one.signer_rfc,
        "certificate_number": one.certificate_number,
        "revocation": one.revocation,
        "signature": one.signature,
        "terms_version": statement.terms_version,
        "file_sha256": statement.file_sha256,
        "prepared_at": statement.prepared_at,
        "documents": [{"kind": row.kind, "code": row.code, "issued_at": row.issued_at} for row in act.documents],
    }
