"""Whom the desk trusts: a chain is followed to a root of the folders, and every link must hold."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.hashes import SHA224
from cryptography.hazmat.primitives.serialization import Encoding

from backoffice.domain.errors import BadInput
from backoffice.efirma.certificate import Certificate, read_certificate
from backoffice.efirma.refusals import Code, EfirmaRefused
from backoffice.efirma.trust import SAT_AUTHORITIES, BrokenTrustFolder, TrustStore
from tests.efirma.making import NOW, Issuer, folder_of, of_the_web, public

ROOT = Issuer("Raíz", path_length=1)
ISSUING = Issuer("Emisora", under=ROOT, path_length=0)
YEARS_AGO = datetime(2021, 1, 1, tzinfo=UTC)


def refused(trust: TrustStore, certificate: Certificate, at: datetime = NOW) -> bool:
    """Whether *trust* refuses *certificate* as untrusted."""
    try:
        trust.require(certificate, at)
    except EfirmaRefused as refusal:
        return refusal.code is Code.UNTRUSTED
    return False


def trust_in(folder: Path, *issuers: Issuer) -> TrustStore:
    """A store with these authorities."""
    return TrustStore.from_folders(folder_of(folder / "trust", *issuers))


def der(issuer: Issuer) -> bytes:
    """The certificate of *issuer*."""
    return issuer.certificate().public_bytes(Encoding.DER)


def test_a_chain_leads_from_the_issuer_to_the_root(tmp_path: Path) -> None:
    trust = trust_in(tmp_path, ROOT, ISSUING)

    chain = trust.require(ISSUING.leaf(), NOW)

    assert chain == (der(ISSUING), der(ROOT))


def test_authorities_may_lie_in_several_folders_and_in_one_pem_file(tmp_path: Path) -> None:
    pem = b"".join(issuer.certificate().public_bytes(Encoding.PEM) for issuer in (ROOT, ISSUING))
    (tmp_path / "ours").mkdir()
    (tmp_path / "ours" / "chain.PEM").write_bytes(b"# de ensayo\n" + pem)
    (tmp_path / "ours" / "LEEME.txt").write_text("no es un certificado")

    trust = TrustStore.from_folders(SAT_AUTHORITIES, tmp_path / "ours")

    assert len(trust.authorities) == 4
    assert not refused(trust, ISSUING.leaf())


def test_sats_own_issuing_authority_leads_to_the_root_of_the_bank_of_mexico() -> None:
    trust = TrustStore.from_folders(SAT_AUTHORITIES)
    issuing = read_certificate((SAT_AUTHORITIES / "AC5_SAT.cer").read_bytes())

    assert trust.require(issuing, NOW) == ((SAT_AUTHORITIES / "ARC5_IES.cer").read_bytes(),)


def test_sats_test_certificates_come_from_nobody_who_is_trusted() -> None:
    trust = TrustStore.from_folders(SAT_AUTHORITIES)

    assert refused(trust, read_certificate(public("eku9003173c9")), datetime(2022, 1, 1, tzinfo=UTC))


def test_without_authorities_nobody_is_trusted(tmp_path: Path) -> None:
    assert refused(trust_in(tmp_path), ISSUING.leaf())


def test_without_the_authority_between_there_is_no_chain(tmp_path: Path) -> None:
    assert refused(trust_in(tmp_path, ROOT), ISSUING.leaf())


def test_an_authority_without_its_root_is_not_trusted_by_itself(tmp_path: Path) -> None:
    assert refused(trust_in(tmp_path, ISSUING), ISSUING.leaf())


def test_an_authority_with_the_right_name_and_another_key_is_refused(tmp_path: Path) -> None:
    impostor = ISSUING.but(key_name="key of an impostor")

    assert refused(trust_in(tmp_path, ROOT, ISSUING), impostor.leaf())


def test_a_root_with_the_right_name_and_another_key_is_refused(tmp_path: Path) -> None:
    impostor = ROOT.but(key_name="key of an impostor")

    assert refused(trust_in(tmp_path, impostor, ISSUING), ISSUING.leaf())


@pytest.mark.parametrize(
    "changed",
    [{"valid_until": YEARS_AGO}, {"valid_from": datetime(2030, 1, 1, tzinfo=UTC)}],
    ids=["expired", "not_yet"],
)
@pytest.mark.parametrize("which", ["root", "issuing"])
def test_an_authority_out_of_its_time_breaks_the_chain(
    tmp_path: Path, changed: dict[str, datetime], which: str
) -> None:
    root = ROOT.but(**changed) if which == "root" else ROOT
    issuing = ISSUING.but(under=root, **changed) if which == "issuing" else ISSUING.but(under=root)

    assert refused(trust_in(tmp_path, root, issuing), issuing.leaf())


def test_the_time_that_counts_is_the_one_that_is_handed_in(tmp_path: Path) -> None:
    expired = ISSUING.but(valid_until=YEARS_AGO)
    trust = trust_in(tmp_path, ROOT, expired)

    assert refused(trust, expired.leaf(), NOW)
    assert not refused(trust, expired.leaf(), datetime(2020, 6, 1, tzinfo=UTC))


def test_a_taxpayers_certificate_cannot_issue_another(tmp_path: Path) -> None:
    taxpayer = Issuer("Empresa", under=ROOT, ca=False)

    assert refused(trust_in(tmp_path, ROOT, taxpayer), taxpayer.leaf())


def test_an_authority_whose_key_is_not_for_certificates_cannot_issue_one(tmp_path: Path) -> None:
    mute = ISSUING.but(signs=False)

    assert refused(trust_in(tmp_path, ROOT, mute), mute.leaf())


def test_a_chain_longer_than_the_root_allows_is_refused(tmp_path: Path) -> None:
    between = Issuer("Intermedia", under=ROOT)
    lowest = Issuer("Emisora", under=between)

    assert refused(trust_in(tmp_path, ROOT, between, lowest), lowest.leaf())
    assert not refused(trust_in(tmp_path, ROOT, between), between.leaf())


def test_an_authority_is_trusted_through_whichever_of_its_certificates_leads_to_a_root(tmp_path: Path) -> None:
    unknown = Issuer("Raíz desconocida")
    crossed = ISSUING.but(under=unknown)

    trust = trust_in(tmp_path, crossed, ISSUING, ROOT)

    assert trust.require(ISSUING.leaf(), NOW) == (der(ISSUING), der(ROOT))


def test_authorities_that_vouch_for_each_other_in_a_ring_lead_nowhere(tmp_path: Path) -> None:
    first, second = Issuer("Una"), Issuer("Otra")

    trust = trust_in(tmp_path, first.but(under=second), second.but(under=first))

    assert refused(trust, first.leaf())


def test_an_authoritys_signature_of_an_unusual_kind_does_not_count(tmp_path: Path) -> None:
    unusual = ISSUING.but(algorithm=SHA224())

    assert refused(trust_in(tmp_path, ROOT, unusual), unusual.leaf())


def test_a_certificate_with_a_damaged_extension_is_not_trusted(tmp_path: Path) -> None:
    damaged = x509.UnrecognizedExtension(x509.BasicConstraints.oid, b"\x05")

    assert refused(trust_in(tmp_path, ROOT), of_the_web(damaged))


def test_an_authority_with_a_critical_limit_that_is_not_understood_is_not_used(tmp_path: Path) -> None:
    limited = ISSUING.but(critical=x509.NameConstraints([x509.DNSName("example")], None))

    assert refused(trust_in(tmp_path, ROOT, limited), limited.leaf())


@pytest.mark.parametrize("content", [b"", b"no es un certificado", public("eku9003173c9")[:-3]])
def test_a_broken_file_among_the_authorities_is_named(tmp_path: Path, content: bytes) -> None:
    folder = folder_of(tmp_path / "trust", ROOT)
    (folder / "rota.crt").write_bytes(content)

    with pytest.raises(BrokenTrustFolder, match=r"trust/rota\.crt no es un certificado") as refusal:
        TrustStore.from_folders(folder)

    assert not isinstance(refusal.value, BadInput)


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(BrokenTrustFolder, match=r"No existe la carpeta de autoridades .*/falta\."):
        TrustStore.from_folders(tmp_path / "falta")
