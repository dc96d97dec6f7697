"""What signed acts must have left: one signature each, and the documents of each."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from backoffice.casework.house import House
from backoffice.domain.signing import DOCUMENTS, Purpose
from backoffice.records.case_view import CaseView
from backoffice.records.signatures import DocumentRow, Signature
from bench.making.faults.ledger import Promised

#: What people are told of → the purpose of its signature. Requests of a measurement are registered, not signed.
PURPOSES = {"file": Purpose.EVIDENCE, "acceptance": Purpose.ACCEPTANCE, "cancellation": Purpose.CANCELLATION}


@dataclass(frozen=True, slots=True)
class Paper:
    """A signature, and the documents that it left."""

    signature: Signature
    documents: tuple[DocumentRow, ...]


def signatures(session: Session) -> dict[UUID, list[Paper]]:
    """Case → its signatures."""
    documents: dict[UUID, list[DocumentRow]] = {}
    for one in session.execute(select(DocumentRow)).scalars():
        documents.setdefault(one.signature_id, []).append(one)
    found: dict[UUID, list[Paper]] = {}
    for signature in session.execute(select(Signature)).scalars():
        found.setdefault(signature.case_id, []).append(Paper(signature, tuple(documents.get(signature.id, ()))))
    return found


def unsigned(house: House, view: CaseView, told: list[Promised], papers: list[Paper]) -> Iterator[str]:
    """Acts without their one signature, signatures without their documents, documents whose bytes are gone."""
    acts, kept = Counter(one.act for one in told), Counter(one.signature.purpose for one in papers)
    for act, purpose in PURPOSES.items():
        if kept[purpose] != acts[act]:
            yield f"{acts[act]} veces se dijo «{act}» y hay {kept[purpose]} firmas de eso"
    files = {one.submission.id for round_ in view.rounds for one in round_.submissions}
    named = [one.signature.submission_id for one in papers if one.signature.purpose == Purpose.EVIDENCE]
    if Counter(named) != Counter(files):
        yield "sus archivos y sus firmas de evidencias no se corresponden"
    for paper in papers:
        yield from _unsealed(house, paper)


def _unsealed(house: House, paper: Paper) -> Iterator[str]:
    kinds = Counter(one.kind for one in paper.documents)
    if kinds != Counter(DOCUMENTS[paper.signature.purpose]):
        yield f"la firma de {paper.signature.purpose} dejó {sorted(kinds)}"
    for one in paper.documents:
        if one.blob:  # it is sealed when somebody asks for it the first time
            house.blobs.get(one.blob)  # raises where the bytes are gone or others
