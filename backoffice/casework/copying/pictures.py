"""Pictures that are alike: candidates by their bits, then the pictures themselves beside each other."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlmodel import col

from backoffice.casework.copying.flags import Found
from backoffice.casework.house import House
from backoffice.domain.copies.alike import overlap
from backoffice.domain.copies.grades import RARE, Grade, Kind, grade_of_picture
from backoffice.domain.copies.pictures import distance, grey_of
from backoffice.domain.copies.segments import Box
from backoffice.domain.copies.traces import Traces
from backoffice.domain.errors import StoredFileMissing
from backoffice.records.copies import CopyPart, Fingerprint
from backoffice.records.copy_search import near_parts
from backoffice.records.submissions import Submission
from backoffice.workbooks.refusals import EvidenceRefused

#: Parts whose slopes differ in more bits (of 1,024) are of different pictures.
FAR = 40
#: Other companies' files that a picture is compared with (one more than may share it), own ones, and files in all.
MOST_OTHERS, MOST_OWN, MOST_FILES = RARE + 1, 1, 8


@dataclass(frozen=True, slots=True)
class Candidate:
    """A part of ours that may be alike a part of a stored picture: the digests of both, and where each lies."""

    submission_id: UUID
    applicant_id: UUID
    distance: int
    sha256: str
    box: Box
    their_sha256: str
    their_box: Box


@dataclass(frozen=True, slots=True)
class Alike:
    """Two pictures that are alike, and the share of them that has changed."""

    submission_id: UUID
    applicant_id: UUID
    sha256: str
    their_sha256: str
    changed: float


def candidates(session: Session, mine: Fingerprint) -> list[Candidate]:
    """The likeliest of each of our pictures, of other companies and of this one's own earlier rounds."""
    number = int(mine.number or 0)
    parts = session.execute(select(CopyPart).where(col(CopyPart.fingerprint) == number)).scalars().all()
    every = [one for part in parts for one in _of_part(session, part, number)]
    here = _rounds(session, {mine.submission_id, *(one.submission_id for one in every)})
    other_rounds = [one for one in every if here[one.submission_id] != here[mine.submission_id]]
    chosen = [
        one
        for sha256 in dict.fromkeys(part.sha256.hex() for part in parts)
        for one in _likeliest([each for each in other_rounds if each.sha256 == sha256], mine.applicant_id)
    ]
    files = list(dict.fromkeys(one.submission_id for one in sorted(chosen, key=lambda one: one.distance)))
    return [one for one in chosen if one.submission_id in files[:MOST_FILES]]


def compared(house: House, mine: Fingerprint, traces: Traces, found: Sequence[Candidate]) -> list[Found]:
    """Signs of those that are alike indeed. A stored file that is gone or unreadable now is no sign."""
    alike: list[Alike] = []
    for submission_id in dict.fromkeys(one.submission_id for one in found):
        theirs = _traces(house, submission_id)
        alike += [each for one in found if one.submission_id == submission_id for each in _alike(traces, theirs, one)]
    companies: dict[str, set[UUID]] = {}
    for one in alike:
        if one.applicant_id != mine.applicant_id:
            companies.setdefault(one.sha256, set()).add(one.applicant_id)
    by_file: dict[UUID, list[Alike]] = {}
    for one in alike:
        by_file.setdefault(one.submission_id, []).append(one)
    return [sign for ones in by_file.values() for sign in _sign(mine, ones, companies)]


def _of_part(session: Session, part: CopyPart, number: int) -> Iterator[Candidate]:
    for near in near_parts(session, number, part.hash):
        apart = distance(part.detail, near.detail)
        if apart <= FAR:
            yield Candidate(
                near.submission_id, near.applicant_id, apart, part.sha256.hex(), Box(*part.box), near.sha256.hex(),
                Box(*near.box),
            )  # fmt: skip


def _rounds(session: Session, ids: set[UUID]) -> dict[UUID, UUID]:
    query = select(col(Submission.id), col(Submission.round_id)).where(col(Submission.id).in_(ids))
    return {row.id: row.round_id for row in session.execute(query)}


def _likeliest(found: Sequence[Candidate], applicant: UUID) -> Iterator[Candidate]:
    """Of each company the nearest, and of its picture two ways to lay it; so many companies."""
    companies: dict[UUID, list[Candidate]] = {}
    for one in sorted(found, key=lambda one: one.distance):
        kept = companies.setdefault(one.applicant_id, [])
        if not kept or (len(kept) < 2 and kept[0].their_sha256 == one.their_sha256):
            kept.append(one)
    own = companies.pop(applicant, [])
    for kept in list(companies.values())[:MOST_OTHERS]:
        yield from kept
    yield from own[: 2 * MOST_OWN]


def _traces(house: House, submission_id: UUID) -> Traces:
    with house.transaction() as work:
        blob = work.session.get_one(Submission, submission_id).blob
    try:
        return house.traces(house.blobs.get(blob))
    except (EvidenceRefused, StoredFileMissing):
        return Traces()


def _alike(ours: Traces, theirs: Traces, one: Candidate) -> Iterator[Alike]:
    here, there = ours.picture(one.sha256), theirs.picture(one.their_sha256)
    if here is None or there is None:
        return
    same = here.sha256 == there.sha256
    changed = 0.0 if same else overlap(grey_of(here), one.box, grey_of(there), one.their_box)
    if grade_of_picture(changed, 1) is not None:
        yield Alike(one.submission_id, one.applicant_id, one.sha256, one.their_sha256, round(changed, 4))


def _sign(mine: Fingerprint, ones: Sequence[Alike], companies: dict[str, set[UUID]]) -> Iterator[Found]:
    """One sign for a file, with the pictures that prove most."""
    own = ones[0].applicant_id == mine.applicant_id
    best: dict[str, Alike] = {}
    for one in sorted(ones, key=lambda one: one.changed):
        best.setdefault(one.sha256, one)
    graded = [(_grade(one, companies), one) for one in best.values()]
    rare = [(grade, one) for grade, one in graded if grade is not Grade.COMMON]
    if not (own or rare):
        return
    grade = Grade.OWN if own else min((grade for grade, _ in rare), key=[Grade.STRONG, Grade.MEDIUM].index)
    shown = [
        {"here": one.sha256, "there": one.their_sha256, "changed": one.changed} for _, one in (graded if own else rare)
    ]
    yield Found(mine.submission_id, ones[0].submission_id, Kind.PICTURE, grade, {"pictures": shown})


def _grade(one: Alike, companies: dict[str, set[UUID]]) -> Grade:
    return grade_of_picture(one.changed, len(companies.get(one.sha256, ()))) or Grade.WEAK
