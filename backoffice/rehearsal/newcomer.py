"""A company that has asked for nothing yet, and the file that tells whoever tries the desk how to be it."""

import json
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlmodel import col

from backoffice.casework.house import House
from backoffice.domain.applicant import Applicant
from backoffice.domain.errors import ServiceUnavailable
from backoffice.records.cases import ApplicantRow, Case
from backoffice.rehearsal import cast

MOST = 99


def register_newcomer(house: House) -> Applicant:
    """The first of the newcomers without a case, registered; the same one until it asks for something."""
    with house.transaction() as work:
        for number in range(1, MOST + 1):
            company = cast.newcomer(number)
            asked = select(col(Case.id)).join(ApplicantRow).where(col(ApplicantRow.nrp) == company.nrp).limit(1)
            if work.session.execute(asked).scalar() is None:
                row = ApplicantRow(
                    nrp=company.nrp,
                    rfc=company.rfc,
                    name=company.name,
                    email=company.email,
                    registered_at=work.now,
                )
                known = insert(ApplicantRow).values(**row.model_dump())
                work.session.execute(known.on_conflict_do_nothing(index_elements=["nrp"]))
                return company
    raise ServiceUnavailable("Las 99 empresas de ensayo ya tienen solicitud. Empieza con otra carpeta MESA_VAR.")


def credentials(house: House, company: Applicant) -> dict[str, str | None]:
    """What the newcomer needs; ``None`` for what is not built."""
    return {
        "portal_url": None,
        "nrp": company.nrp,
        "email": company.email,
        "password": None,
        "captcha": None,
        "cer": None,
        "key": None,
        "key_password": None,
        "jupyter_url": house.addresses.jupyter_url,
        "mailbox_url": house.addresses.mailbox_url,
    }


def write_credentials(folder: Path, said: dict[str, str | None]) -> Path:
    """Keep them in ``credentials.json``, for this account alone; whole or not at all."""
    folder.mkdir(mode=0o700, exist_ok=True)
    unfinished = folder / "credentials.unfinished"
    unfinished.unlink(missing_ok=True)
    unfinished.touch(mode=0o600)
    unfinished.write_text(json.dumps(said, indent=1) + "\n")
    return unfinished.replace(folder / "credentials.json")
