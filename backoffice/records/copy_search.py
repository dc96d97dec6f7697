"""Who has the same: looked up by index, within limits, so that a hundred thousand files cost no more than a few."""

from collections.abc import Sequence
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

from backoffice.domain.copies.pictures import NEAR, bands, near_bands

#: A mark that more files have than these is common anyhow; so are an amount and a picture.
MOST_MARKS, MOST_AMOUNTS, MOST_PARTS = 40, 500, 60


class SameMark(NamedTuple):
    """A mark that another company's file has too."""

    kind: str
    digest: bytes
    said: str
    submission_id: UUID
    applicant_id: UUID


class SameAmount(NamedTuple):
    """A row of the one file (``row``) that has what is right in a row of the other's set (``theirs``)."""

    submission_id: UUID
    applicant_id: UUID
    row: int
    theirs: int
    centavos: int


class NearPart(NamedTuple):
    """A part of a stored picture that may be alike, and where it lies in its picture."""

    submission_id: UUID
    applicant_id: UUID
    sha256: bytes
    detail: bytes
    box: list[int]


#: The first files that have a mark are those it may come from.
MARKS = text("""
SELECT mine.kind, mine.digest, mine.said, f.submission_id, f.applicant_id
FROM copy_marks AS mine
CROSS JOIN LATERAL (
    SELECT fingerprint FROM copy_marks AS theirs
    WHERE theirs.digest = mine.digest AND theirs.kind = mine.kind AND theirs.fingerprint <> mine.fingerprint
    ORDER BY theirs.fingerprint LIMIT :most
) AS found
JOIN copy_fingerprints AS f ON f.number = found.fingerprint
WHERE mine.fingerprint = :number AND f.applicant_id <> :applicant
ORDER BY f.number
""")
#: What is wrong here and right elsewhere. An amount that very many have is nobody's.
TAKEN = text("""
SELECT f.submission_id, f.applicant_id, mine.line, found.line AS theirs, mine.foreign_centavos AS centavos
FROM copy_amounts AS mine
CROSS JOIN LATERAL (
    SELECT fingerprint, line, count(*) OVER () AS times FROM (
        SELECT fingerprint, line FROM copy_amounts WHERE right_centavos = mine.foreign_centavos LIMIT :most
    ) AS few
) AS found
JOIN copy_fingerprints AS f ON f.number = found.fingerprint
WHERE mine.fingerprint = :number AND mine.foreign_centavos IS NOT NULL AND found.times < :most
    AND f.applicant_id <> :applicant
ORDER BY f.number
""")
#: What is right here and wrong elsewhere: files that came before and took from this set.
GIVEN = text("""
SELECT f.submission_id, f.applicant_id, found.line, mine.line AS theirs, mine.right_centavos AS centavos
FROM copy_amounts AS mine
CROSS JOIN LATERAL (
    SELECT fingerprint, line FROM copy_amounts WHERE foreign_centavos = mine.right_centavos LIMIT :most
) AS found
JOIN copy_fingerprints AS f ON f.number = found.fingerprint
WHERE mine.fingerprint = :number AND f.applicant_id <> :applicant
ORDER BY f.number
""")
TIMES = text("""
SELECT wanted.centavos, (
    SELECT count(*) FROM (SELECT 1 FROM copy_amounts WHERE right_centavos = wanted.centavos LIMIT :most) AS few
) FROM unnest(CAST(:centavos AS bigint[])) AS wanted (centavos)
""")
WRONG = text("""
SELECT f.submission_id, count(*) FROM copy_fingerprints AS f JOIN copy_amounts AS a ON a.fingerprint = f.number
WHERE f.submission_id = ANY(:ids) AND a.foreign_centavos IS NOT NULL GROUP BY f.submission_id
""")
#: Two hashes that differ in seven bits at most have a band of sixteen that differs in one at most: nothing is missed.
PARTS = text("""
SELECT f.submission_id, f.applicant_id, p.sha256, p.detail, p.box
FROM copy_parts AS p JOIN copy_fingerprints AS f ON f.number = p.fingerprint
WHERE (p.band_1 = ANY(CAST(:band_1 AS smallint[])) OR p.band_2 = ANY(CAST(:band_2 AS smallint[]))
    OR p.band_3 = ANY(CAST(:band_3 AS smallint[])) OR p.band_4 = ANY(CAST(:band_4 AS smallint[])))
    AND bit_count(CAST(p.hash # :hash AS bit(64))) <= :near AND p.fingerprint <> :number
ORDER BY bit_count(CAST(p.hash # :hash AS bit(64))), p.fingerprint LIMIT :most
""")


def same_marks(session: Session, number: int, applicant: UUID) -> list[SameMark]:
    """Who else has a mark of this file, the earliest first."""
    given = {"number": number, "applicant": applicant, "most": MOST_MARKS}
    return [SameMark(*row) for row in session.execute(MARKS, given)]


def amounts_taken(session: Session, number: int, applicant: UUID) -> list[SameAmount]:
    """Rows of this file that are wrong, and right in another company's set."""
    return _amounts(session, TAKEN, number, applicant)


def amounts_given(session: Session, number: int, applicant: UUID) -> list[SameAmount]:
    """Rows of other companies' files that are wrong, and right in this file's set."""
    return _amounts(session, GIVEN, number, applicant)


def times(session: Session, centavos: Sequence[int]) -> dict[int, int]:
    """How often each amount is a right answer; ``MOST_AMOUNTS`` at most."""
    rows = session.execute(TIMES, {"centavos": list(centavos), "most": MOST_AMOUNTS})
    return {int(row[0]): int(row[1]) for row in rows}


def wrong_rows(session: Session, submission_ids: Sequence[UUID]) -> dict[UUID, int]:
    """How many unexplained wrong rows each file has."""
    return {row[0]: int(row[1]) for row in session.execute(WRONG, {"ids": list(submission_ids)})}


def near_parts(session: Session, number: int, hash_: int) -> list[NearPart]:
    """Parts of other files' pictures whose hash differs in ``NEAR`` bits at most, the nearest first."""
    keys = {f"band_{place}": near_bands(band) for place, band in enumerate(bands(hash_), start=1)}
    given: dict[str, Any] = {**keys, "hash": hash_, "near": NEAR, "number": number, "most": MOST_PARTS}
    return [NearPart(row[0], row[1], bytes(row[2]), bytes(row[3]), row[4]) for row in session.execute(PARTS, given)]


def _amounts(session: Session, query: Any, number: int, applicant: UUID) -> list[SameAmount]:
    given = {"number": number, "applicant": applicant, "most": MOST_AMOUNTS}
    return [SameAmount._make(row) for row in session.execute(query, given)]
