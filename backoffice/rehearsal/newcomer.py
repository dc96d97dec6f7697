"""A company that has asked for nothing yet, and the file that tells whoever tries the desk how to be it."""

import json
from collections.abc import Mapping
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlmodel import col

from backoffice.casework.house import House
from backoffice.domain.applicant import Applicant
from backoffice.domain.errors import ServiceUnavailable
from backoffice.records.cases import ApplicantRow, Case
from backoffice.rehearsal import cast
from backoffice.rehearsal.entrance import Entrance

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


def credentials(house: House, company: Applicant, entrance: Entrance | None) -> dict[str, str | None]:
    """What the newcomer needs; ``None`` for the portal's part where the house is no rehearsal and would not open."""
    return {
        "portal_url": house.addresses.portal_url if entrance else None,
        "nrp": company.nrp,
        "email": company.email,
        "password": entrance.password if entrance else None,
        "captcha": entrance.captcha if entrance else None,
        "cer": str(entrance.cer) if entrance else None,
        "key": str(entrance.key) if entrance else None,
        "key_password": entrance.key_password if entrance else None,
        "jupyter_url": house.addresses.jupyter_url,
        "mailbox_url": house.addresses.mailbox_url,
    }


def write_credentials(folder: Path, said: Mapping[str, object], name: str = "credentials.json") -> Path:
    """Keep them in a file for this account alone; whole or not at all."""
    folder.mkdir(mode=0o700, exist_ok=True)
    unfinished = folder / f".{name}.unfinished"
    unfinished.unlink(missing_ok=True)
    unfinished.touch(mode=0o600)
    unfinished.write_text(json.dumps(said, indent=1) + "\n")
    return unfinished.replace(folder / name)
