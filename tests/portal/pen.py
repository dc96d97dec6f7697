"""A signer as the portal's script would be: a rehearsal e.firma that signs what the server prepared."""

import base64
import hashlib
from dataclasses import dataclass, replace
from typing import Any

from httpx import Response

from backoffice.casework.house import House
from backoffice.domain.applicant import Applicant
from backoffice.efirma.trust import SAT_AUTHORITIES, TrustStore
from backoffice.rehearsal.efirma import Authority, Efirma, efirma
from tests.casework.world import World
from tests.portal.browser import Browser
from tests.staff import PORTAL

PASSWORD = "contraseña de ensayo"


def trusting(house: House, issuer: Authority) -> House:
    """The house, with the rehearsal's authority among those it trusts."""
    trust = TrustStore.from_folders(SAT_AUTHORITIES, issuer.trust_folder)
    return replace(house, trust=lambda: trust)


@dataclass
class Pen:
    """One e.firma in one browser's hand."""

    browser: Browser
    efirma: Efirma

    def prepare(self, slug: str, **file: str) -> Response:
        """*Validar*."""
        said = {"certificate": base64.b64encode(self.efirma.cer).decode(), **file}
        return self.browser.post_json(f"/certificacion/firma/{slug}/preparar", said)

    def signature(self, text: str) -> str:
        """Over exactly this text."""
        return self.efirma.signature(text, PASSWORD)

    def sign(self, slug: str, prepared: dict[str, Any], **more: str) -> Response:
        """The last *Continuar*."""
        said = {"statement": prepared["statement"], "signature": self.signature(prepared["text"]), **more}
        return self.browser.post_json(f"/certificacion/firma/{slug}", said)

    def act(self, slug: str) -> Response:
        """From *Validar* to the end."""
        prepared = self.prepare(slug)
        return self.sign(slug, prepared.json()) if prepared.status_code == 200 else prepared

    def request(self) -> Response:
        """The whole request, terms and all."""
        self.browser.post("/certificacion/terminos/solicitud", {"acepto": "si"})
        return self.act("solicitud")

    def send(self, data: bytes, name: str = "evidencias.xls", **headers: str) -> Response:
        """*Enviar archivo*."""
        prepared = self.prepare("evidencias", file_name=name, file_sha256=hashlib.sha256(data).hexdigest())
        return self.deliver(prepared.json(), data, **headers) if prepared.status_code == 200 else prepared

    def deliver(self, prepared: dict[str, Any], data: bytes, **headers: str) -> Response:
        """The file with its signature."""
        words = {
            "x-csrf": self.browser.csrf,
            "x-statement": prepared["statement"],
            "x-signature": self.signature(prepared["text"]),
            "accept": "application/json",
            **headers,
        }
        return self.browser.client.post("/certificacion/evidencias", content=data, headers=words)


def pen_of(world: World, browser: Browser, issuer: Authority, who: Applicant) -> Pen:
    """A fresh e.firma of *who* in the hand of *browser*; the house trusts who issued it."""
    house = trusting(browser.world.house, issuer)
    browser.world.house = world.house = house
    browser.client.app.state.house = world.by(PORTAL)  # type: ignore[attr-defined]
    made = efirma(
        issuer, rfc=who.rfc, representative_rfc="XIQB891116QE4", name=who.name, password=PASSWORD, at=world.clock()
    )
    return Pen(browser, made)
