"""Who may sign for an account: each reason against it has its own sentence, told in one order."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

from backoffice.efirma.certificate import Certificate, read_certificate
from backoffice.efirma.kinds import Kind
from backoffice.efirma.refusals import Code, EfirmaRefused
from backoffice.efirma.revocation import Revocation
from backoffice.efirma.signer import Signer, check_signer
from backoffice.efirma.trust import SAT_AUTHORITIES, TrustStore
from backoffice.rehearsal.efirma import Authority, Efirma, efirma
from tests.efirma.making import COMPANY, NOW, Issuer, public

IN_2022 = datetime(2022, 1, 1, tzinfo=UTC)


class Answers:
    """A service of revocations that gives one answer and remembers what it was asked."""

    def __init__(self, answer: Revocation) -> None:
        self.answer = answer
        self.asked: list[tuple[str, datetime]] = []

    def __call__(self, certificate: Certificate, at: datetime) -> Revocation:
        self.asked.append((certificate.number, at))
        return self.answer


def check(cer: bytes, *folders: Path, rfc: str = "NQE950301AB1", at: datetime = NOW, **other: Any) -> Signer:
    """What the desk does with a certificate that it receives."""
    return check_signer(read_certificate(cer), rfc=rfc, at=at, trust=TrustStore.from_folders(*folders), **other)


def refusal(cer: bytes, *folders: Path, **other: Any) -> EfirmaRefused:
    """Why the desk refuses it."""
    with pytest.raises(EfirmaRefused) as refused:
        check(cer, *folders, **other)
    return refused.value


def test_an_efirma_of_the_rehearsal_may_sign_where_its_authority_is_trusted(
    company: Efirma, trust_folder: Path
) -> None:
    signer = check(company.cer, SAT_AUTHORITIES, trust_folder)

    assert (signer.certificate.rfc, signer.certificate.representative_rfc) == ("NQE950301AB1", "KAHO641101B39")
    assert signer.chain == tuple((trust_folder / name).read_bytes() for name in ("issuing.cer", "root.cer"))


def test_an_efirma_of_the_rehearsal_may_not_sign_where_only_sat_is_trusted(company: Efirma) -> None:
    refused = refusal(company.cer, SAT_AUTHORITIES)

    assert refused.code is Code.UNTRUSTED
    assert str(refused).startswith("El certificado no viene de una autoridad reconocida por el instituto.")


def test_a_csd_is_told_as_such_even_where_it_has_expired() -> None:
    refused = refusal(public("eku9003173c9_csd"), SAT_AUTHORITIES)

    assert refused.code is Code.CSD
    assert "es de un sello digital (CSD)" in str(refused)


def test_a_csd_in_force_of_a_trusted_authority_is_refused(rehearsal: Authority, trust_folder: Path) -> None:
    csd = efirma(rehearsal, **{**COMPANY, "kind": Kind.CSD})

    assert refusal(csd.cer, trust_folder).code is Code.CSD


def test_a_certificate_that_is_neither_is_told_as_such() -> None:
    refused = refusal((SAT_AUTHORITIES / "AC5_SAT.cer").read_bytes(), SAT_AUTHORITIES)

    assert refused.code is Code.NOT_EFIRMA
    assert str(refused).startswith("El certificado no es de una e.firma.")


def test_an_expired_efirma_says_when_it_expired_by_the_clock_of_mexico(
    rehearsal: Authority, trust_folder: Path
) -> None:
    night = datetime(2024, 3, 15, 3, 0, tzinfo=UTC)
    old = efirma(rehearsal, **{**COMPANY, "at": night - timedelta(days=30), "valid_days": 30})

    refused = refusal(old.cer, trust_folder, at=NOW)

    assert refused.code is Code.EXPIRED
    assert str(refused) == (
        "La e.firma venció el 14/mar/2024. Renuévala ante el SAT y vuelve a intentarlo con el certificado nuevo."
    )


def test_an_efirma_of_tomorrow_says_from_when_it_is_valid(rehearsal: Authority, trust_folder: Path) -> None:
    early = efirma(rehearsal, **{**COMPANY, "at": NOW + timedelta(days=1)})

    refused = refusal(early.cer, trust_folder)

    assert refused.code is Code.NOT_YET_VALID
    assert str(refused).startswith("La e.firma es válida a partir del 27/nov/2026.")


def test_an_efirma_is_valid_from_its_first_second_to_its_last(rehearsal: Authority, trust_folder: Path) -> None:
    short = efirma(rehearsal, **{**COMPANY, "valid_days": 1})
    last = NOW + timedelta(days=1)

    assert check(short.cer, trust_folder, at=NOW)
    assert check(short.cer, trust_folder, at=last)
    assert refusal(short.cer, trust_folder, at=NOW - timedelta(seconds=1)).code is Code.NOT_YET_VALID
    assert refusal(short.cer, trust_folder, at=last + timedelta(seconds=1)).code is Code.EXPIRED


def test_an_efirma_of_another_company_names_both_rfcs(company: Efirma, trust_folder: Path) -> None:
    refused = refusal(company.cer, trust_folder, rfc="tea980714cd2")

    assert refused.code is Code.OTHER_RFC
    assert str(refused) == (
        "La e.firma es del RFC NQE950301AB1 y esta cuenta es del RFC TEA980714CD2. Usa la e.firma del RFC TEA980714CD2."
    )


def test_the_representatives_rfc_does_not_open_the_representatives_account(company: Efirma, trust_folder: Path) -> None:
    assert refusal(company.cer, trust_folder, rfc="KAHO641101B39").code is Code.OTHER_RFC


@pytest.mark.parametrize(
    ("in_certificate", "of_account"),
    [
        ("HAÑ930228SM9", "haÑ930228sm9"),
        ("HAÑ930228SM9", "hañ930228sm9"),
        ("HAÑ930228SM9", "HAN\u0303930228SM9"),
        ("A&B930228SM9", " a&b930228sm9 "),
    ],
)
def test_rfcs_are_the_same_in_any_case_and_spelling_of_enye(
    rehearsal: Authority, trust_folder: Path, in_certificate: str, of_account: str
) -> None:
    made = efirma(rehearsal, **{**COMPANY, "rfc": in_certificate})

    assert check(made.cer, trust_folder, rfc=of_account).certificate.rfc == in_certificate


def test_n_is_not_enye(rehearsal: Authority, trust_folder: Path) -> None:
    made = efirma(rehearsal, **{**COMPANY, "rfc": "HAÑ930228SM9"})

    assert refusal(made.cer, trust_folder, rfc="HAN930228SM9").code is Code.OTHER_RFC


def test_a_test_certificate_of_sat_is_refused_for_its_issuer_alone_in_its_own_time() -> None:
    found = refusal(public("n_tilde_han930228sm9"), SAT_AUTHORITIES, rfc="HAÑ930228SM9", at=IN_2022)
    today = refusal(public("n_tilde_han930228sm9"), SAT_AUTHORITIES, rfc="HAÑ930228SM9")
    other = refusal(public("n_tilde_han930228sm9"), SAT_AUTHORITIES, at=IN_2022)

    assert [found.code, today.code, other.code] == [Code.UNTRUSTED, Code.EXPIRED, Code.OTHER_RFC]


def test_revocation_is_said_not_to_be_verified_where_nobody_can(company: Efirma, trust_folder: Path) -> None:
    assert check(company.cer, trust_folder).revocation == "no verificada"


def test_a_service_of_revocations_is_asked_and_its_answer_kept(company: Efirma, trust_folder: Path) -> None:
    service = Answers(Revocation.NOT_REVOKED)

    signer = check(company.cer, trust_folder, revocation=service)

    assert signer.revocation == "no revocada"
    assert service.asked == [(signer.certificate.number, NOW)]


def test_a_revoked_efirma_is_refused(company: Efirma, trust_folder: Path) -> None:
    refused = refusal(company.cer, trust_folder, revocation=Answers(Revocation.REVOKED))

    assert refused.code is Code.REVOKED
    assert str(refused).startswith("La e.firma está revocada.")


def test_no_service_is_asked_about_an_untrusted_certificate(company: Efirma) -> None:
    service = Answers(Revocation.REVOKED)

    assert refusal(company.cer, SAT_AUTHORITIES, revocation=service).code is Code.UNTRUSTED
    assert service.asked == []


def test_a_forged_certificate_that_carries_a_good_one_as_text_is_not_taken_for_it(
    rehearsal: Authority, trust_folder: Path
) -> None:
    good = efirma(rehearsal, **{**COMPANY, "rfc": "TEA980714CD2"})
    text = x509.load_der_x509_certificate(good.cer).public_bytes(Encoding.PEM).decode()
    forged = Issuer("Autoridad inventada").issues(name="x\n" + text)
    pem = x509.load_der_x509_certificate(forged.cer).public_bytes(Encoding.PEM)

    assert read_certificate(good.cer).rfc == "TEA980714CD2"
    assert [refusal(cer, trust_folder).code for cer in (forged.cer, pem)] == [Code.UNTRUSTED, Code.UNTRUSTED]


def test_a_certificate_with_any_byte_changed_is_refused(company: Efirma, trust_folder: Path) -> None:
    trust = TrustStore.from_folders(trust_folder)
    outside = len(company.cer) - 276  # what the authority's signature does not cover, itself included
    changes = [(place, 1) for place in range(outside)]
    changes += [(place, 1 << bit) for place in range(outside, len(company.cer)) for bit in range(8)]

    accepted = [change for change in changes if _accepted(company.cer, *change, trust)]

    assert accepted == []


def test_a_signature_of_a_certificate_that_ends_inside_a_byte_is_refused(rehearsal: Authority) -> None:
    made = efirma(rehearsal, **COMPANY)
    while made.cer[-1] & 1:  # only zeros may be said not to count
        made = efirma(rehearsal, **COMPANY)
    changed = made.cer[:-257] + b"\x01" + made.cer[-256:]

    assert x509.load_der_x509_certificate(changed).signature == made.cer[-256:]
    with pytest.raises(EfirmaRefused) as refused:
        read_certificate(changed)
    assert refused.value.code is Code.NOT_A_CERTIFICATE


def _accepted(cer: bytes, place: int, mask: int, trust: TrustStore) -> bool:
    changed = bytearray(cer)
    changed[place] ^= mask
    try:
        check_signer(read_certificate(bytes(changed)), rfc="NQE950301AB1", at=NOW, trust=trust)
    except EfirmaRefused:
        return False
    return True
