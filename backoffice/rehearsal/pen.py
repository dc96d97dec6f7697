"""The hand of a rehearsal's company: it signs what the desk puts before it, as the applicant's browser would."""

import hashlib
from uuid import UUID

from backoffice.casework import cases, signing
from backoffice.casework.house import House
from backoffice.casework.signing import Evidence, Signed
from backoffice.domain.applicant import Applicant
from backoffice.domain.signing import Purpose
from backoffice.rehearsal.efirma import Efirma
from backoffice.rehearsal.entrance import KEY_PASSWORD, admit


def sign(
    house: House,
    company: Applicant,
    purpose: Purpose,
    folio: str | None = None,
    evidence: tuple[str, bytes] | None = None,
) -> Signed | None:
    """The signature of an act of *company*, of its case *folio* and the file (name, bytes) that it sends.

    ``None`` where the house is no rehearsal: it would not trust this hand.
    """
    if not house.settings.demo:
        return None
    entrance = admit(house, company)
    held = Efirma(entrance.cer.read_bytes(), entrance.key.read_bytes())
    return sign_with(house, entrance.account_id, held, purpose, folio=folio, evidence=evidence)


def sign_with(
    house: House,
    account_id: UUID,
    held: Efirma,
    purpose: Purpose,
    *,
    folio: str | None = None,
    evidence: tuple[str, bytes] | None = None,
) -> Signed:
    """The same by an e.firma of the rehearsal that is at hand. Raises what ``signing.prepare`` does."""
    with house.transaction() as work:
        case = cases.by_folio(work.session, folio) if folio else None
    file = Evidence(evidence[0], hashlib.sha256(evidence[1]).hexdigest()) if evidence else None
    put = signing.prepare(house, account_id, purpose, held.cer, case=case, evidence=file)
    return Signed(put.id, account_id, purpose, held.signature(put.text, KEY_PASSWORD))
