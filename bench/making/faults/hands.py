"""How a company sends, accepts and ends: over HTTP, as the portal's page does, signed."""

import base64
import hashlib
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from itertools import count
from typing import Any, Protocol

import httpx

from backoffice.bootstrap import rehearsal_trust
from backoffice.casework import accounts, sessions
from backoffice.casework.house import House
from backoffice.domain.applicant import Applicant
from backoffice.domain.errors import BadInput, ServiceUnavailable, WrongState
from backoffice.portal.visitor import COOKIE, FIELD, HEADER, Visitor
from backoffice.rehearsal.efirma import Efirma, authority, efirma
from backoffice.rehearsal.entrance import KEY_PASSWORD, REPRESENTATIVE

#: Seconds that a portal has to be reached and to answer; whoever waited longer tries again.
PATIENCE = httpx.Timeout(30.0, connect=5.0)
TOO_OFTEN, CONFLICT, OUR_TROUBLE = 429, 409, 500


class Hand(Protocol):
    """What a company does. Each raises ``ServiceUnavailable`` where nobody said that it was done."""

    def send(self, company: Applicant, folio: str, name: str, data: bytes) -> None:
        """The evidence of the round."""

    def accept(self, company: Applicant, folio: str) -> None:
        """The terms of the approval."""

    def cancel(self, company: Applicant, folio: str) -> None:
        """The end of the certification."""


@dataclass(frozen=True, slots=True)
class AtThePortal:
    """At the portal, in a session of the company's person, each act signed with its e.firma (``held``, by RFC)."""

    house: House
    client: httpx.Client
    held: dict[str, Efirma]

    def send(self, company: Applicant, folio: str, name: str, data: bytes) -> None:
        """The evidence of the round."""
        visitor, held = self._enter(company), self.held[company.rfc]
        digest = hashlib.sha256(data).hexdigest()
        put = self._prepared(visitor, held, "evidencias", file_name=name, file_sha256=digest)
        signed = {"x-statement": put["statement"], "x-signature": held.signature(put["text"], KEY_PASSWORD)}
        self._post(visitor, "/certificacion/evidencias", content=data, headers=signed)

    def accept(self, company: Applicant, folio: str) -> None:
        """The terms of the approval."""
        visitor = self._enter(company)
        self._post(visitor, "/certificacion/terminos/aprobacion", data={FIELD: visitor.csrf, "acepto": "si"})
        self._sign(visitor, self.held[company.rfc], "aprobacion")

    def cancel(self, company: Applicant, folio: str) -> None:
        """The end of the certification."""
        self._sign(self._enter(company), self.held[company.rfc], "cancelacion", reason="Ya no lo vendemos.")

    def _enter(self, company: Applicant) -> Visitor:
        account = accounts.add(self.house, company, "bench").account
        with self.house.transaction() as work:
            return Visitor(sessions.begin(self.house, work, account.id))

    def _prepared(self, visitor: Visitor, held: Efirma, slug: str, **file: str) -> dict[str, str]:
        said = {"certificate": base64.b64encode(held.cer).decode(), **file}
        prepared: dict[str, str] = self._post(visitor, f"/certificacion/firma/{slug}/preparar", json=said).json()
        return prepared

    def _sign(self, visitor: Visitor, held: Efirma, slug: str, **more: str) -> None:
        put = self._prepared(visitor, held, slug)
        said = {"statement": put["statement"], "signature": held.signature(put["text"], KEY_PASSWORD), **more}
        self._post(visitor, f"/certificacion/firma/{slug}", json=said)

    def _post(self, visitor: Visitor, path: str, headers: dict[str, str] | None = None, **body: Any) -> httpx.Response:
        ours = {"cookie": f"{COOKIE}={visitor.token}", HEADER: visitor.csrf, "accept": "application/json"}
        try:
            answer = self.client.post(path, headers={**ours, **(headers or {})}, **body)
        except httpx.TransportError as silence:
            raise ServiceUnavailable(f"El portal no respondió a {path}: {silence!r}") from silence
        if answer.status_code >= OUR_TROUBLE or answer.status_code == TOO_OFTEN:
            raise ServiceUnavailable(f"El portal respondió {answer.status_code} a {path}.")
        if answer.is_error:
            refusal = WrongState if answer.status_code == CONFLICT else BadInput
            raise refusal(f"El portal respondió {answer.status_code} a {path}: {answer.text[:200]}")
        return answer


@dataclass(frozen=True, slots=True)
class InTurn:
    """At one portal after the other, as a proxy shares visitors out: whoever tries again comes to one or another."""

    portals: Sequence[AtThePortal]
    turns: Iterator[int] = field(default_factory=count)

    def send(self, company: Applicant, folio: str, name: str, data: bytes) -> None:
        """The evidence of the round."""
        self._next.send(company, folio, name, data)

    def accept(self, company: Applicant, folio: str) -> None:
        """The terms of the approval."""
        self._next.accept(company, folio)

    def cancel(self, company: Applicant, folio: str) -> None:
        """The end of the certification."""
        self._next.cancel(company, folio)

    @property
    def _next(self) -> AtThePortal:
        return self.portals[next(self.turns) % len(self.portals)]


@contextmanager
def at_the_portals(house: House, addresses: Sequence[str], rfcs: Sequence[str]) -> Iterator[InTurn]:
    """Companies of those *rfcs* at the portals that answer at *addresses*, which trust the rehearsal's e.firmas."""
    held = {rfc: _held(house, rfc) for rfc in rfcs}
    with ExitStack() as stack:
        clients = [stack.enter_context(httpx.Client(base_url=one, timeout=PATIENCE)) for one in addresses]
        yield InTurn([AtThePortal(house, client, held) for client in clients])


def _held(house: House, rfc: str) -> Efirma:
    return efirma(
        authority(rehearsal_trust(house.settings).parent),
        rfc=rfc,
        representative_rfc=REPRESENTATIVE,
        name=f"EMPRESA {rfc}",
        password=KEY_PASSWORD,
        at=house.now(),
    )
