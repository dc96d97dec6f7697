"""Compares what people were told with what is there. Every difference is a sentence; none is what is hoped for."""

import hashlib
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise

from sqlalchemy import func, select
from sqlmodel import col

from backoffice.casework.house import House
from backoffice.domain.work import OPEN_WORK, SubmissionState, WorkKind, WorkState
from backoffice.domain.workflow import State
from backoffice.records import audit
from backoffice.records.case_view import CaseView, RoundView, case_view
from backoffice.records.cases import Case
from backoffice.records.outbox import OutboxRow
from backoffice.records.submissions import Submission
from bench.making.faults.ledger import Ledger, Promised
from bench.making.faults.signed import signatures, unsigned

#: Letters of which every case has one for each, and by what they are counted.
EXPECTED_ONCE = ("test_set_issued", "approved", "certified")


def broken_promises(house: House, ledger: Ledger, delivered: Sequence[str], *, signed: bool = False) -> list[str]:
    """What is not as it was promised. *delivered* are the Message-IDs that the mail server accepted, in order.

    *signed*: files, acceptances and ends came with a signature, which must be there with the documents that it leaves.
    """
    with house.transaction() as work:
        folios = list(work.session.execute(select(col(Case.folio))).scalars())
        views = {folio: case_view(work.session, folio) for folio in folios}
        verified = audit.verify(work.session)
        rows = list(work.session.execute(select(OutboxRow)).scalars())
        papers = signatures(work.session) if signed else None
    stuck = [row for row in rows if row.state in OPEN_WORK]
    said = [] if verified.broken_at is None else [f"la cadena de auditoría se rompe en {verified.broken_at}"]
    said += [f"queda por hacer {row.kind} {row.key} ({row.state}, {row.last_error})" for row in stuck]
    said += _requests(ledger, views)
    for view in views.values():
        mine = [one for one in ledger.promises if one.folio == view.case.folio]
        said += [f"{view.case.folio}: {trouble}" for trouble in _of_case(house, view, mine)]
        if papers is not None:
            troubles = unsigned(house, view, mine, papers.get(view.case.id, []))
            said += [f"{view.case.folio}: {trouble}" for trouble in troubles]
    return said + list(_letters(views, set(delivered))) + list(_twice(rows, delivered))


def in_quarantine(house: House) -> int:
    """Files whose evaluation died in each of three attempts, and that a person was shown instead."""
    with house.transaction() as work:
        query = select(func.count()).where(col(Submission.state) == SubmissionState.QUARANTINED)
        return work.session.execute(query).scalar_one()


def duplicates(delivered: Sequence[str]) -> int:
    """Letters that were accepted more than once, counted by Message-ID."""
    return sum(count - 1 for count in Counter(delivered).values())


def _requests(ledger: Ledger, views: dict[str, CaseView]) -> Iterator[str]:
    told = Counter(one.folio for one in ledger.of("request"))
    companies = Counter(view.applicant.nrp for view in views.values())
    yield from (f"la solicitud {folio} no está" for folio in told if folio not in views)
    yield from (f"{nrp} tiene {count} casos" for nrp, count in companies.items() if count > 1)


def _of_case(house: House, view: CaseView, mine: list[Promised]) -> Iterator[str]:
    yield from _files(house, view, [one for one in mine if one.act == "file"])
    yield from _opinions(view, [one for one in mine if one.act == "opinion"])
    yield from _rounds(view)
    acts = {one.act for one in mine}
    wanted = State.CANCELLED if "cancellation" in acts else State.CERTIFIED
    if "acceptance" in acts and view.case.state != wanted:
        yield f"está {view.case.state}, no {wanted}"
    moved = [(event.from_state, event.to_state) for event in view.events if event.from_state != event.to_state]
    if any(before[1] != after[0] for before, after in pairwise(moved)):
        yield "sus movimientos en la auditoría no se siguen"


def _files(house: House, view: CaseView, told: list[Promised]) -> Iterator[str]:
    sent = [one for round_ in view.rounds for one in round_.submissions]
    there = {one.submission.sha256: one for one in sent}
    if len(there) != len(sent):
        yield f"sus {len(sent)} archivos son {len(there)}: alguno está dos veces"
    for one in told:
        found = there.get(one.digest)
        if found is None:
            yield f"falta el archivo {one.digest[:12]}"
        elif hashlib.sha256(house.blobs.get(found.submission.blob)).hexdigest() != one.digest:
            yield f"los bytes del archivo {one.digest[:12]} son otros"
        elif found.verdict is None and found.submission.state != SubmissionState.QUARANTINED:
            yield f"el archivo {one.digest[:12]} no se evaluó ni se mostró a una persona"


def _opinions(view: CaseView, told: list[Promised]) -> Iterator[str]:
    files = [one for round_ in view.rounds for one in round_.submissions]
    given = Counter((one.task_id, one.turn) for file in files for one in file.opinions)
    yield from (f"falta la opinión {one.turn} de {one.analyst}" for one in told if not given[one.task, one.turn])
    yield from (f"hay {count} opiniones en un turno" for count in given.values() if count > 1)
    standing = [sum(one.stands for one in file.opinions) for file in files]
    yield from (f"hay {count} resoluciones de un archivo" for count in standing if count > 1)


def _rounds(view: CaseView) -> Iterator[str]:
    corrections = sum(event.act == "request_corrections" for event in view.events)
    if len(view.rounds) != 1 + corrections:
        yield f"tiene {len(view.rounds)} rondas y {corrections} veces se pidieron correcciones"
    yield from (f"la ronda {round_.round.number} no tiene set" for round_ in view.rounds if not _issued(round_))


def _issued(round_: RoundView) -> bool:
    return round_.test_set is not None


def _twice(rows: Sequence[OutboxRow], delivered: Sequence[str]) -> Iterator[str]:
    """A letter comes twice only where an attempt ended without a word of the mail server, and never one of nobody.

    A letter that a person ordered again has two rows under its Message-ID, each with its attempts.
    """
    attempts: Counter[str] = Counter()
    for row in rows:
        if row.message_id:
            attempts[row.message_id] += row.attempts
    for message_id, count in Counter(delivered).items():
        if message_id not in attempts:
            yield f"nadie escribió la carta {message_id}"
        elif count > attempts[message_id]:
            yield f"la carta {message_id} llegó {count} veces en {attempts[message_id]} intentos"


def _letters(views: dict[str, CaseView], delivered: set[str]) -> Iterator[str]:
    for folio, view in views.items():
        kinds = Counter(letter for letter, _ in {(row.letter, row.message_id) for row in view.letters})
        yield from (f"{folio}: {kinds[kind]} cartas {kind}" for kind in EXPECTED_ONCE if kinds[kind] != 1)
        live = Counter(row.message_id for row in view.letters if row.state != WorkState.WITHDRAWN)
        yield from (f"{folio}: {count} veces se encargó la carta {one}" for one, count in live.items() if count > 1)
        for row in view.letters:
            if row.kind == WorkKind.SEND_LETTER and row.state not in {WorkState.DONE, WorkState.WITHDRAWN}:
                yield f"{folio}: la carta {row.letter} quedó {row.state} ({row.last_error})"
            elif row.state == WorkState.DONE and (row.message_id or "") not in delivered:
                yield f"{folio}: la carta {row.letter} se dio por enviada y no llegó"
