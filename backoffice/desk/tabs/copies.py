"""What this case's file has in common with other companies', with the proof: to be looked at, no reason by itself."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial

from backoffice.casework.copies import Copied, copies_of, is_compared
from backoffice.casework.house import House
from backoffice.desk.case import OpenCase
from backoffice.desk.file_facts import Shown, pictures_by_digest
from backoffice.desk.page import page
from backoffice.domain.copies.grades import GRADE_LABELS, KIND_LABELS, Grade, Kind
from backoffice.domain.copies.sentences import amounts_said, chance_said, common_said, picture_said
from backoffice.domain.errors import BadInput, StoredFileMissing
from backoffice.domain.explained.spanish import moment_said, said
from backoffice.domain.money import shown as pesos

TITLE = "Copias"
TONES = {Grade.STRONG: "bad", Grade.MEDIUM: "warn", Grade.WEAK: "", Grade.OWN: "info"}
#: So many signs are shown, and of so many files the pictures.
MOST, MOST_FILES = 30, 4


@dataclass(frozen=True, slots=True)
class Sign:
    """One sign as texts: ``rows`` are row here, amount, row there; ``pictures`` pairs, this case's first."""

    tone: str
    grade: str
    title: str
    other: str
    sentence: str
    rows: tuple[tuple[str, str, str], ...] = ()
    pictures: tuple[tuple[Shown, Shown, str], ...] = ()


def badge(case: OpenCase) -> str:
    """A mark where there is a strong sign."""
    found = copies_of(case.house, case.submission.submission.id)
    return "●" if any(one.grade is Grade.STRONG for one in found) else ""


def shown(case: OpenCase) -> str:
    """The signs, gravest first; or that there are none, or that nobody has looked yet."""
    submission = case.submission.submission
    found = copies_of(case.house, submission.id)[:MOST]
    gallery = partial(_pictures, case.house)
    files = [one.blob for one in found if one.kind is Kind.PICTURE]
    galleries = {blob: gallery(blob) for blob in list(dict.fromkeys(files))[:MOST_FILES]}
    if galleries:
        galleries[submission.blob] = gallery(submission.blob)
    signs = [_sign(case, one, galleries) for one in found]
    return page("tab_copies", signs=signs, compared=is_compared(case.house, submission.id))


def _sign(case: OpenCase, one: Copied, galleries: Mapping[str, Mapping[str, str]]) -> Sign:
    when = moment_said(one.received_at, case.house.settings.zone)
    file = f"ronda {one.round_number}, archivo {one.file_number}, recibido {when}"
    own = one.grade is Grade.OWN
    return Sign(
        tone=TONES.get(one.grade, ""),
        grade=GRADE_LABELS[one.grade],
        title=KIND_LABELS[one.kind],
        other=f"Este caso: {file}" if own else f"Caso {one.folio}, {said(one.company, 80)}: {file}",
        sentence=_sentence(one),
        rows=_rows(one),
        pictures=_pairs(case, one, galleries),
    )


def _sentence(one: Copied) -> str:
    if one.kind is Kind.AMOUNTS:
        return f"{amounts_said(one.taken)} {chance_said(one.proof['expected'], one.proof['sets'])}"
    if one.kind is Kind.PICTURE:
        return picture_said(min(each["changed"] for each in one.proof["pictures"]), one.round_number, one.grade)
    return f"{said(one.proof['said'], 160)}. {common_said(one.proof['companies'])}"


def _rows(one: Copied) -> tuple[tuple[str, str, str], ...]:
    """Row here, amount, row there."""
    if one.kind is not Kind.AMOUNTS:
        return ()
    sides = [(row, theirs) if one.taken else (theirs, row) for row, theirs, _ in one.proof["rows"]]
    amounts = [pesos(centavos) for _, _, centavos in one.proof["rows"]]
    return tuple((f"b-{here}", amount, f"b-{there}") for (here, there), amount in zip(sides, amounts, strict=True))


def _pairs(
    case: OpenCase, one: Copied, galleries: Mapping[str, Mapping[str, str]]
) -> tuple[tuple[Shown, Shown, str], ...]:
    if one.kind is not Kind.PICTURE or one.blob not in galleries:
        return ()
    here, there = galleries[case.submission.submission.blob], galleries[one.blob]
    sides = ("here", "there") if one.taken else ("there", "here")
    return tuple(
        (_shown(here, each[sides[0]]), _shown(there, each[sides[1]]), f"{100 * each['changed']:.1f} %")
        for each in one.proof["pictures"]
    )


def _shown(gallery: Mapping[str, str], sha256: str) -> Shown:
    return Shown("", "", sha256, gallery.get(sha256, ""))


def _pictures(house: House, blob: str) -> Mapping[str, str]:
    """Data addresses by digest; none where the file is gone or cannot be read: the page says so in their place."""
    try:
        return pictures_by_digest(house, blob)
    except (StoredFileMissing, BadInput):
        return {}
