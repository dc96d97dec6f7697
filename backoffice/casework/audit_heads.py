"""The daily letter to the auditor: how far the audit trail goes, so that a cut end shows."""

from uuid import NAMESPACE_URL, uuid5

from sqlalchemy import select
from sqlmodel import col

from backoffice.casework import letters
from backoffice.casework.house import House
from backoffice.domain.letters import DeskAuditHead
from backoffice.domain.letters.desk import AUDITOR
from backoffice.records import audit
from backoffice.records.outbox import OutboxRow


def publish(house: House) -> int:
    """Once a day, where the settings name an auditor and something has happened; how many letters were written."""
    to = house.settings.auditor_email
    if to is None:
        return 0
    with house.transaction() as work:
        today, (events, head) = house.local_date(work.now), audit.head(work.session)
        told = DeskAuditHead(company=AUDITOR, on=today, contact=house.settings.contact, events=events, head=head)
        about = uuid5(NAMESPACE_URL, f"mesa:audit/{today}")
        written = select(col(OutboxRow.id)).where(col(OutboxRow.key) == letters.key_of(told, about))
        if not events or work.session.execute(written).first() is not None:
            return 0
        letters.post(house, work, None, told, to=to, about=about)
    return 1
