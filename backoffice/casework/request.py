"""A company asks for a certification: a case is opened, and its first test set is ordered."""

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlmodel import col

from backoffice.casework import cases, rounds, signing
from backoffice.casework.house import House, Transaction
from backoffice.casework.signing import Signed
from backoffice.domain.applicant import Applicant
from backoffice.domain.errors import BadInput, WrongState
from backoffice.domain.folio import folio
from backoffice.domain.workflow import STATE_LABELS
from backoffice.mailboxes import mailbox
from backoffice.records.cases import UNDER_WAY, ApplicantRow, Case


def register(house: House, who: Applicant, actor: str = "applicant", signed: Signed | None = None) -> Case:
    """Open a case, with the signature of its request where there is one.

    Raises ``WrongState`` where the company has one under way, ``BadInput`` for a foreign RFC, and what
    ``signing.verify`` does.
    """
    mailbox(who.email)
    with house.transaction() as work:
        verified = signing.verify(house, work, signed) if signed else None
        company = _company(work, who)
        _refuse_second_case(work, company)
        number = cases.next_number(work.session)
        case = Case(
            folio=folio(house.local_date(work.now).year, number),
            applicant_id=company.id,
            requested_at=work.now,
            moved_at=work.now,
        )
        work.put(case)
        rounds.open_round(house, work, case)
        work.happened("request", actor, case, from_state=None, nrp=company.nrp)
        if verified:
            signing.keep(house, work, verified, case)
    return case


def _company(work: Transaction, who: Applicant) -> ApplicantRow:
    """The company's row, new or with its name and address as they are now; locked, so that requests take turns."""
    said = ApplicantRow(nrp=who.nrp, rfc=who.rfc, name=who.name, email=who.email, registered_at=work.now)
    statement = insert(ApplicantRow).values(**said.model_dump()).on_conflict_do_nothing(index_elements=["nrp"])
    work.session.execute(statement)
    query = select(ApplicantRow).where(col(ApplicantRow.nrp) == who.nrp).with_for_update()
    company = work.session.execute(query).scalar_one()
    if company.rfc != who.rfc:
        raise BadInput(f"El NRP {who.nrp} ya está registrado con otro RFC. Revisa ambos datos.")
    company.name, company.email = who.name, who.email
    return company


def _refuse_second_case(work: Transaction, company: ApplicantRow) -> None:
    query = select(Case).where(col(Case.applicant_id) == company.id, col(Case.state).in_(UNDER_WAY))
    under_way = work.session.execute(query).scalar_one_or_none()
    if under_way is not None:
        raise WrongState(
            f"La empresa con NRP {company.nrp} ya tiene en curso el caso {under_way.folio} "
            f"(«{STATE_LABELS[under_way.state]}»). Continúa con ese folio o cancélalo antes de pedir otro."
        )
