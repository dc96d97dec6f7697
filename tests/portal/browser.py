"""A visitor's browser without JavaScript, over the world of the stages, and the accounts of those who log in."""

from typing import Any

from fastapi.testclient import TestClient
from httpx import Response
from sqlalchemy import select
from sqlmodel import col

from backoffice.casework import sessions
from backoffice.domain.applicant import Applicant
from backoffice.portal.application import application
from backoffice.portal.visitor import COOKIE, Visitor
from backoffice.records.accounts import Account
from backoffice.records.cases import ApplicantRow
from tests.casework.world import World
from tests.staff import PORTAL as PORTAL_LOGIN

PORTAL = "http://testserver"
#: What the client's jar calls that host.
DOMAIN = "testserver.local"
OTHER = Applicant("B0112345104", "AAA010101AAA", "Otra Nómina, S.A. de C.V.", "otra@otra.example")


class Browser:
    """One visitor: keeps its cookies, fills in the word that forms carry, follows nothing by itself."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.client = TestClient(
            application(world.by(PORTAL_LOGIN)), base_url=PORTAL, follow_redirects=False, raise_server_exceptions=False
        )

    def enter(self, who: Applicant) -> None:
        """Be logged in as the person of a company, without passing the login page."""
        with self.world.house.transaction() as work:
            token = sessions.begin(self.world.house, work, account_of(work.session, work.now, who))
        self.client.cookies.set(COOKIE, token, domain=DOMAIN)

    @property
    def csrf(self) -> str:
        """The word of this visitor's forms."""
        return Visitor(self.client.cookies.get(COOKIE) or "").csrf

    def get(self, path: str, **more: Any) -> Response:
        """Ask for a page."""
        return self.client.get(path, **more)

    def post(self, path: str, fields: dict[str, Any] | None = None, **more: Any) -> Response:
        """Send a form of ours."""
        return self.client.post(path, data={"csrf": self.csrf, **(fields or {})}, **more)

    def post_json(self, path: str, document: Any) -> Response:
        """What a script of ours sends."""
        headers = {"x-csrf": self.csrf, "accept": "application/json"}
        return self.client.post(path, json=document, headers=headers)


def account_of(session: Any, now: Any, who: Applicant) -> Any:
    """The id of the company's account, made where there is none."""
    company = session.execute(select(ApplicantRow).where(col(ApplicantRow.nrp) == who.nrp)).scalar_one_or_none()
    if company is None:
        company = ApplicantRow(nrp=who.nrp, rfc=who.rfc, name=who.name, email=who.email, registered_at=now)
        session.add(company)
        session.flush()
    account = session.execute(select(Account).where(col(Account.applicant_id) == company.id)).scalar_one_or_none()
    if account is None:
        account = Account(applicant_id=company.id, email=who.email, created_at=now)
        session.add(account)
        session.flush()
    return account.id
