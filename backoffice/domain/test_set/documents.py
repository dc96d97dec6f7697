"""The notices of a test set as the test service gives them: one JSON document a worker, sealed."""

import json
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any, Protocol

from backoffice.domain.notices import sealed
from backoffice.domain.parameters import Catalogue, Parameters
from backoffice.domain.test_set.candidate import Candidate, iso
from backoffice.domain.test_set.draw import Draw
from backoffice.domain.test_set.people import Employer, Worker
from backoffice.domain.test_set.periods import ONE_DAY

Document = dict[str, Any]


class Signer(Protocol):
    """Who seals notices: the public key (base64) and a signature (base64) of bytes."""

    @property
    def public_key(self) -> str:
        """What verifies."""

    def sign(self, data: bytes) -> str:
        """The seal of *data*."""


def document(employer: Employer, worker: Worker, notices: list[Document], set_id: str, signer: Signer) -> str:
    """The answer of the service to one query, as the exact text of its file."""
    bare: Mapping[str, Any] = {"nrp": employer.nrp, "consulta": worker.nss, "set": set_id, "avisos": notices}
    return json.dumps(sealed(bare, signer.sign), ensure_ascii=False, indent=2) + "\n"


def notices_of(candidate: Candidate, worker: Worker, draw: Draw, parameters: Parameters) -> list[Document]:
    """The notices of one worker in the order of their receipt."""
    types = parameters.catalogues["notice_types"]
    granted = candidate.received_on - draw.between(20, 900) * ONE_DAY
    events = [("withholding", candidate.received_on, candidate.discount_value)]
    if candidate.modified_on:
        events.append(("modification", candidate.modified_on, candidate.changed_value))
    if candidate.suspended_on:
        events.append(("suspension", candidate.suspended_on, candidate.changed_value or candidate.discount_value))
    made: list[Document] = []
    for kind, received_on, value in events:
        common = identity(worker, candidate, parameters)
        dates = dates_of(received_on, granted, draw)
        code, status = types.code(kind), status_of(kind, parameters.catalogues["credit_statuses"])
        amounts = amounts_of(candidate.discount_type, value)
        made.append(
            {"folioAviso": draw.digits(14), "tipoAviso": code, **common, **amounts, "estatusCredito": status, **dates}
        )
    return made


def identity(worker: Worker, candidate: Candidate, parameters: Parameters) -> Document:
    """Who the notice is about and which credit."""
    return {
        "nss": worker.former_nss if candidate.unified_only else worker.nss,
        "nssUnificado": worker.nss,
        "rfc": worker.rfc,
        "curp": worker.curp,
        "numCredito": worker.credit_number,
        "tipoCredito": parameters.catalogues["credit_types"].code("traditional"),
        "tipoDescuento": candidate.discount_type,
    }


def amounts_of(discount_type: str, value: str) -> Document:
    """``facDescuento`` carries a percentage or a factor, ``monDescuento`` pesos a month."""
    if discount_type == "2":
        return {"facDescuento": "0.0000", "monDescuento": f"{Decimal(value):.2f}"}
    return {"facDescuento": f"{Decimal(value):.4f}", "monDescuento": "0.00"}


def status_of(kind: str, statuses: Catalogue) -> str:
    """The status of the credit after a notice."""
    return statuses.code("suspended" if kind == "suspension" else "in_force")


def dates_of(received_on: date, granted: date, draw: Draw) -> Document:
    """The four dates of a notice; its receipt is ``fechaNotLinea``."""
    created = received_on - draw.below(3) * ONE_DAY
    return {
        "fechaNotLinea": iso(received_on),
        "fechaOtorgamiento": iso(granted),
        "fechaCreaAviso": iso(created),
        "fechaUltimoAviso": iso(received_on),
    }
