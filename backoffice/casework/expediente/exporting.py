"""Making an export: the case read at one moment, its files one after another, then the page that tells of them."""

import tempfile
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from importlib.resources import files
from types import TracebackType
from typing import Any, BinaryIO, Self

from backoffice.casework.expediente import acts, letters, paper, rounds, rules, trail
from backoffice.casework.expediente.archive import Archive, Member
from backoffice.casework.expediente.exact import exact
from backoffice.casework.expediente.gathering import Flaw, Gathering, Made
from backoffice.casework.house import House
from backoffice.records import logins
from backoffice.records.expediente import kept
from backoffice.reports.expediente import expediente_pdf

PIECE = 1 << 20
WHOLE = "No falta nada."


@dataclass(frozen=True)
class Expediente:
    """An export that was made: its page, what is in the archive, and what is wanting. Use it in a ``with`` block.

    The archive lies in a nameless file on disk that goes with the block; no more than one of its files was ever in
    memory.
    """

    folio: str
    pdf: bytes
    members: tuple[Member, ...]
    flaws: tuple[Flaw, ...]
    file: BinaryIO

    def chunks(self) -> Iterator[bytes]:
        """The archive's bytes, from its beginning."""
        self.file.seek(0)
        while piece := self.file.read(PIECE):
            yield piece

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None) -> None:
        self.file.close()


def expediente(house: House, folio: str, actor: str) -> Expediente:
    """Export a case. That *actor* (``analyst:ana``) did is told to the audit trail, beside the case's own events.

    The same state gives the same bytes. Raises ``CaseNotFound``, ``ServiceUnavailable``.
    """
    with house.transaction() as work:
        gathering = Gathering(house, kept(work.session, folio))
    with ExitStack() as undone:
        file = undone.enter_context(tempfile.TemporaryFile())
        archive = Archive(file)
        undone.callback(archive.close)
        for name, data in _files(gathering):
            archive.put(name, data)
        pdf = expediente_pdf(paper.page_of(gathering))
        for name, data in _about(gathering, pdf):
            archive.put(name, data)
        archive.finish()
        found = gathering.kept.view.case.folio
        made = Expediente(found, pdf, tuple(archive.members), tuple(gathering.flaws), file)
        _tell(house, made, actor)
        undone.pop_all()
    return made


def _files(gathering: Gathering) -> Iterator[Made]:
    yield "caso.json", exact(_case(gathering))
    for part in (rounds, rules, letters, acts, trail):
        yield from part.files(gathering)


def _about(gathering: Gathering, pdf: bytes) -> Iterator[Made]:
    """What tells of the rest, once it is known what is wanting."""
    folder = files("backoffice.casework.expediente")
    flaws = "\n".join(f"– {one.what}. {one.why}" for one in gathering.flaws)
    said = f"LO QUE FALTA O NO COINCIDE\n{flaws}" if flaws else WHOLE
    read_me = (folder / "leeme.txt").read_text("utf-8").format(folio=gathering.kept.view.case.folio, flaws=said)
    yield "expediente.pdf", pdf
    yield "LEEME.txt", read_me.encode()
    yield "comprobar.py", (folder / "comprobar.py").read_bytes()


def _case(gathering: Gathering) -> dict[str, Any]:
    view, access = gathering.kept.view, gathering.kept.access
    case, company = view.case, view.applicant
    return {
        "folio": case.folio,
        "state": case.state,
        "round": case.round_number,
        "requested_at": case.requested_at,
        "moved_at": case.moved_at,
        "listed_since": case.listed_since,
        "applicant": {"name": company.name, "nrp": company.nrp, "rfc": company.rfc, "email": company.email},
        "productive_access": {
            "access_id": access.access_id,
            "scope": access.scope,
            "granted_at": access.granted_at,
            "revoked_at": access.revoked_at,
        }
        if access
        else None,
    }


def _tell(house: House, made: Expediente, actor: str) -> None:
    """Not as an event of the case: an export must not change what the next one says. Whoever audits adds nothing."""
    sums = made.members[-1].sha256
    with house.transaction() as work:
        person = logins.connected(work.session.connection())
        if person is None or person.may_act:
            work.happened("export_case", actor, None, folio=made.folio, sums=sums, flaws=len(made.flaws))
